"""Validation of EventBridge event patterns."""

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
"""Fields of every event:
https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
"""

_EXAMPLE = "{source: [my.application]}"


def pattern_problem(pattern: Any) -> str:
    """Return an error if EventBridge would reject an event pattern, or if no event can match it.

    Args:
        pattern: The answer: lists of values or operators by field, also in ``detail`` and its
            mappings: ``{"source": ["my.application"], "detail": {"state": ["new"]}}``.
    """
    if not isinstance(pattern, Mapping) or not pattern:
        return f"{pattern!r} is not a valid event pattern. Write -d pattern='{_EXAMPLE}'."
    for field, wanted in pattern.items():
        if field not in _FIELDS:
            return (
                f"{field!r} is not a field of an event.{nearest(str(field), _FIELDS)} "
                f"The fields are {', '.join(_FIELDS)}."
            )
        if problem := _field_problem(field, wanted):
            return problem
    length = len(json.dumps(pattern, ensure_ascii=False, separators=(",", ":")))
    if length > EVENT_PATTERN_CHARACTERS:
        return (
            f"the pattern has {length} characters as JSON, but EventBridge allows "
            f"{EVENT_PATTERN_CHARACTERS}. Shorten it."
        )
    return ""


def _field_problem(field: str, wanted: Any) -> str:
    if field == "detail":
        return _detail_problem(field, wanted)
    if field == "$or":
        return _alternatives_problem(field, wanted, pattern_problem)
    return _values_problem(field, wanted) or _texts_problem(field, wanted)


def _detail_problem(path: str, wanted: Any) -> str:
    """Return an error if the pattern of the detail, or of a field in it, is not valid."""
    if not isinstance(wanted, Mapping):
        return _values_problem(path, wanted)
    if not wanted:
        return f"{path}: {{}} matches no event. Write {path}: {{state: [new]}}, or remove it."
    for key, below in wanted.items():
        if not isinstance(key, str):
            return f"{path}: {key!r} is not a valid name of a field: it must be text. Quote it."
        where = f"{path}.{key}"
        problem = (
            _alternatives_problem(where, below, lambda pattern: _detail_problem(path, pattern))
            if key == "$or"
            else _detail_problem(where, below)
        )
        if problem:
            return problem
    return ""


def _alternatives_problem(path: str, wanted: Any, problem_of: Callable[[Any], str]) -> str:
    patterns = isinstance(wanted, list) and all(isinstance(item, Mapping) for item in wanted)
    if not wanted or not patterns:
        return f"{path}: {wanted!r} is not a list of patterns. Write a list such as [{_EXAMPLE}]."
    return next(filter(None, map(problem_of, wanted)), "")


def _values_problem(path: str, wanted: Any) -> str:
    if not isinstance(wanted, list) or not wanted:
        return (
            f"{path}: {wanted!r} is not a list of values, which is required even for one value. "
            "Write a list such as [new, {prefix: re}]."
        )
    return next(filter(None, (_value_problem(path, value) for value in wanted)), "")


def _value_problem(path: str, value: Any) -> str:
    if isinstance(value, Mapping):
        problem = comparison_problem(value)
        return f"{path}: {problem}" if problem else ""
    if value is None or isinstance(value, str | int | float):
        return ""
    return f"{path}: {value!r} is not a valid value of JSON. Quote it, so that it is text."


def _texts_problem(field: str, wanted: list[Any]) -> str:
    for value in wanted:
        if not isinstance(value, str | Mapping):
            return f"{field}: {value!r} is not text, but this field of an event is. Quote it."
    return ""
