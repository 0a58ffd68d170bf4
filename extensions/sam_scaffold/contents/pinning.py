"""Exact versions of a layer's packages, and their size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..aws.limits import UNZIPPED_BYTES
from ..dependencies.packages.given_packages import requirement_lines
from ..dependencies.resolution.resolution import Resolution, resolve
from ..errors import ScaffoldError
from .size import MOST, megabytes

_SHOWN = 3


def is_pinned(answers: Mapping[str, Any]) -> bool:
    """Return whether the answers are for a layer whose packages are pinned."""
    if answers["kind"] != "layer" or answers["contents"] != "requirements":
        return False
    return bool(answers["pin"] and requirement_lines(answers["packages"]))


def pinned(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a layer's packages: the requirements, their pins and their size.

    Args:
        answers: The layer's answers.

    Raises:
        UnreachableError: The package index cannot be reached.
        ScaffoldError: There are no such packages, or they are too large.
    """
    asked = _asked(answers)
    try:
        found = resolve(asked["packages"], asked["runtime"], asked["architecture"])
    except ScaffoldError as error:
        raise type(error)(f"packages: {error}") from None
    if found.size > UNZIPPED_BYTES:
        raise ScaffoldError(f"packages: {_too_large(found)}")
    return {**asked, "pins": list(found.pins), "size": found.size}


def not_pinned(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of packages that are not pinned."""
    return {**_asked(answers), "pins": [], "size": 0}


def pinning_problem(recorded: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return why a record is not for these answers; copier then discards it and asks again."""
    asked = _asked(answers)
    stale = [key for key in asked if recorded and recorded.get(key) != asked[key]]
    return f"the {stale[0]} have changed." if stale else ""


def _asked(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "packages": requirement_lines(answers["packages"]),
        "runtime": answers["runtime"],
        "architecture": answers["architecture"],
    }


def of_limit(size: int) -> str:
    """Return a size against the limit, in words."""
    return f"{megabytes(size)} unzipped of the {MOST} that a function and its layers may have"


def _too_large(found: Resolution) -> str:
    largest = ", ".join(f"{name} {megabytes(size)}" for name, size in found.largest[:_SHOWN])
    return (
        f"{megabytes(found.size)} unzipped exceed the {MOST} that a function and its layers may "
        f"have. Omit some, or deploy a container image (the largest: {largest})."
    )
