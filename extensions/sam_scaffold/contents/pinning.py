"""The exact versions that a layer's packages come to, and what they weigh."""

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
    """Return whether the answers are of a layer whose packages are to be pinned."""
    if answers["kind"] != "layer" or answers["contents"] != "requirements":
        return False
    return bool(answers["pin"] and requirement_lines(answers["packages"]))


def pinned(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is recorded of a layer's packages: what was asked for, and what it comes to.

    Args:
        answers: The layer's answers.

    Raises:
        UnreachableError: Nobody could be asked.
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
    """Return what is recorded where the packages stay as they were asked for."""
    return {**_asked(answers), "pins": [], "size": 0}


def pinning_problem(recorded: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Why what was recorded is not of these answers; copier forgets it then, and asks anew."""
    asked = _asked(answers)
    stale = [key for key in asked if recorded and recorded.get(key) != asked[key]]
    return f"the {stale[0]} were others." if stale else ""


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
        f"{megabytes(found.size)} unzipped, and a function and its layers may have {MOST}; leave "
        f"some out, or ship a container image (the largest: {largest})."
    )
