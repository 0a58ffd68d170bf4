"""Uses of modules by attributes of their names: ``acme.money.total``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .expressions import children, last_name

Chain = tuple[tuple[str, ...], int, bool]
"""Chained attributes; the line, from 1; and whether it runs in a call."""


@dataclass(frozen=True, slots=True)
class AttributeUses:
    """Uses of an imported module and its submodules by attributes.

    Attributes:
        module: The module of the import; empty for none.
        name: The imported name; empty for the module itself.
        level: The number of leading dots.
        chains: The used attributes.
    """

    module: str
    name: str
    level: int
    chains: tuple[Chain, ...]


def attribute_uses_of(tree: ast.Module) -> tuple[AttributeUses, ...]:
    """Return the attributes of modules that a module uses.

    Names count regardless of their scope, even a parameter with the name of a module.
    """
    bound = _bound(tree)
    used: dict[tuple[str, str, int], dict[tuple[str, ...], Chain]] = {}
    for root, attributes, line, lazy in _chains(tree, lazy=False):
        for module in bound.get(root, ()):
            used.setdefault(module, {}).setdefault(attributes, (attributes, line, lazy))
    return tuple(AttributeUses(*module, tuple(chains.values())) for module, chains in used.items())


def _bound(tree: ast.Module) -> dict[str, set[tuple[str, str, int]]]:
    """Return the modules, and names imported from them, by the names that are bound."""
    bound: dict[str, set[tuple[str, str, int]]] = {}
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.expr):
            waiting += children(node)
        if isinstance(node, ast.Import):
            for alias in node.names:
                target = alias.name if alias.asname else alias.name.partition(".")[0]
                bound.setdefault(alias.asname or target, set()).add((target, "", 0))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                target = node.module or ""
                bound.setdefault(alias.asname or alias.name, set()).add(
                    (target, alias.name, node.level)
                )
        elif isinstance(node, ast.Assign) and (name := _by_name(node.value)):
            for left in node.targets:
                if isinstance(left, ast.Name):
                    bound.setdefault(left.id, set()).add((name, "", 0))
    return bound


def _by_name(value: ast.expr) -> str:
    """Return the module from ``import_module("acme")``; empty for other expressions."""
    if isinstance(value, ast.Call) and last_name(value.func) == "import_module" and value.args:
        name = value.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            return "" if name.value.startswith(".") else name.value
    return ""


def _chains(node: ast.AST, *, lazy: bool) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
    """Yield each name with its longest chain of attributes."""
    waiting = [(node, lazy)]
    while waiting:
        current, lazy = waiting.pop()
        if isinstance(current, ast.Attribute):
            attributes: list[str] = []
            inner: ast.expr = current
            while isinstance(inner, ast.Attribute):
                attributes.insert(0, inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name):
                yield inner.id, tuple(attributes), current.lineno, lazy
            else:
                waiting.append((inner, lazy))
            continue
        if (
            isinstance(current, ast.Call)
            and last_name(current.func) == "getattr"
            and len(current.args) > 1
        ):
            yield from _by_text(current, lazy=lazy)
        is_function = isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        waiting += ((below, lazy or is_function) for below in children(current))


def _by_text(call: ast.Call, *, lazy: bool) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
    """Yield the attribute in ``getattr(acme, "money")``."""
    owner, name = call.args[:2]
    text = name.value if isinstance(name, ast.Constant) else None
    if isinstance(owner, ast.Name) and isinstance(text, str):
        yield owner.id, (text,), call.lineno, lazy
