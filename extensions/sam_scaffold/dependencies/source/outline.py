"""What a module mentions, and what its functions do, told from its text alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from .conditions import never_holds, surely_holds
from .expressions import last_name

_OF_CLASSES = frozenset({"staticmethod", "classmethod"})

_PASSIVE = frozenset(
    {
        *_OF_CLASSES,
        *("property", "cached_property", "setter", "getter", "deleter"),
        *("abstractmethod", "override", "final", "overload"),
        *("cache", "lru_cache", "wraps", "contextmanager", "asynccontextmanager"),
        *("dataclass", "total_ordering"),
    }
)
"""Decorators of Python's own, which call nothing and hand it to nobody who would."""

_BY_TEXT = frozenset({"getattr", "hasattr", "attrgetter", "methodcaller"})
"""What takes the name of an attribute as text."""

_PLAIN_BASES = frozenset({"object", "ABC", "Protocol", "Generic", "NamedTuple", "TypedDict"})
"""Classes that call no method of those below them."""

_Def = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Definition:
    """A function or method, nested ones apart.

    Attributes:
        line: The line of its ``def``, from 1.
        name: Its name.
        parent: The line of the ``def`` that it stands in, 0 at the top.
        owner: The class that it is a method of, empty for a function.
        bases: The last names of the bases that may call it: of an instance's method, those of
            its class but for plain ones.
        is_handed_on: Whether a decorator may call it, or hand it to somebody who does.
        mentions: The names in its body.
    """

    line: int
    name: str
    parent: int
    owner: str
    bases: frozenset[str]
    is_handed_on: bool
    mentions: frozenset[str]


@dataclass(frozen=True)
class Outline:
    """A module in short.

    Attributes:
        mentions: The names in what runs with the module: all but the bodies of functions.
        classes: The names of its classes.
        definitions: Its functions and methods, nested ones too.
    """

    mentions: frozenset[str]
    classes: frozenset[str]
    definitions: tuple[Definition, ...]


def outline_of(tree: ast.Module, python: tuple[int, int]) -> Outline:
    """Tell what a module mentions where.

    A name counts wherever it is used, as an attribute too; an import alone uses nothing. What
    stands below a condition that is false in Lambda is left out: ``__name__ == "__main__"``.

    Args:
        tree: The module.
        python: The Python that runs it: ``(3, 12)``.
    """
    reader = _Reader(python)
    top = frozenset(reader.names(tree.body, _Around()))
    return Outline(top, frozenset(reader.classes), tuple(reader.definitions))


@dataclass(frozen=True)
class _Around:
    """What surrounds a piece of a module."""

    parent: int = 0
    owner: str = ""
    bases: frozenset[str] = frozenset()


@dataclass
class _Reader:
    python: tuple[int, int]
    classes: set[str] = field(default_factory=set)
    definitions: list[Definition] = field(default_factory=list)

    def names(self, nodes: Iterable[ast.AST], around: _Around) -> Iterator[str]:
        """Yield the names that are mentioned; functions on the way are noted by themselves."""
        for node in nodes:
            yield from self._names(node, around)

    def _names(self, node: ast.AST, around: _Around) -> Iterator[str]:
        if isinstance(node, _Def):
            yield from self._function(node, around)
        elif isinstance(node, ast.ClassDef):
            yield from self._class(node, around)
        elif isinstance(node, ast.If):
            yield from self.names([node.test], around)
            if not never_holds(node.test, self.python):
                yield from self.names(node.body, around)
            if not surely_holds(node.test, self.python):
                yield from self.names(node.orelse, around)
        else:
            yield from _mentioned(node)
            yield from self.names(ast.iter_child_nodes(node), around)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, around: _Around
    ) -> Iterator[str]:
        """Decorators, defaults and annotations are mentioned where the function stands."""
        yield from self.names(node.decorator_list, around)
        yield from self.names([node.args, *filter(None, [node.returns])], around)
        inside = _Around(parent=node.lineno)
        decorators = set(map(_named, node.decorator_list))
        self.definitions.append(
            Definition(
                node.lineno,
                node.name,
                around.parent,
                around.owner,
                around.bases if decorators.isdisjoint(_OF_CLASSES) else frozenset(),
                not decorators <= _PASSIVE,
                frozenset(self.names(node.body, inside)),
            )
        )

    def _class(self, node: ast.ClassDef, around: _Around) -> Iterator[str]:
        self.classes.add(node.name)
        yield from self.names([*node.decorator_list, *node.bases, *node.keywords], around)
        bases = frozenset(map(_named, node.bases)) - _PLAIN_BASES
        yield from self.names(node.body, replace(around, owner=node.name, bases=bases))


def _mentioned(node: ast.AST) -> Iterator[str]:
    """Yield the names in a node itself; one that is imported as another counts as mentioned."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.ImportFrom):
        yield from (name.name for name in node.names if name.asname not in (None, name.name))
    elif isinstance(node, ast.Call) and _named(node.func) in _BY_TEXT:
        texts = (one.value for one in node.args if isinstance(one, ast.Constant))
        yield from (part for text in texts if isinstance(text, str) for part in text.split("."))


def _named(node: ast.AST) -> str:
    """Return the name of what is called or subscripted, too."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return last_name(node)
