"""Properties that a function states itself, and those that it leaves to Globals."""

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
    "EphemeralStorage": EPHEMERAL_STORAGE.default,
}
"""Seconds and megabytes where Globals says nothing."""

_LAMBDA_DEFAULTS: dict[str, Data] = {
    "Architectures": ["x86_64"],
    "EphemeralStorage": {"Size": EPHEMERAL_STORAGE.default},
    "Tracing": "PassThrough",
}
"""What Lambda does where neither the function nor Globals says anything."""

_REFERRED = frozenset(("Handler", "Runtime", "Architectures", "Timeout", "MemorySize", "Tracing"))
"""What Globals may hold a reference for, and a mapping in no other way."""

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


def with_own_words(
    house: Mapping[str, Any], answered: Collection[str], inherited: Collection[str]
) -> dict[str, Any]:
    """Return a recorded house style in which a function states what somebody answered.

    Globals may hold a reference, or change: what was typed counts all the same.

    Args:
        house: The house style, as recorded.
        answered: The questions that somebody answered.
        inherited: The properties that Globals set by now.
    """
    said = list(house.get("explicit") or ())
    there = {*inherited, *(house.get("globals") or ())}
    own = [key for one, key in _PROPERTIES.items() if one in answered and key in there]
    return {**house, "explicit": [*said, *(key for key in own if key not in said)]}


def stated(answers: Answers, house: HouseStyle, handler: str) -> dict[str, Data]:
    """Properties that Globals does not already set to the answered value.

    Args:
        answers: All answers.
        house: The house style.
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
    found = {key: value for key, value in wanted.items() if _differs(house, key, value)}
    if answers["iam"] == "policies":
        found |= _of_the_role(answers, house)
    if house.vpc is not None and answers.get("vpc"):
        found["VpcConfig"] = house.vpc
    return found


def _of_the_role(answers: Answers, house: HouseStyle) -> dict[str, Data]:
    """What a function says of the role that SAM makes for it, if Globals do not."""
    wanted = {"PermissionsBoundary": house.boundary, "RolePath": house.own.get("RolePath")}
    return {
        key: fill(value, answers["name"])
        for key, value in wanted.items()
        if value is not None and key not in house.globals
    }


def _differs(house: HouseStyle, key: str, value: Data) -> bool:
    if (key, value) == _NO_LIMIT:
        return False
    if key in house.explicit:
        return True
    if key not in house.globals:
        return key not in _LAMBDA_DEFAULTS or bool(value != _LAMBDA_DEFAULTS[key])
    given = house.globals[key]
    size = given.get("Size") if key == "EphemeralStorage" and isinstance(given, dict) else None
    if (key in _REFERRED and has_reference(given)) or has_reference(size):
        # A parameter decides: the default answer means "as it says".
        return bool(value != _as_globals_say(house, key, value))
    return bool(given != value)


def _as_globals_say(house: HouseStyle, key: str, value: Data) -> Data:
    """The default answer where Globals hold a reference."""
    defaults: dict[str, Data] = {
        **_LAMBDA_DEFAULTS,
        **STANDARD,
        "EphemeralStorage": {"Size": STANDARD["EphemeralStorage"]},
        "Runtime": house.runtime,
        "Architectures": [house.architecture],
        "Tracing": "Active" if house.tracing else "PassThrough",
    }
    return defaults.get(key, value)


def has_reference(value: Any) -> bool:
    """Whether a value holds a reference to something else."""
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


def is_timeout_known(house: HouseStyle, properties: Mapping[str, Data]) -> bool:
    """Whether the answer is the timeout; else a parameter that Globals refer to is."""
    return "Timeout" in properties or not has_reference(house.globals.get("Timeout"))


def known_timeout(answers: Answers, house: HouseStyle, properties: dict[str, Data]) -> int:
    """Seconds after which the function ends for sure.

    The longest that Lambda has, where the timeout is a parameter's.
    """
    return int(answers["timeout"]) if is_timeout_known(house, properties) else TIMEOUT.high
