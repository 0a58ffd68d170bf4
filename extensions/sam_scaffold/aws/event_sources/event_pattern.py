"""What EventBridge takes for an event pattern, and what could never match."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ...errors import nearest
from ..limits import EVENT_PATTERN_CHARACTERS
from .pattern_comparisons import comparison_problem

_TEXTS = (
    "source", "detail-type", "account", "region", "resources", "time", "id", "version",
    "replay-name",
)  # fmt: skip
_FIELDS = (*_TEXTS, "detail", "$or")
"""What every event has:
https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
"""

_EXAMPLE = "{source: [my.application]}"


def pattern_problem(pattern: Any) -> str:
    """Why EventBridge would refuse an event pattern, or match no event with it.

    Args:
        pattern: The answer: lists of values or operators by field, in ``detail`` and its
            mappings too: ``{"source": ["my.application"], "detail": {"state": ["new"]}}``.
    """
    if not isinstance(pattern, Mapping) or not pattern:
        return f"{pattern!r} is no event pattern; write -d pattern='{_EXAMPLE}'."
    for field, wanted in pattern.items():
        if field not in _FIELDS:
            return (
                f"{field!r} is no field of an event.{nearest(str(field), _FIELDS)} "
                f"There are {', '.join(_FIELDS)}."
            )
        if problem := _field_problem(field, wanted):
            return problem
    length = len(json.dumps(pattern, ensure_ascii=False, separators=(",", ":")))
    if length > EVENT_PATTERN_CHARACTERS:
        return (
            f"the pattern has {length} characters as JSON, and EventBridge takes "
            f"{EVENT_PATTERN_CHARACTERS}."
        )
    return ""


def _field_problem(field: str, wanted: Any) -> str:
    if field == "detail":
        return _detail_problem(field, wanted)
    if field == "$or":
        return _alternatives_problem(field, wanted, pattern_problem)
    return _values_problem(field, wanted) or _texts_problem(field, wanted)


def _detail_problem(path: str, wanted: Any) -> str:
    """Why what is wanted of the detail, or of a part of it, cannot be."""
    if not isinstance(wanted, Mapping):
        return _values_problem(path, wanted)
    if not wanted:
        return f"{path}: {{}} matches nothing; write {path}: {{state: [new]}}, or leave it out."
    for key, below in wanted.items():
        if not isinstance(key, str):
            return f"{path}: {key!r} is no name of a field; quote it."
        where = f"{path}.{key}"
        problem = (
            _alternatives_problem(where, below, lambda one: _detail_problem(path, one))
            if key == "$or"
            else _detail_problem(where, below)
        )
        if problem:
            return problem
    return ""


def _alternatives_problem(path: str, wanted: Any, problem_of: Callable[[Any], str]) -> str:
    patterns = isinstance(wanted, list) and all(isinstance(one, Mapping) for one in wanted)
    if not wanted or not patterns:
        return f"{path}: {wanted!r} is no list of patterns; write one like [{_EXAMPLE}]."
    return next(filter(None, map(problem_of, wanted)), "")


def _values_problem(path: str, wanted: Any) -> str:
    if not isinstance(wanted, list) or not wanted:
        return (
            f"{path}: {wanted!r} is no list of values; write one like [new, {{prefix: re}}], "
            "also for a single one."
        )
    return next(filter(None, (_value_problem(path, one) for one in wanted)), "")


def _value_problem(path: str, value: Any) -> str:
    if isinstance(value, Mapping):
        problem = comparison_problem(value)
        return f"{path}: {problem}" if problem else ""
    if value is None or isinstance(value, str | int | float):
        return ""
    return f"{path}: {value!r} is no value of JSON; quote it to make it text."


def _texts_problem(field: str, wanted: list[Any]) -> str:
    for value in wanted:
        if not isinstance(value, str | Mapping):
            return f"{field}: {value!r} is no text, as an event has it there; quote it."
    return ""
