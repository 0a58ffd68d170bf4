"""Names of a Python module after its import, determined only from its text."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_DYNAMIC = frozenset({"globals", "exec", "modules", "__getattr__"})
"""Names with which a module may bind any name, such as ``sys.modules``."""

_MENTION = re.compile(rb"\b(globals?|exec|modules|__getattr__|vars)\b")
"""Words in a function's body that may bind names of its module."""

_VARIABLES = "vars()"
"""Likewise, but only without an argument."""

_UNNAMED = frozenset({"*", _VARIABLES})


@dataclass(frozen=True)
class ModuleNames:
    """Names of a module.

    Attributes:
        known: The names in its text, on any branch.
        is_all: Whether it has no others, unlike with ``from x import *``.
    """

    known: frozenset[str]
    is_all: bool

    @classmethod
    def of(cls, tree: ast.Module, *, looks_deep: bool = True) -> ModuleNames:
        """Return the names of a parsed module.

        Args:
            tree: The module.
            looks_deep: Whether the bodies of functions may bind names, see `may_bind_deep`.
        """
        found = _Names(looks_deep=looks_deep)
        found.visit(tree)
        return cls(frozenset(found.known - _UNNAMED), found.known.isdisjoint(_UNNAMED | _DYNAMIC))

    def lacks(self, name: str) -> bool:
        """Return whether the module certainly does not have a name."""
        return self.is_all and name not in self.known


def may_bind_deep(text: bytes) -> bool:
    """Return whether functions of a module may bind its names."""
    return bool(_MENTION.search(text))


class _Names(ast.NodeVisitor):
    """Collector of names that a module binds, outside of functions and classes."""

    def __init__(self, *, looks_deep: bool) -> None:
        self.looks_deep = looks_deep
        self.known: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._define(node.name, node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._define(node.name, node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._define(node.name, node)

    def visit_Import(self, node: ast.Import) -> None:
        self.known.update(name.asname or name.name.partition(".")[0] for name in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.known.update(name.asname or name.name for name in node.names)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store) or node.id in _DYNAMIC:
            self.known.add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.known.update(_dynamic(node))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.known.update(_dynamic(node))
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self.known.update({node.name} if node.name else ())
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self.known.update({node.name} if node.name else ())

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.known.update({node.rest} if node.rest else ())
        self.generic_visit(node)

    def _define(self, name: str, node: ast.AST) -> None:
        """Add a definition, and the names of the module that its body binds."""
        self.known.add(name)
        for below in ast.walk(node) if self.looks_deep else ():
            if isinstance(below, ast.Global):
                self.known.update(below.names)
            else:
                self.known.update(_dynamic(below))


def _dynamic(node: ast.AST) -> frozenset[str]:
    """Return the names in a node with which its module may bind any name."""
    if isinstance(node, ast.Name):
        return _DYNAMIC & {node.id}
    if isinstance(node, ast.Attribute):
        return _DYNAMIC & {node.attr}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.args:
        return frozenset({_VARIABLES} if node.func.id == "vars" else ())
    return frozenset()
