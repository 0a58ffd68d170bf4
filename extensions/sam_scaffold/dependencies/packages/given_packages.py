"""Packages of a layer, or those that a function imports, as entered by the user."""

from __future__ import annotations

import re
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from .runtime_modules import RUNTIME_DISTRIBUTIONS


def requirement_lines(packages: Any) -> list[str]:
    """Split packages: a list, or text separated by lines, spaces or commas."""
    if isinstance(packages, str):
        lines = [line.strip() for line in packages.splitlines() if line.strip()]
        return [
            part
            for line in lines
            for words in ([line] if _is_one(line) else re.split(r",?\s+", line))
            for part in _parts(words)
        ]
    return [str(package) for package in packages or []]


def _parts(word: str) -> list[str]:
    """Split packages at commas, except those between bounds: ``httpx>=1,<2``."""
    parts = word.split(",")
    return parts if not _is_one(word) and all(map(_is_one, parts)) else [word]


def _is_one(line: str) -> bool:
    try:
        Requirement(line)
    except InvalidRequirement:
        return False
    return True


def packages_problem(packages: Any) -> str:
    """Return why a layer cannot provide these packages; empty if it can."""
    for line in requirement_lines(packages):
        if problem := _line_problem(line):
            return problem
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        if name in RUNTIME_DISTRIBUTIONS and not (requirement.extras or is_locked(requirement)):
            return (
                f"{name} comes with every Lambda runtime; omit it, or lock the version that "
                f"is wanted: {name}==VERSION."
            )
    return ""


def is_locked(requirement: Requirement) -> bool:
    """Return whether a requirement pins a version.

    For packages of the runtime, that is a reason for a layer:
    https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
    """
    return any(part.operator in ("==", "===") for part in requirement.specifier)


def imports_problem(packages: Any) -> str:
    """Return why a function cannot import these packages or modules; empty if it can."""
    return next(filter(None, map(_line_problem, requirement_lines(packages))), "")


def _line_problem(line: str) -> str:
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return f"{line!r} is not a requirement; write it as in requirements.txt: httpx==0.28.1."
    if (requirement.url or "").startswith("file:"):
        return f"{line!r} is a path of this machine; name a package or a web address."
    return ""
