"""The frame of a function: what a new function takes over from the one that it is like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from ....errors import ScaffoldError
from ...model.intrinsics import Data
from ...model.resource_types import MAPPING
from ..house_style import HouseStyle
from ..style_problem import style_problem

FUNCTION = "function"
ROLE = "role"
LOG_GROUP = "log_group"
"""The resources of `Frame.ids` whose new logical ids are facts of the new function."""

RETENTION = "RetentionInDays"
"""The property of a log group that `Frame.usual` has, too."""

OF_SOURCE = "{source}"
"""The key of an event that is the logical id of its source."""

Entry = dict[str, Data]
"""A resource as data: Type, Properties and other attributes, in their order."""


@dataclass(frozen=True)
class Frame:
    """The parts of an existing function that a new one takes over, as shapes, see `name_patterns`.

    References in shapes still have the ids of the existing function and of its satellites.

    Attributes:
        like: Logical id of the existing function; empty for no frame.
        ids: Its resources by logical id: one of the constants above, or the shape of the new id.
        attributes: Attributes of the function besides Type, in their order; None for Properties.
        properties: Properties of the function in their order; None for a value of the new
            function's own.
        role: Its own role; empty without one.
        log_group: Its log group; empty without one.
        policies: Policies that most functions have.
        watching: Its alarms and filters of logs, by logical id.
        event: The event of a function with the same trigger; empty if no function has one.
        event_key: Shape of the key of that event, or `OF_SOURCE`; empty if it says something of
            that function.
        invoking: Resources that invoke a function with the same trigger, by logical id.
        usual: Values of its properties with a number, as defaults: Timeout and MemorySize.
        style: Fields of `HouseStyle` of which it has its own.
        unsaid: The description that is not written, as the existing function has none.
        origins: The functions with the parts ``log_group`` and ``trigger``, if these are others.
        has_sid: Whether statements here have a Sid.
        has_comment: Whether most functions here have a comment above them.
    """

    like: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    attributes: Entry = field(default_factory=dict)
    properties: Entry = field(default_factory=dict)
    role: Entry = field(default_factory=dict)
    log_group: Entry = field(default_factory=dict)
    policies: list[Data] = field(default_factory=list)
    watching: dict[str, Entry] = field(default_factory=dict)
    event: Entry = field(default_factory=dict)
    event_key: str = ""
    invoking: dict[str, Entry] = field(default_factory=dict)
    usual: dict[str, int] = field(default_factory=dict)
    style: dict[str, Data] = field(default_factory=dict)
    unsaid: str = ""
    origins: dict[str, str] = field(default_factory=dict)
    has_sid: bool = True
    has_comment: bool = False

    @property
    def has_mapping(self) -> bool:
        """Return whether a resource next to the function connects it to its event source."""
        return any(entry["Type"] == MAPPING for entry in self.invoking.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the frame as data of JSON; empty for no frame."""
        standard = asdict(Frame())
        return {key: value for key, value in asdict(self).items() if value != standard[key]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Frame:
        """Return the frame that `to_dict` recorded, in this version or another one.

        Args:
            data: Recorded values by name. Unknown names are ignored.

        Raises:
            ScaffoldError: A value has another type, or is not valid.
        """
        if problem := style_problem(data, asdict(cls())) or _nested_problem(data):
            raise ScaffoldError(f"frame: {problem}.")
        return cls(**{own.name: data[own.name] for own in fields(cls) if own.name in data})


_ID = re.compile(r"[A-Za-z0-9]*(\{\w+\}[A-Za-z0-9]*)?|\w+", re.ASCII)


def _nested_problem(data: Mapping[str, Any]) -> str:
    """Return why values in a recorded frame cannot be used, if they cannot."""
    for name, shape in data.get("ids", {}).items():
        if not isinstance(shape, str) or not _ID.fullmatch(shape):
            return f"ids: {name}: {shape!r} is not a logical id"
    for key in ("watching", "invoking"):
        for name, entry in data.get(key, {}).items():
            if not _is_entry(entry):
                return f"{key}: {name}: {entry!r} is not a resource"
    for key in ("role", "log_group", "event"):
        if data.get(key) and not _is_entry(data[key]):
            return f"{key}: {data[key]!r} is not a resource"
    return ""


def _is_entry(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("Type"), str)
        and isinstance(value.get("Properties", {}), dict)
    )


def usual_retention(frame: Frame) -> int:
    """Return the days that logs are kept in a frame; 0 without a log group."""
    return frame.usual.get(RETENTION, HouseStyle.log_retention) if frame.log_group else 0
