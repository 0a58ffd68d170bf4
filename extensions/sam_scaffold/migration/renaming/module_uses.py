"""Uses of modules by dotted names: ``pkg.orders.rules.load()``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .module_moves import ModuleMoves, absolute_name

Scope = tuple[tuple[bool, int], ...]
"""Functions (True) and classes (False) around a piece of code, the outermost first."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Name that an import statement binds to a module.

    Attributes:
        name: The name.
        module: The module that it refers to: ``pkg`` after ``import pkg.orders``.
        imported: The imported module.
        is_dotted: Whether it is ``import pkg.orders``, which binds its first part.
        scope: The scope in which it is bound.
    """

    name: str
    module: str
    imported: str
    is_dotted: bool
    scope: Scope


@dataclass(frozen=True, slots=True)
class ModuleUse:
    """Use of a name with its attributes.

    Attributes:
        parts: ``pkg.orders.load``: the nodes of the name and the two attributes.
        scope: The scope of the use.
    """

    parts: tuple[ast.expr, ...]
    scope: Scope

    @property
    def name(self) -> str:
        """Return the name."""
        first = self.parts[0]
        return first.id if isinstance(first, ast.Name) else ""

    @property
    def attributes(self) -> tuple[str, ...]:
        """Return its attributes."""
        return tuple(part.attr for part in self.parts if isinstance(part, ast.Attribute))


@dataclass(frozen=True)
class ModuleUses:
    """Names that imports bind in a module, and their uses.

    Attributes:
        bound: The names that imports bind to modules.
        others: The names that are bound otherwise anywhere: variables, arguments, functions.
        names: All names that the module binds or uses.
        uses: The names that are read.
    """

    bound: tuple[Bound, ...]
    others: frozenset[str]
    names: frozenset[str]
    uses: tuple[ModuleUse, ...]

    @classmethod
    def of(cls, tree: ast.Module, package: str) -> ModuleUses:
        """Collect the names of a module in a package."""
        reader = _Reader(package)
        reader.visit(tree)
        every = {*(imported.name for imported in reader.bound), *(use.name for use in reader.uses)}
        every |= reader.others
        return cls(
            tuple(reader.bound), frozenset(reader.others), frozenset(every), tuple(reader.uses)
        )

    def dotted(self, name: str) -> tuple[Bound, ...]:
        """Return the imports of the form ``import pkg.orders`` that bind a name."""
        return tuple(
            imported for imported in self.bound if imported.is_dotted and imported.name == name
        )


def is_visible(bound: Scope, used: Scope) -> bool:
    """Return whether a name is visible in a scope; names of a class are not in its methods."""
    return used[: len(bound)] == bound and (bound == used or not bound or bound[-1][0])


def is_package_of_moved(module: str, moves: ModuleMoves) -> bool:
    """Return whether a package contains a moved module."""
    return any(name.startswith(f"{module}.") for name in moves.names)


class _Reader(ast.NodeVisitor):
    """Collector of bound and used names."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.bound: list[Bound] = []
        self.others: set[str] = set()
        self.uses: list[ModuleUse] = []
        self.scope: Scope = ()

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            top = name.name.partition(".")[0]
            is_dotted = name.asname is None and name.name != top
            stands_for = name.name if name.asname else top
            self.bound.append(
                Bound(name.asname or top, stands_for, name.name, is_dotted, self.scope)
            )

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = absolute_name(self.package, node.level, node.module)
        for alias in node.names:
            module = f"{base}.{alias.name}"
            name = alias.asname or alias.name
            self.bound.append(Bound(name, module, module, is_dotted=False, scope=self.scope))

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.uses.append(ModuleUse((node,), self.scope))
        else:
            self.others.add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        parts = tuple(_parts(node))
        if isinstance(parts[0], ast.Name):
            self.uses.append(ModuleUse(parts, self.scope))
        else:
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Visit decorators, defaults and annotations in the enclosing scope."""
        self.others.add(node.name)
        self._outside(node, node.args, *([node.returns] if node.returns else []))
        self._inside(node, node.body, is_function=True)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.args)
        self._inside(node, [node.body], is_function=True)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.others.add(node.name)
        self._outside(node, *node.bases, *node.keywords)
        self._inside(node, node.body, is_function=False)

    def _outside(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, *more: ast.AST
    ) -> None:
        parameters: list[ast.AST] = getattr(node, "type_params", [])  # since Python 3.12
        for outside in (*node.decorator_list, *parameters, *more):
            self.visit(outside)

    def _inside(self, node: ast.AST, body: Sequence[ast.AST], *, is_function: bool) -> None:
        before = self.scope
        self.scope = (*before, (is_function, id(node)))
        for below in body:
            self.visit(below)
        self.scope = before

    def visit_arg(self, node: ast.arg) -> None:
        self.others.add(node.arg)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self.others.update(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.others.update(node.names)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.others.update([node.name] if node.name else [])
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self.others.update([node.name] if node.name else [])
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self.others.update([node.name] if node.name else [])

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.others.update([node.rest] if node.rest else [])
        self.generic_visit(node)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the nodes of a chain of attributes, the innermost first."""
    if isinstance(node, ast.Attribute):
        yield from _parts(node.value)
    yield node
