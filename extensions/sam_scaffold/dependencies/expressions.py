"""What expressions are called, told from their text."""

from __future__ import annotations

import ast


def last_name(node: ast.AST) -> str:
    """Return a name, or the last of those with dots between; empty for any other expression."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
