"""Properties that a function states itself, as Globals do not set them to its answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..aws.limits import EPHEMERAL_STORAGE, TIMEOUT
from ..sam.model.intrinsics import Data
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .function_paths import Answers

STANDARD = {
    "Timeout": 30,
    "MemorySize": 256,
    "ReservedConcurrentExecutions": -1,
    "EphemeralStorage": EPHEMERAL_STORAGE.default,
}
"""Seconds and megabytes that are the default where Globals have none."""

_LAMBDA_DEFAULTS: dict[str, Data] = {
    "Architectures": ["x86_64"],
    "EphemeralStorage": {"Size": EPHEMERAL_STORAGE.default},
    "Tracing": "PassThrough",
}
"""Defaults of Lambda where neither the function nor Globals have the property."""

_REFERRED = frozenset(("Handler", "Runtime", "Architectures", "Timeout", "MemorySize", "Tracing"))
"""Properties that are a mapping in Globals only if that is a reference."""

_PROPERTIES = {
    "runtime": "Runtime",
    "architecture": "Architectures",
    "timeout": "Timeout",
    "memory_size": "MemorySize",
    "ephemeral_storage": "EphemeralStorage",
    "tracing": "Tracing",
}
"""Properties that Globals may set, by the question that sets them."""

_NO_LIMIT = ("ReservedConcurrentExecutions", -1)


def with_given_answers(
    style: Mapping[str, Any], answered: Collection[str], inherited: Collection[str]
) -> dict[str, Any]:
    """Return a recorded style in which a function states the answers that the user gave.

    An answer that was typed takes effect even if Globals have a reference, or change later.

    Args:
        style: The style of the repository, as recorded.
        answered: The questions that the user answered.
        inherited: The properties that Globals set at present.
    """
    explicit = list(style.get("explicit") or ())
    in_globals = {*inherited, *(style.get("globals") or ())}
    own = [key for question, key in _PROPERTIES.items() if question in answered]
    added = [key for key in own if key in in_globals and key not in explicit]
    return {**style, "explicit": [*explicit, *added]}


def stated(answers: Answers, style: HouseStyle, handler: str) -> dict[str, Data]:
    """Return the properties that Globals do not set to the answered value.

    Args:
        answers: All answers.
        style: The style of the repository.
        handler: The function's handler.

    Returns:
        The values by property, in the order in which a function states them.
    """
    wanted: dict[str, Data] = {
        "Handler": handler,
        "Runtime": answers["runtime"],
        "Architectures": [answers["architecture"]],
        "Timeout": answers["timeout"],
        "MemorySize": answers["memory_size"],
        "EphemeralStorage": {"Size": answers["ephemeral_storage"]},
        "ReservedConcurrentExecutions": answers["reserved_concurrency"],
        "Tracing": "Active" if answers["tracing"] else "PassThrough",
    }
    found = {key: value for key, value in wanted.items() if _differs(style, key, value)}
    if answers["iam"] == "policies":
        found |= _of_the_role(answers, style)
    if style.vpc is not None and answers.get("vpc"):
        found["VpcConfig"] = style.vpc
    return found


def _of_the_role(answers: Answers, style: HouseStyle) -> dict[str, Data]:
    """Return the properties for the role that SAM adds, unless Globals set them."""
    wanted = {"PermissionsBoundary": style.boundary, "RolePath": style.own.get("RolePath")}
    return {
        key: fill(value, answers["name"])
        for key, value in wanted.items()
        if value is not None and key not in style.globals
    }


def _differs(style: HouseStyle, key: str, value: Data) -> bool:
    if (key, value) == _NO_LIMIT:
        return False
    if key in style.explicit:
        return True
    if key not in style.globals:
        return key not in _LAMBDA_DEFAULTS or bool(value != _LAMBDA_DEFAULTS[key])
    given = style.globals[key]
    size = given.get("Size") if key == "EphemeralStorage" and isinstance(given, dict) else None
    if (key in _REFERRED and has_reference(given)) or has_reference(size):
        # A parameter determines the value; the default answer leaves it at that.
        return bool(value != _default_answer(style, key, value))
    return bool(given != value)


def _default_answer(style: HouseStyle, key: str, value: Data) -> Data:
    """Return the default answer for a property that is a reference in Globals."""
    defaults: dict[str, Data] = {
        **_LAMBDA_DEFAULTS,
        **STANDARD,
        "EphemeralStorage": {"Size": STANDARD["EphemeralStorage"]},
        "Runtime": style.runtime,
        "Architectures": [style.architecture],
        "Tracing": "Active" if style.tracing else "PassThrough",
    }
    return defaults.get(key, value)


def has_reference(value: Any) -> bool:
    """Return whether a value is, or contains, an intrinsic function."""
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


def is_timeout_known(style: HouseStyle, properties: Mapping[str, Data]) -> bool:
    """Return whether the answer is the timeout; otherwise it is a reference in Globals."""
    return "Timeout" in properties or not has_reference(style.globals.get("Timeout"))


def known_timeout(answers: Answers, style: HouseStyle, properties: dict[str, Data]) -> int:
    """Return the seconds after which Lambda stops the function at the latest.

    If the timeout is a reference in Globals, that is the maximum timeout of Lambda.
    """
    return int(answers["timeout"]) if is_timeout_known(style, properties) else TIMEOUT.high
