"""Parts of a module that run in Lambda, on import or later, in the order of the text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .conditions import never_holds, surely_holds
from .expressions import children

_Function = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a module.

    Attributes:
        node: The statement or expression.
        statement: The index of its outermost statement in the module, from 0.
        lazy: Whether it runs when a function is called rather than with the module.
        inside: The line of the innermost ``def`` around it; 0 for none.
    """

    node: ast.AST
    statement: int
    lazy: bool = False
    inside: int = 0


def pieces_of(tree: ast.Module, python: tuple[int, int]) -> Iterator[Piece]:
    """Yield all parts of a module, except those below a condition that is false in Lambda.

    Args:
        tree: The module.
        python: The version of Python: ``(3, 12)``.
    """
    for number, statement in enumerate(tree.body):
        waiting = [Piece(statement, number)]
        while waiting:
            piece = waiting.pop()
            yield piece
            waiting += reversed(list(_below(piece, python)))


def _below(piece: Piece, python: tuple[int, int]) -> Iterator[Piece]:
    node = piece.node
    if isinstance(node, _Function):
        yield from _of_function(node, piece)
        return
    if isinstance(node, ast.If):
        below: list[ast.AST] = [node.test]
        below += [] if never_holds(node.test, python) else node.body
        below += [] if surely_holds(node.test, python) else node.orelse
    else:
        below = children(node)
    for child in below:
        yield Piece(child, piece.statement, piece.lazy, piece.inside)


def _of_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, piece: Piece
) -> Iterator[Piece]:
    """Yield the parts of a function; decorators and defaults run at its definition."""
    if isinstance(node, ast.Lambda):
        yield replace(piece, node=node.args)
        yield replace(piece, node=node.body, lazy=True)
        return
    for child in (*node.decorator_list, node.args):
        yield replace(piece, node=child)
    for statement in node.body:
        yield Piece(statement, piece.statement, lazy=True, inside=node.lineno)
