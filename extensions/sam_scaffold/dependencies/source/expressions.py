"""What expressions are called, told from their text."""

from __future__ import annotations

import ast


def last_name(node: ast.AST) -> str:
    """Return a name, or the last of those with dots between; empty for any other expression."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def children(node: ast.AST) -> list[ast.AST]:
    """Return what is right below a node, in the order of the text; operators and contexts apart."""
    found: list[ast.AST] = []
    for name in node._fields:
        below = getattr(node, name, None)
        if isinstance(below, list):
            found += [one for one in below if isinstance(one, ast.AST)]
        elif isinstance(below, (ast.expr, ast.stmt, ast.arguments, ast.arg)):
            found.append(below)
    return found
