"""Checks of a recorded house style, which comes with the repository and is not trusted.

Its values name folders, and are written into Python and YAML without changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ...transaction.paths import is_absolute, leads_out

_NAME = re.compile(r"[A-Za-z0-9{}]*", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_.]*")
_HANDLER = re.compile(r"([\w{}-]+/)*[\w{}-]+(\.[\w{}-]+)*\.[\w{}]+")


def _path(value: str) -> str:
    return "leads out of the repository" if leads_out(value) else ""


def _from_template(value: str) -> str:
    """Check a folder that starts at the SAM template's folder, and may be above it."""
    return "leads out of the repository" if is_absolute(value) else ""


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    return lambda value: "" if pattern.fullmatch(value) else f"is not {what}"


def _among(*values: str) -> Callable[[str], str]:
    return lambda value: "" if value in values else f"is not one of {', '.join(map(repr, values))}"


def _package(value: str) -> str:
    return "" if not value or value.isidentifier() else "is not a name that Python can import"


_logical_id = _matching(_NAME, "a logical id")
_word = _matching(_WORD, "a word")

_CHECKS: Mapping[str, Callable[[str], str]] = {
    "logical_id": _logical_id,
    "layer_id": _logical_id,
    "role_id": _logical_id,
    "log_group_id": _logical_id,
    "shared_layer": _logical_id,
    "alarm_topic": _logical_id,
    "function_dir": _from_template,
    "content_dir": _from_template,
    "shared_source": _path,
    "shared_content": _path,
    "shared_package": _package,
    "handler": _matching(_HANDLER, "a handler"),
    "layout": _among("flat", "colocated"),
    "iam": _among("policies", "role", "existing"),
    "code_uri_prefix": _among("", "./"),
    "code_uri_suffix": _among("", "/"),
    "runtime": _word,
    "architecture": _word,
    "event": _word,
    "alarms": _among("none", "standard", "full"),
    "on_failure": _among("queue", "none"),
}


def style_problem(data: Mapping[str, Any], standard: Mapping[str, Any]) -> str:
    """Return why recorded values cannot be used, in one line; empty if they can.

    Args:
        data: Recorded values by name.
        standard: The standard values, whose types are required; any type if they are None.
    """
    for name, usual in standard.items():
        if name not in data or usual is None:
            continue
        value: Any = data[name]
        kind: type = list if isinstance(usual, (list, tuple)) else type(usual)
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            return f"{name}: {value!r} is not {_TYPES[kind]}"
        if isinstance(value, str) and name in _CHECKS and (problem := _CHECKS[name](value)):
            return f"{name}: {value!r} {problem}"
    return _connected_problem(data.get("connected", ()))


_IN_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def _connected_problem(entries: Any) -> str:
    """Return why what is recorded about connected resources cannot be used, if it cannot."""
    for entry in entries:
        own = {"resource": "", **entry} if isinstance(entry, dict) else {"resource": ""}
        texts = [own[key] for key in ("resource", "variable", "access") if key in own]
        is_valid = all(isinstance(text, str) and _IN_CODE.fullmatch(text) for text in texts)
        statements = entry.get("statements", []) if is_valid else None
        if not isinstance(statements, list) or not all(isinstance(at, dict) for at in statements):
            return f"connected: {entry!r} is not valid"
    return ""


_TYPES = {
    str: "a text", bool: "true or false", int: "a whole number", dict: "a mapping", list: "a list"
}  # fmt: skip
