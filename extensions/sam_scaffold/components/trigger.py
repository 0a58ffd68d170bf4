"""Triggers of functions: ``trigger.yaml`` in a folder of the template, and its event source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..aws.event_sources.definition import EventSource
from ..aws.event_sources.requested import NONE
from ..aws.event_sources.table import EVENT_SOURCES
from ..errors import ScaffoldError, nearest
from ..sam.model.intrinsics import Data

FOLDER = "template/triggers"
FACTS_FILE = "trigger.yaml"

NEW = "new"
"""The answer that adds an event source with the function."""

ELSEWHERE = "elsewhere"
"""The answer for an event source that is not in the template."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TriggerFileError(ScaffoldError):
    """Raised when a ``trigger.yaml`` is not valid."""


@dataclass(frozen=True)
class Trigger:
    """Trigger of a function: the contents of its ``trigger.yaml``, and its event source.

    Attributes:
        label: Its label among the choices.
        position: Its position among the choices, counted from 1.
        sources: Choices of the event source in addition to the resources in the template:
            answers by label, such as ``{"A new queue": "new"}``.
        new_source: The ending of a new source's logical id.
        event: The key in the function's Events, empty if it has no event.
        reads_source: Whether the function itself reads from the source.
        keeps_failures: Whether the function's role sends failed events to its dead-letter queue,
            if it has one.
        switched_off: Properties of the function that disable the trigger, for an event that
            has no property Enabled or State.
        asks: Questions that it asks, and that are defined in the folders of other triggers.
        powertools_extras: Extras of Powertools that its handler needs.
        event_source: The event source of the same name.
    """

    label: str = ""
    position: int = 0
    sources: dict[str, str] = field(default_factory=dict)
    new_source: str = ""
    event: str = ""
    reads_source: bool = False
    keeps_failures: bool = False
    switched_off: dict[str, Data] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    powertools_extras: tuple[str, ...] = ()
    event_source: EventSource = NONE

    @classmethod
    def load(cls, template: Path, name: str) -> Trigger:
        """Read a trigger.

        Args:
            template: The checkout of the template.
            name: The trigger, which is its folder's name.

        Raises:
            TriggerFileError: Its file is not valid.
        """
        file = Path(FOLDER, name, FACTS_FILE)
        try:
            data = yaml.load((template / file).read_bytes(), Loader=_LOADER)  # noqa: S506 - a safe one
        except yaml.YAMLError as error:
            problem = " ".join(str(error).split())
            raise TriggerFileError(f"{file.as_posix()} is not valid YAML: {problem}") from None
        if problem := _problem({} if data is None else data, name):
            raise TriggerFileError(f"{file.as_posix()}: {problem}")
        lists = {key: tuple(data.get(key, ())) for key in ("asks", "powertools_extras")}
        return cls(**{**data, **lists}, event_source=EVENT_SOURCES[name])


def trigger_names(template: Path) -> list[str]:
    """Return the triggers of any version of the template.

    Args:
        template: The checkout of the template.
    """
    return sorted(file.parent.name for file in (template / FOLDER).glob(f"*/{FACTS_FILE}"))


def borrowed_questions(template: Path, name: str) -> tuple[str, ...]:
    """Return the questions of a trigger that are defined in the folders of other triggers.

    Args:
        template: The checkout of any version of the template; its files may have other keys.
        name: The trigger.
    """
    text = (template / FOLDER / name / FACTS_FILE).read_bytes()
    return tuple((yaml.load(text, Loader=_LOADER) or {}).get("asks", ()))  # noqa: S506 - a safe one


@cache
def trigger_choices(template: Path) -> Mapping[str, str]:
    """Return the triggers by label, in the order of their positions.

    Args:
        template: The checkout of the template.
    """
    found = {name: Trigger.load(template, name) for name in trigger_names(template)}
    return {found[name].label: name for name in sorted(found, key=lambda key: found[key].position)}


@dataclass(frozen=True)
class _Rule:
    """Rule for the value of a key.

    Attributes:
        text: The rule in words.
        is_kept: Returns whether a value follows it.
    """

    text: str
    is_kept: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value))


def _is_labelled(value: Any) -> bool:
    return _is_mapping(value) and all(map(_is_text, value.values()))


_TEXT = _Rule("a text", _is_text)
_NUMBER = _Rule("a whole number", _is_number)
_SWITCH = _Rule("true or false", _is_switch)
_LIST = _Rule("a list of texts", _is_list)

_RULES = {
    "label": _TEXT,
    "position": _NUMBER,
    "sources": _Rule("a mapping from labels to answers", _is_labelled),
    "new_source": _TEXT,
    "event": _TEXT,
    "reads_source": _SWITCH,
    "keeps_failures": _SWITCH,
    "switched_off": _Rule("a mapping of properties", _is_mapping),
    "asks": _LIST,
    "powertools_extras": _LIST,
}
"""The keys of a ``trigger.yaml``."""

_REQUIRED = ("label", "position")


def _problem(data: Any, name: str) -> str:
    """Return why the contents of a trigger's file are not valid; empty if they are."""
    if not isinstance(data, dict):
        return f"{data!r} is not a valid trigger: a mapping with {' and '.join(_REQUIRED)}."
    for key, value in data.items():
        if key not in _RULES:
            return (
                f"{key!r} ({value!r}) is not a valid key: one of {', '.join(_RULES)}."
                f"{nearest(str(key), _RULES)}"
            )
        if not _RULES[key].is_kept(value):
            return f"{value!r} is not a valid {key}: {_RULES[key].text}."
    if missing := [key for key in _REQUIRED if key not in data]:
        return f"{missing[0]} is missing: {_RULES[missing[0]].text}."
    if name not in EVENT_SOURCES:
        return (
            f"{name!r} is not a valid folder: the name of an entry in aws/event_sources."
            f"{nearest(name, EVENT_SOURCES) or ' Add one there.'}"
        )
    return ""
