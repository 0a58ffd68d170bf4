"""What a module takes from others by attributes of their names: ``acme.money.total``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .expressions import children, last_name

Chain = tuple[tuple[str, ...], int, bool]
"""Attributes, one after the other; the line, from 1; and whether that runs in a call."""


@dataclass(frozen=True, slots=True)
class AttributeUses:
    """The attributes of an imported module, and of those below it.

    Attributes:
        module: What it was imported from, as in an import; empty for nothing.
        name: What was taken from that, empty for the module itself.
        level: How many dots stood in front.
        chains: What is used.
    """

    module: str
    name: str
    level: int
    chains: tuple[Chain, ...]


def attribute_uses_of(tree: ast.Module) -> tuple[AttributeUses, ...]:
    """Tell which attributes of modules a module uses.

    Names count wherever they are bound: a parameter that is called as a module is counts, too.
    """
    bound = _bound(tree)
    used: dict[tuple[str, str, int], dict[tuple[str, ...], Chain]] = {}
    for root, attributes, line, lazy in _chains(tree, lazy=False):
        for module in bound.get(root, ()):
            used.setdefault(module, {}).setdefault(attributes, (attributes, line, lazy))
    return tuple(AttributeUses(*module, tuple(chains.values())) for module, chains in used.items())


def _bound(tree: ast.Module) -> dict[str, set[tuple[str, str, int]]]:
    """Return the modules, and what is taken from them, by the names that they are bound to."""
    bound: dict[str, set[tuple[str, str, int]]] = {}
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.expr):
            waiting += children(node)
        if isinstance(node, ast.Import):
            for one in node.names:
                target = one.name if one.asname else one.name.partition(".")[0]
                bound.setdefault(one.asname or target, set()).add((target, "", 0))
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                target = node.module or ""
                bound.setdefault(one.asname or one.name, set()).add((target, one.name, node.level))
        elif isinstance(node, ast.Assign) and (name := _by_name(node.value)):
            for left in node.targets:
                if isinstance(left, ast.Name):
                    bound.setdefault(left.id, set()).add((name, "", 0))
    return bound


def _by_name(value: ast.expr) -> str:
    """Return the module that ``import_module("acme")`` gives."""
    if isinstance(value, ast.Call) and last_name(value.func) == "import_module" and value.args:
        name = value.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            return "" if name.value.startswith(".") else name.value
    return ""


def _chains(node: ast.AST, *, lazy: bool) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
    """Yield each name with attributes, the longest chain of them once."""
    waiting = [(node, lazy)]
    while waiting:
        one, lazy = waiting.pop()
        if isinstance(one, ast.Attribute):
            attributes: list[str] = []
            inner: ast.expr = one
            while isinstance(inner, ast.Attribute):
                attributes.insert(0, inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name):
                yield inner.id, tuple(attributes), one.lineno, lazy
            else:
                waiting.append((inner, lazy))
            continue
        if isinstance(one, ast.Call) and last_name(one.func) == "getattr" and len(one.args) > 1:
            yield from _by_text(one, lazy=lazy)
        is_function = isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        waiting += ((below, lazy or is_function) for below in children(one))


def _by_text(call: ast.Call, *, lazy: bool) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
    """Of ``getattr(acme, "money")``."""
    owner, name = call.args[:2]
    text = name.value if isinstance(name, ast.Constant) else None
    if isinstance(owner, ast.Name) and isinstance(text, str):
        yield owner.id, (text,), call.lineno, lazy
