"""What a trigger says of itself: ``trigger.yaml`` in its folder of the template."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..sam.model.intrinsics import Data, as_boolean
from ..sam.model.template import Resource

FOLDER = "template/triggers"
FACTS_FILE = "trigger.yaml"

NEW = "new"
"""The answer that makes a source with the function."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Trigger:
    """What wakes a function.

    Attributes:
        sources: What it may listen to besides resources that are there, answers by
            label: ``{"A new queue": "new"}``.
        source_types: Types of resources that it may listen to.
        source_noun: What such a resource is called: ``"queue"``.
        source_has: Properties that such a resource must have, with their values; None
            stands for any value, False for a property that is missing, too, a list for
            one of several values, and a mapping for properties below.
        source_outlasts: Properties of such a resource, in seconds, that may not be less
            than the function's timeout, with their defaults.
        new_source: What the logical id of a new source ends in.
        event: The key of its event in a function's Events, empty where it has none.
        polled: Whether Lambda reads the source with the function's own role.
        reads_source: Whether the function reads it itself, beside what wakes it.
        circular_source: Whether the source says whom it wakes, so that the function cannot
            need the source in turn.
        keeps_failures: Whether the function's role sends what failed to its dead-letter
            queue.
        repeats: Whether the same event may come again after it was worked off.
        switched_off: Properties of the function that switch the trigger off where the
            event source itself has no switch.
        asks: Questions of another trigger's folder that it asks, too.
        powertools_extras: Extras of Powertools that its handler on them needs.
    """

    sources: dict[str, str] = field(default_factory=dict)
    source_types: tuple[str, ...] = ()
    source_noun: str = ""
    source_has: dict[str, Data] = field(default_factory=dict)
    source_outlasts: dict[str, int] = field(default_factory=dict)
    new_source: str = ""
    event: str = ""
    polled: bool = False
    reads_source: bool = False
    circular_source: bool = False
    keeps_failures: bool = False
    repeats: bool = False
    switched_off: dict[str, Data] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    powertools_extras: tuple[str, ...] = ()

    @classmethod
    def load(cls, template: Path, name: str) -> Trigger:
        """Read a trigger's facts.

        Args:
            template: The checkout of the template.
            name: The trigger, which is its folder's name.
        """
        text = (template / FOLDER / name / FACTS_FILE).read_bytes()
        data: dict[str, Any] = yaml.load(text, Loader=_LOADER) or {}  # noqa: S506 - a safe one
        lists = {
            key: tuple(data.get(key, ())) for key in ("source_types", "asks", "powertools_extras")
        }
        return cls(**{**data, **lists})

    def takes(self, resource: Resource) -> bool:
        """Whether it can listen to a resource."""
        return resource.type in self.source_types and _has(resource.properties, self.source_has)


def _has(properties: dict[str, Data], wanted: dict[str, Data]) -> bool:
    return all(
        key in properties if value is None else _fits(properties.get(key, False), value)
        for key, value in wanted.items()
    )


def _fits(stated: Data, wanted: Data) -> bool:
    if isinstance(wanted, dict):
        return isinstance(stated, dict) and _has(stated, wanted)
    if isinstance(wanted, list):
        return stated in wanted
    return bool((as_boolean(stated) if isinstance(wanted, bool) else stated) == wanted)
