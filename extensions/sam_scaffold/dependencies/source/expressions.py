"""Names and children of expressions."""

from __future__ import annotations

import ast


def last_name(node: ast.AST) -> str:
    """Return a name, or the last part of a dotted one; empty for other expressions."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def children(node: ast.AST) -> list[ast.AST]:
    """Return the children of a node in the order of the text, without operators and contexts."""
    found: list[ast.AST] = []
    for name in node._fields:
        below = getattr(node, name, None)
        if isinstance(below, list):
            found += [each for each in below if isinstance(each, ast.AST)]
        elif isinstance(below, (ast.expr, ast.stmt, ast.arguments, ast.arg)):
            found.append(below)
    return found
