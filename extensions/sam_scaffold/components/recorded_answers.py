"""Validation of recorded answers before they are used, as a repository is not trusted."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import ScaffoldError
from ..transaction.paths import path_problem
from .function_style import style_of, styled
from .shared_resources import KIND as RESOURCE
from .shared_resources import SORTS

KINDS = ("app", "function", "layer", RESOURCE)
"""The kinds of components that are recorded."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[a-z0-9_]*")

_OWN = (
    frozenset(("kind", "house", "template_file")),
    frozenset(("kind", "provides", "template_file")),
)
"""Sets of answers; only our template records one of these sets."""


def is_ours(answers: Mapping[str, Any]) -> bool:
    """Return whether answers are those of a component."""
    return any(answers.keys() >= keys for keys in _OWN)


def answers_problem(answers: Mapping[str, Any]) -> str:
    """Return an error if the answers of a component are not valid: one line without a period."""
    for key, check in _TEXTS.items():
        value = answers.get(key, "")
        if key == "_commit" and isinstance(value, (int, float)):  # a tag such as 1.0
            continue
        if not isinstance(value, str):
            return f"{key}: {value!r} is not a text"
        if problem := check(value):
            return f"{key}: {problem}".rstrip(".")
    if answers["kind"] == RESOURCE:
        return ""
    if problem := _style_problem(answers):
        return problem
    return _folders_problem(styled(answers), str(answers["template_file"]))


def _folders_problem(style: Any, template_file: str) -> str:
    """Return an error if a folder of the style is outside the repository."""
    base = posixpath.dirname(template_file)
    for name in _FOLDERS:
        folder = str(style.get(name, "")).replace("\\", "/")
        found = posixpath.normpath(posixpath.join(base, folder))
        if found.split("/")[0] == "..":
            return f"house: {name}: {style[name]!r} leads out of the repository"
    return ""


_FOLDERS = ("function_dir", "content_dir")
"""Entries of the style with a folder that is relative to the folder of the SAM template."""


def _kind(value: str) -> str:
    return "" if value in KINDS else f"{value!r} is not one of {', '.join(KINDS)}"


def _name(value: str) -> str:
    return "" if _NAME.fullmatch(value) else f"{value!r} is not a name in snake_case"


def _sort(value: str) -> str:  # a folder of the Copier template
    return "" if not value or value in SORTS else f"{value!r} is not one of {', '.join(SORTS)}"


def _template(value: str) -> str:
    return path_problem(value) if value else "it is missing"


def _trigger(value: str) -> str:  # a folder of the Copier template, and part of a file's name
    return "" if _WORD.fullmatch(value) else f"{value!r} is not a trigger"


def _line(value: str) -> str:
    return "" if value.isprintable() else f"{value!r} is not one line of printable text"


_TEXTS: Mapping[str, Callable[[str], str]] = {
    "kind": _kind,
    "name": _name,
    "template_file": _template,
    "trigger": _trigger,
    "provides": _sort,
    "description": _line,
    "_commit": _line,
    "_src_path": _line,
}


def _style_problem(answers: Mapping[str, Any]) -> str:
    for key in ("house", "frame"):
        if not isinstance(answers.get(key, {}), dict):
            return f"{key}: {answers[key]!r} is not a mapping"
    try:
        style_of(answers)
    except ScaffoldError as error:
        return str(error).rstrip(".")
    return ""
