"""Names that a module binds, by statement, determined only from its text."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .conditions import never_holds, surely_holds
from .expressions import children
from .module_names import ModuleNames, may_bind_deep

_ALL = "__all__"


@dataclass(frozen=True)
class Star:
    """Import of the form ``from x import *``.

    Attributes:
        module: The module, as in an import.
        level: The number of leading dots.
        statement: The index of its outermost statement in the module, from 0.
    """

    module: str
    level: int
    statement: int


@dataclass(frozen=True)
class Bindings:
    """Names that a module binds.

    Attributes:
        surely: The names that it certainly has, by the first statement that ensures it.
        maybe: The names in its text, by the first statement that may bind them.
        stars: Its ``*`` imports.
        is_open: Whether it may have any other name: by ``globals()`` or ``__getattr__``.
        exported: The elements of ``__all__``; None without it.
        is_listed: Whether all of these elements are literal.
        members: The names that only refer to a submodule: ``from . import x``.
    """

    surely: dict[str, int]
    maybe: dict[str, int]
    stars: tuple[Star, ...]
    is_open: bool
    exported: tuple[str, ...] | None
    is_listed: bool
    members: frozenset[str]


def bindings_of(text: bytes, tree: ast.Module, python: tuple[int, int]) -> Bindings:
    """Return the names that a module binds.

    Args:
        text: The module's text.
        tree: Its syntax tree.
        python: The version of Python: ``(3, 12)``.
    """
    looks_deep = may_bind_deep(text)
    surely: dict[str, int] = {}
    stars: list[Star] = []
    names = [
        ModuleNames.of(ast.Module([statement], []), looks_deep=looks_deep)
        for statement in tree.body
    ]
    is_open = False
    for number, statement in enumerate(tree.body):
        for name in _surely([statement], python):
            surely.setdefault(name, number)
        found = [Star(*star, number) for star in _stars(statement)]
        stars += found
        is_open = is_open or (not found and not names[number].is_all)
    maybe = {
        name: number
        for number, bound_names in reversed([*enumerate(names)])
        for name in bound_names.known
    }
    for name in _deleted(tree):
        surely.pop(name, None)
    exported, is_listed = _exported(tree)
    return Bindings(
        surely,
        maybe,
        tuple(stars),
        is_open or "__getattr__" in maybe,
        exported,
        is_listed,
        _members(tree, names),
    )


def _surely(body: Iterable[ast.stmt], python: tuple[int, int]) -> set[str]:
    """Return the names that are bound after some statements, unless one of them fails."""
    return {name for statement in body for name in _bound(statement, python)}


def _bound(node: ast.stmt, python: tuple[int, int]) -> set[str]:  # noqa: PLR0911 - a form each
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {alias.asname or alias.name for alias in node.names if alias.name != "*"}
    if isinstance(node, ast.Assign):
        return {name for target in node.targets for name in _targets(target)}
    if isinstance(node, (ast.AugAssign, ast.AnnAssign)):
        return set(_targets(node.target)) if node.value is not None else set()
    if isinstance(node, (ast.With, ast.AsyncWith)):
        names = {
            name
            for item in node.items
            if item.optional_vars
            for name in _targets(item.optional_vars)
        }
        return names | (set() if _may_suppress(node) else _surely(node.body, python))
    if isinstance(node, ast.If):
        return _of_if(node, python)
    return _of_try(node, python) if isinstance(node, ast.Try) else set()


def _may_suppress(node: ast.With | ast.AsyncWith) -> bool:
    return any("suppress" in ast.unparse(item.context_expr) for item in node.items)


def _of_if(node: ast.If, python: tuple[int, int]) -> set[str]:
    if surely_holds(node.test, python):
        return _surely(node.body, python)
    if never_holds(node.test, python):
        return _surely(node.orelse, python)
    return _surely(node.body, python) & _surely(node.orelse, python)


def _of_try(node: ast.Try, python: tuple[int, int]) -> set[str]:
    """Return the names bound in any case; handlers that re-raise do not count."""
    found = _surely([*node.body, *node.orelse], python)
    for handler in node.handlers:
        if not isinstance(handler.body[-1], ast.Raise):
            found &= _surely(handler.body, python)
    return found | _surely(node.finalbody, python)


def _targets(node: ast.expr) -> Iterator[str]:
    for below in ast.walk(node):
        if isinstance(below, ast.Name) and isinstance(below.ctx, ast.Store):
            yield below.id


def _top_level(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a statement and its parts that run, without functions and classes."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if not isinstance(
            current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        ):
            waiting += children(current)


def _stars(statement: ast.stmt) -> Iterator[tuple[str, int]]:
    for node in _top_level(statement):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield node.module or "", node.level


def _deleted(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        for node in _top_level(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
                yield node.id


def _members(tree: ast.Module, names: Iterable[ModuleNames]) -> frozenset[str]:
    """Return the names that only ``from . import x`` binds."""
    found: set[str] = set()
    others: set[str] = set()
    for statement, bound in zip(tree.body, names, strict=True):
        if isinstance(statement, ast.ImportFrom) and statement.level == 1 and not statement.module:
            found.update(name.name for name in statement.names if name.asname in (None, name.name))
            others.update(
                name.asname for name in statement.names if name.asname not in (None, name.name)
            )
        else:
            others |= bound.known
    return frozenset(found - others)


def _exported(tree: ast.Module) -> tuple[tuple[str, ...] | None, bool]:
    """Return the strings in ``__all__``, and whether it has nothing else."""
    values: list[ast.expr] = []
    for statement in tree.body:
        for node in _top_level(statement):
            values += _added_to_all(node)
    if not values:
        return None, True
    names = [
        literal.value
        for value in values
        for literal in (ast.walk(value) if isinstance(value, (ast.BinOp, *_Lists)) else [value])
        if isinstance(literal, ast.Constant) and isinstance(literal.value, str)
    ]
    return tuple(dict.fromkeys(names)), all(map(_is_listed, values))


_Lists = (ast.List, ast.Tuple, ast.Set)


def _added_to_all(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign) and any(_is_all(target) for target in node.targets):
        return [node.value]
    if isinstance(node, (ast.AugAssign, ast.AnnAssign)) and _is_all(node.target):
        return [node.value] if node.value is not None else []
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(node, ast.Call) and isinstance(function, ast.Attribute):
        is_more = _is_all(function.value) and function.attr in ("append", "extend")
        return list(node.args) if is_more else []
    return []


def _is_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == _ALL


def _is_listed(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return _is_listed(value.left) and _is_listed(value.right)
    if isinstance(value, _Lists):
        return all(map(_is_listed, value.elts))
    return isinstance(value, ast.Constant) and isinstance(value.value, str)
