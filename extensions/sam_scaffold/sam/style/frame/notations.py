"""Notations of event sources: the properties in which each of them has the same facts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ....aws.event_sources.table import EVENT_SOURCES
from ...model.intrinsics import Data, mapping_of
from ...model.resource_types import MAPPING, RULE, SCHEDULE

_QUEUE = {"Queue": "source"}
_STREAM = {"Stream": "source"}
_REQUEST = {"Path": "path", "Method": "method"}
_RULE = {"Pattern": "pattern", "EventBusName": "bus"}

NOTATIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "SQS": _QUEUE,
        "Kinesis": _STREAM,
        "DynamoDB": _STREAM,
        "SNS": {"Topic": "source", "FilterPolicy": "filter"},
        "S3": {"Bucket": "source", "Events": "events", "Filter": "filter"},
        "Api": {"RestApiId": "source", **_REQUEST},
        "HttpApi": {"ApiId": "source", **_REQUEST},
        "Schedule": {"Schedule": "schedule"},
        "ScheduleV2": {"ScheduleExpression": "schedule", "ScheduleExpressionTimezone": "time_zone"},
        "EventBridgeRule": _RULE,
        "CloudWatchEvent": _RULE,
        MAPPING: {"EventSourceArn": "source"},
        RULE: {"EventPattern": "pattern", "EventBusName": "bus", "ScheduleExpression": "schedule"},
        SCHEDULE: {"ScheduleExpression": "schedule", "ScheduleExpressionTimezone": "time_zone"},
    }
)
"""The property of each fact, by the type of an event of SAM or of a resource."""

_CONTENT = frozenset(("Input", "InputPath", "InputTransformer", "InputTemplate", "FilterCriteria"))
"""Properties that say something of the job of one function."""

OF_FAILURES = frozenset(("DeadLetterConfig", "DestinationConfig"))
"""Properties that name a queue for events that could not be processed."""

_OF_RULES = ("RetryPolicy", "DeadLetterConfig")
"""Properties that every event by a rule, and every schedule, may have."""

_SWITCHES = {"Enabled": (True, False), "State": ("ENABLED", "DISABLED")}
"""Properties that disable an event, with both values."""

_PREFERENCES = frozenset(
    (
        "BatchSize", "BisectBatchOnFunctionError", "Enabled", "FlexibleTimeWindow", "Input",
        "OmitName", "PayloadFormatVersion", "State",
    )
)  # fmt: skip
"""Properties of a new event that are left out if the event that it is like has none of them."""

_OF_STREAMS = frozenset(("MaximumBatchingWindowInSeconds",))


def is_noted(kind: str, trigger: str) -> bool:
    """Return whether a type of event is one for a trigger, with a notation.

    Args:
        kind: A type of event, such as ``"SQS"``.
        trigger: The name of an event source.
    """
    return kind in NOTATIONS and kind in EVENT_SOURCES[trigger].events


def facts_of(kind: str, properties: Mapping[str, Data]) -> dict[str, Data]:
    """Return the facts in the properties of an event, by their names here.

    Args:
        kind: The type of the event.
        properties: Its properties.
    """
    found = {fact: properties[key] for key, fact in NOTATIONS[kind].items() if key in properties}
    for key, (_, off) in _SWITCHES.items():
        if properties.get(key) == off:
            found["disabled"] = True
    return found


def in_notation(
    kind: str, shape: Mapping[str, Data], facts: Mapping[str, Data], title: str
) -> dict[str, Data]:
    """Return the properties of an event, or a resource, with the facts of another one.

    Args:
        kind: Its type.
        shape: Its properties, as another function has them.
        facts: The facts of the new event.
        title: The new function's title, for descriptions.
    """
    names = NOTATIONS.get(kind, {})
    found: dict[str, Data] = {}
    for key, value in shape.items():
        fact = names.get(key)
        if key in _CONTENT or (fact is not None and fact not in facts):
            continue
        if key == "Method":
            given = str(facts["method"])
            found[key] = given.upper() if str(value).isupper() else given.lower()
        elif fact is not None:
            is_default = _is_default(fact, facts[fact]) and isinstance(value, dict)
            found[key] = value if is_default else facts[fact]
        elif key in _SWITCHES:
            found[key] = _SWITCHES[key][1] if "disabled" in facts else value
        elif key == "Description":
            found[key] = title
        else:
            found[key] = value
    for key, fact in names.items():
        if fact in facts and key not in found and not _is_default(fact, facts[fact]):
            found[key] = facts[fact]
    if "disabled" in facts and not _SWITCHES.keys() & found.keys():
        key = "State" if kind in (RULE, SCHEDULE, "ScheduleV2", "EventBridgeRule") else "Enabled"
        found[key] = _SWITCHES[key][1]
    return found


def _is_default(fact: str, value: Data) -> bool:
    return (fact, value) in (("time_zone", "UTC"), ("bus", "default"))


def kept(kind: str, properties: Mapping[str, Data], written: str) -> dict[str, Data]:
    """Return the properties of a new event that stay though the existing event has none of them.

    They are needed, were asked for, or come with a later version of the template.

    Args:
        kind: Its type.
        properties: Its properties.
        written: The type of the event, or of the resource, that is written instead.
    """
    if written not in (kind, MAPPING):
        return {key: value for key, value in properties.items() if key in _OF_RULES}
    left_out = {*_PREFERENCES, *NOTATIONS[kind], *(_OF_STREAMS if "Stream" in properties else ())}
    return {key: value for key, value in properties.items() if key not in left_out}


_BY_DEFAULT: Mapping[str, Data] = {
    "BatchSize": 10, "PayloadFormatVersion": "2.0", "State": "ENABLED", "Enabled": True,
    "FlexibleTimeWindow": {"Mode": "OFF"}, "ScheduleExpressionTimezone": "UTC",
}  # fmt: skip
"""Properties of events with the values that they have by default, for queues in case of batches."""


def bare(kind: str, properties: Mapping[str, Data]) -> dict[str, Data]:
    """Return an event as people write it who have none of its kind yet: without defaults.

    Args:
        kind: Its type.
        properties: Its properties.

    Returns:
        The event with its type: a rule for a schedule, unless it has a time zone.
    """
    found = {
        key: value
        for key, value in properties.items()
        if value != _BY_DEFAULT.get(key) and key != "Input"
    }
    if kind != "ScheduleV2" or "ScheduleExpressionTimezone" in found:
        return {"Type": kind, "Properties": found}
    facts = facts_of(kind, properties)
    others = {key: value for key, value in found.items() if key in _OF_RULES}
    return {"Type": "Schedule", "Properties": {**in_notation("Schedule", {}, facts, ""), **others}}


def without_content(value: Data) -> Data:
    """Return the targets of a rule or schedule without what is the job of one function."""
    if isinstance(value, list):
        return [without_content(item) for item in value]
    found = mapping_of(value)
    return {key: below for key, below in found.items() if key not in _CONTENT} if found else value
