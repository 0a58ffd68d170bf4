"""Comparison operators of event patterns and filter policies, and their operands.

EventBridge: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
SNS, which has some of them: https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from ...errors import nearest

_LARGEST = 5_000_000_000
"""The largest number that EventBridge compares; that of SNS is a fifth of it."""

_BELOW, _ABOVE = ("<", "<="), (">", ">=")
_PAIR, _RANGE = 2, 4
"""Lengths of ``[">", 5]`` and of ``[">", 5, "<=", 9]``."""


def comparison_problem(value: Mapping[Any, Any]) -> str:
    """Return an error if AWS would reject a comparison in a deployment.

    Args:
        value: An operator with its operand: ``{"numeric": [">", 5]}``.
    """
    unknown = [operator for operator in value if operator not in _OPERATORS]
    if len(value) != 1 or unknown:
        near = nearest(str(unknown[0]), _OPERATORS) if unknown else ""
        return (
            f"{dict(value)!r} is not a comparison.{near} Use one operator of "
            f"{', '.join(_OPERATORS)}."
        )
    ((operator, operand),) = value.items()
    return _OPERATORS[operator](operator, operand)


def _text(operator: str, operand: Any) -> str:
    if isinstance(operand, str):
        return ""
    return f"{operator} requires text, not {operand!r}. Write it as in {{{operator}: abc}}."


def _text_of_any_case(operator: str, operand: Any) -> str:
    """Check a prefix or suffix, which may be ``{"prefix": {"equals-ignore-case": "abc"}}``."""
    if isinstance(operand, Mapping) and list(operand) == ["equals-ignore-case"]:
        operand = operand["equals-ignore-case"]
    return _text(operator, operand)


def _wildcard(operator: str, operand: Any) -> str:
    if isinstance(operand, str) and "**" in operand:
        return f"{operator}: {operand!r} has two consecutive asterisks. Write one."
    return _text(operator, operand)


def _switch(operator: str, operand: Any) -> str:
    if isinstance(operand, bool):
        return ""
    return f"{operator} requires true or false, not {operand!r}. Write {{{operator}: true}}."


def _network(operator: str, operand: Any) -> str:
    try:
        ipaddress.ip_network(operand if isinstance(operand, str) else "", strict=False)
    except ValueError:
        example = f"{{{operator}: 10.0.0.0/24}}"
        return f"{operator}: {operand!r} is not a CIDR block. Write it as in {example}."
    return ""


def _numeric(operator: str, operand: Any) -> str:
    if not isinstance(operand, list) or len(operand) not in (_PAIR, _RANGE):
        return _not_a_range(operator, operand)
    signs, numbers = operand[::2], operand[1::2]
    known = [["="], *([sign] for sign in _BELOW + _ABOVE)]
    known += [[low, high] for low in _ABOVE for high in _BELOW]
    if signs not in known or not all(map(_is_number, numbers)):
        return _not_a_range(operator, operand)
    if len(numbers) == _PAIR and numbers[0] >= numbers[1]:
        return f"{operator}: {operand!r} matches no number. Write the lower one first."
    return ""


def _not_a_range(operator: str, operand: Any) -> str:
    example = f"{{{operator}: ['>', 5]}} or {{{operator}: ['>=', 0, '<', 100]}}"
    return f"{operator}: {operand!r} is not a range of numbers. Write it as in {example}."


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) <= _LARGEST


def _anything_but(operator: str, operand: Any) -> str:
    if isinstance(operand, Mapping):
        below = {"prefix", "suffix", "equals-ignore-case", "wildcard"}
        ((key, values),) = operand.items() if len(operand) == 1 else [("", None)]
        texts = values if isinstance(values, list) and values else [values]
        if key in below and all(isinstance(text, str) for text in texts):
            return ""
    else:
        values = operand if isinstance(operand, list) and operand else [operand]
        if all(isinstance(value, str) or _is_number(value) for value in values):
            return ""
    example = f"{{{operator}: [failed, stopped]}} or {{{operator}: {{prefix: test-}}}}"
    return f"{operator}: {operand!r} is not a valid operand. Write it as in {example}."


_OPERATORS: dict[str, Callable[[str, Any], str]] = {
    "anything-but": _anything_but,
    "cidr": _network,
    "equals-ignore-case": _text,
    "exists": _switch,
    "numeric": _numeric,
    "prefix": _text_of_any_case,
    "suffix": _text_of_any_case,
    "wildcard": _wildcard,
}
