"""Names that a module and its functions mention, determined only from its text."""

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
"""Python's own decorators, which neither call a function nor pass it on."""

_BY_TEXT = frozenset({"getattr", "hasattr", "attrgetter", "methodcaller"})
"""Functions with the name of an attribute as a string."""

_PLAIN_BASES = frozenset({"object", "ABC", "Protocol", "Generic", "NamedTuple", "TypedDict"})
"""Base classes that do not call methods of derived classes."""

_Def = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Definition:
    """Function or method, without nested ones.

    Attributes:
        line: The line of its ``def``, from 1.
        name: Its name.
        parent: The line of the ``def`` around it; 0 at module level.
        owner: The class of a method; empty for a function.
        bases: The last names of bases that may call it: for an instance method, those of its
            class, except plain ones.
        is_handed_on: Whether a decorator may call it or pass it on.
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
    """Outline of a module.

    Attributes:
        mentions: The names outside of the bodies of functions, in code that runs on import.
        classes: The names of its classes.
        definitions: Its functions and methods, including nested ones.
    """

    mentions: frozenset[str]
    classes: frozenset[str]
    definitions: tuple[Definition, ...]


def outline_of(tree: ast.Module, python: tuple[int, int]) -> Outline:
    """Return the names that a module and its functions mention.

    A name counts wherever it is used, also as an attribute, but not in an import. Code below a
    condition that is false in Lambda is left out: ``__name__ == "__main__"``.

    Args:
        tree: The module.
        python: The version of Python: ``(3, 12)``.
    """
    reader = _Reader(python)
    top = frozenset(reader.names(tree.body, _Around()))
    return Outline(top, frozenset(reader.classes), tuple(reader.definitions))


@dataclass(frozen=True)
class _Around:
    """Context of a part of a module."""

    parent: int = 0
    owner: str = ""
    bases: frozenset[str] = frozenset()


@dataclass
class _Reader:
    python: tuple[int, int]
    classes: set[str] = field(default_factory=set)
    definitions: list[Definition] = field(default_factory=list)

    def names(self, nodes: Iterable[ast.AST], around: _Around) -> Iterator[str]:
        """Yield the mentioned names; functions are recorded separately."""
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
        """Record a function; decorators, defaults and annotations are mentioned around it."""
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
    """Yield the names in a node itself; names that are imported as others count."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.ImportFrom):
        yield from (name.name for name in node.names if name.asname not in (None, name.name))
    elif isinstance(node, ast.Call) and _named(node.func) in _BY_TEXT:
        texts = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
        yield from (part for text in texts if isinstance(text, str) for part in text.split("."))


def _named(node: ast.AST) -> str:
    """Return the last name of an expression, also if it is called or subscripted."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return last_name(node)
