"""Changes of Python's search path by a module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .conditions import never_holds
from .folder_values import FolderValues, Values

_OTHER = re.compile(
    rb"""
    \bsys\.modules\s*(\.(setdefault|update)\b|\[[^\]]*\]\s*=[^=])
    | \bsys\.(meta_path|path_hooks)\b
    | \bfrom\s+sys\s+import\b[^\n]*\b(modules|meta_path|path_hooks)\b
    """,
    re.VERBOSE,
)
"""Other ways to provide modules outside of the search path."""

_MENTION = re.compile(rb"\b(path|addsitedir|meta_path|path_hooks|modules)\b")

_OWNER = re.compile(rb"\b(sys|addsitedir)\b")
"""Names without which a module cannot refer to the search path."""


@dataclass(frozen=True)
class PathChanges:
    """Folders that a module adds to the search path.

    Attributes:
        first: The folders that it prepends, as paths in Lambda.
        last: The folders that it appends.
        is_all: Whether all additions are known.
    """

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    is_all: bool = True


def may_change_path(text: bytes) -> bool:
    """Return whether a module may refer to the search path."""
    return bool(_OWNER.search(text) and _MENTION.search(text))


def path_changes(text: bytes, tree: ast.Module, file: str, python: tuple[int, int]) -> PathChanges:
    """Return the additions to ``sys.path`` in a module and its functions.

    Args:
        text: The module's text.
        tree: Its syntax tree.
        file: Its path in Lambda: ``/var/task/app.py``; empty if unknown.
        python: The version of Python: ``(3, 12)``.
    """
    if not may_change_path(text):
        return PathChanges()
    changes = list(_Reader(tree, FolderValues(tree, file), python).changes())
    is_all = bool(file or not changes) and not _OTHER.search(text)
    first = [folder for folders, before in changes if before for folder in folders or ()]
    last = [folder for folders, before in changes if not before for folder in folders or ()]
    return PathChanges(
        tuple(first), tuple(last), is_all and all(folders is not None for folders, _ in changes)
    )


_Change = tuple[Values, bool]
"""Added folders, None if unknown, and whether they are prepended."""


@dataclass(frozen=True)
class _Reader:
    """Search for changes of ``sys.path`` in a module."""

    tree: ast.Module
    values: FolderValues
    python: tuple[int, int]

    def changes(self) -> Iterator[_Change]:
        """Yield every change, in the order of the text."""
        yield from self._below(self.tree)

    def _below(self, node: ast.AST) -> Iterator[_Change]:
        if isinstance(node, ast.If) and never_holds(node.test, self.python):
            below: list[ast.AST] = list(node.orelse)
        else:
            below = list(ast.iter_child_nodes(node))
        yield from self._of(node)
        for child in below:
            yield from self._below(child)

    def _of(self, node: ast.AST) -> Iterator[_Change]:
        if isinstance(node, ast.Call):
            yield from self._of_call(node)
        elif isinstance(node, ast.AugAssign) and self._is_path(node.target):
            yield self.values.of_each(node.value), False
        elif isinstance(node, ast.Assign):
            if any(self._is_path(_whole(target)) for target in node.targets):
                yield self._assigned(node.value), True
            elif self._is_path(node.value):
                yield None, False  # it may be changed anywhere by its alias

    def _of_call(self, node: ast.Call) -> Iterator[_Change]:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        if "addsitedir" in (name, getattr(function, "id", "")):
            yield self.values.of(node.args[0]) if node.args else None, False
        if not isinstance(function, ast.Attribute) or not self._is_path(function.value):
            return
        if name in ("append", "extend", "insert"):
            value = node.args[-1] if node.args else None
            read = self.values.of_each if name == "extend" else self.values.of
            yield None if value is None else read(value), name == "insert"

    def _assigned(self, value: ast.expr) -> Values:
        """Return the folders in a list that replaces ``sys.path``, or a part of it."""
        if self._is_path(value):
            return ()
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            found = self._assigned(value.left), self._assigned(value.right)
            return (
                None if None in found else tuple(text for values in found for text in values or ())
            )
        if isinstance(value, (ast.List, ast.Tuple)):
            rest = [elt for elt in value.elts if not self._is_starred_path(elt)]
            return self.values.of_each(ast.List(rest, ast.Load()))
        if isinstance(value, ast.ListComp) and self._is_path(value.generators[0].iter):
            return ()  # some are removed
        return self.values.of(value)

    def _is_starred_path(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Starred) and self._is_path(node.value)

    def _is_path(self, node: ast.AST) -> bool:
        """Return whether an expression is ``sys.path``, or a part of it."""
        node = _whole(node)
        if isinstance(node, ast.Attribute):
            owner = node.value
            return node.attr == "path" and isinstance(owner, ast.Name) and owner.id in self._sys
        return isinstance(node, ast.Name) and node.id in self._paths

    @cached_property
    def _sys(self) -> frozenset[str]:
        """Return the names of the module ``sys``."""
        imports = (node for node in ast.walk(self.tree) if isinstance(node, ast.Import))
        names = (name for import_ in imports for name in import_.names if name.name == "sys")
        return frozenset({"sys", *(name.asname or name.name for name in names)})

    @cached_property
    def _paths(self) -> frozenset[str]:
        """Return the aliases of ``sys.path`` that are imported directly."""
        imports = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom))
        names = (name for import_ in imports if import_.module == "sys" for name in import_.names)
        return frozenset(name.asname or name.name for name in names if name.name == "path")


def _whole(node: ast.AST) -> ast.AST:
    """Return the sliced expression of a slice, or else the expression itself."""
    return node.value if isinstance(node, ast.Subscript) else node
