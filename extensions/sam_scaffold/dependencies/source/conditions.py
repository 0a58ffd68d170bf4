"""Static evaluation of conditions around imports."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

_ENVIRONMENT = frozenset({"environ", "getenv", "find_spec", "modules", "platform"})
"""Names in conditions on the environment or the available modules."""

_OF_LAMBDA = {
    "sys.platform": "linux",
    "platform.system()": "Linux",
    "os.name": "posix",
    "__name__": "",
}
"""Values of expressions in Lambda, where a module is never the main one."""


def surely_holds(test: ast.expr, python: tuple[int, int]) -> bool:
    """Return whether a condition is true in Lambda with a version of Python such as ``(3, 12)``."""
    return _value(test, python) is True


def never_holds(test: ast.expr, python: tuple[int, int]) -> bool:
    """Return whether a condition is false in Lambda with a Python such as ``(3, 12)``."""
    return _value(test, python) is False


def tells_of_environment(test: ast.expr) -> bool:
    """Return whether a condition depends on the environment or the available modules."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in _ENVIRONMENT)
        or (isinstance(node, ast.Name) and node.id in _ENVIRONMENT)
        for node in ast.walk(test)
    )


def _value(test: ast.expr, python: tuple[int, int]) -> bool | None:
    """Return the value of a condition; None if unknown."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, (ast.Name, ast.Attribute)):
        is_for_checkers = ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"
        return False if is_for_checkers else None
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        found = _value(test.operand, python)
        return None if found is None else not found
    if isinstance(test, ast.BoolOp):
        values = [_value(value, python) for value in test.values]
        decisive = isinstance(test.op, ast.Or)
        if decisive in values:
            return decisive
        return None if None in values else not decisive
    return _compared(test, python) if isinstance(test, ast.Compare) else None


def _compared(test: ast.Compare, python: tuple[int, int]) -> bool | None:
    compare = _COMPARED.get(type(test.ops[0]))
    if compare is None or len(test.ops) > 1:
        return None
    known = _known(test.left, python)
    try:
        other = ast.literal_eval(test.comparators[0])
        return None if known is None else compare(known, other)
    except (ValueError, TypeError):
        return None


def _known(node: ast.expr, python: tuple[int, int]) -> Any:
    """Return the value of an expression in Lambda; None if unknown."""
    text = ast.unparse(node)
    if text in _OF_LAMBDA:
        return _OF_LAMBDA[text]
    parts = {"": (*python, 0), "[:2]": python, "[0]": python[0], "[1]": python[1]}
    parts |= {".major": python[0], ".minor": python[1]}
    _, found, rest = text.rpartition("sys.version_info")
    return parts.get(rest) if found and text.startswith(found) else None
