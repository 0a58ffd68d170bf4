"""Siblings: the functions of a template that a new one may be like, the most similar first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from ....aws.event_sources.table import EVENT_SOURCES, POLLED_TYPES
from ...model.function_resource import FunctionResource
from ...model.function_runtime import may_be_python, runtime_of
from ...model.intrinsics import mentioned, references
from ...model.names import words
from ...model.resource_types import MAPPING, ROLE, RULE, SCHEDULE
from ...model.template import Template
from .satellites import satellites

_SCHEDULED = "schedule"
_BY_PATTERN = "eventbridge"

OF_RULES = (_SCHEDULED, _BY_PATTERN)
"""The triggers that may be an ``AWS::Events::Rule``."""


def siblings(template: Template) -> list[FunctionResource]:
    """Return the Python functions with code in files, in the order of the template.

    Args:
        template: The SAM template.
    """
    return [
        function
        for function in template.functions
        if "InlineCode" not in function.own and may_be_python(runtime_of(template, function.own))
    ]


def by_likeness(
    template: Template, trigger: str, layers: Collection[str] = (), name: str = ""
) -> list[FunctionResource]:
    """Return the siblings of a new function, the most similar first.

    The same trigger counts most, then common layers, then a role that is not another function's,
    then words in common, then nearness in the file: a new function is added at the end.

    Args:
        template: The SAM template.
        trigger: The new function's trigger.
        layers: Logical ids of its layers.
        name: Its name in snake_case.
    """
    found, own = list(reversed(siblings(template))), satellites(template)
    owners = {satellite: owner for owner, names in own.items() for satellite in names}
    usual = Counter(word for function in found for word in set(words(function.logical_id)))
    known = {word for word in name.split("_") if usual[word] < len(found)}

    def distance(function: FunctionResource) -> tuple[bool, int, bool, int]:
        common = set(references(function.own.get("Layers"))).intersection(layers)
        roles = {
            owners.get(named, function.logical_id)
            for named in mentioned(function.own.get("Role"))
            if template.resources.get(named) == ROLE
        }
        return (
            not has_trigger(template, function, trigger),
            -len(common),
            not roles <= {function.logical_id},
            -len(known.intersection(words(function.logical_id))),
        )

    found.sort(key=distance)
    return found


def has_trigger(template: Template, function: FunctionResource, trigger: str) -> bool:
    """Return whether a function has a trigger; ``"none"`` stands for no trigger at all.

    Args:
        template: The SAM template.
        function: A function of it.
        trigger: The name of an event source.
    """
    found = _triggers(template, function)
    return not found if trigger == "none" else trigger in found


def _triggers(template: Template, function: FunctionResource) -> set[str]:
    """Return the names of the event sources of a function, in any notation."""
    types = {event.type for event in function.events}
    found = {name for name, source in EVENT_SOURCES.items() if types & set(source.events)}
    if "FunctionUrlConfig" in function.properties:
        found.add("function_url")
    for name in satellites(template)[function.logical_id]:
        found |= triggers_of(template, name)
    return found


def triggers_of(template: Template, name: str) -> set[str]:
    """Return the event sources that a satellite stands for; none for roles, permissions and others.

    Args:
        template: The SAM template.
        name: The satellite's logical id.
    """
    kind = template.resources[name]
    if kind == SCHEDULE:
        return {_SCHEDULED}
    if kind == RULE:
        pattern = template.property_of(name, "EventPattern")
        return {_SCHEDULED if pattern is None else _BY_PATTERN}
    if kind == MAPPING:
        source = mentioned(template.property_of(name, "EventSourceArn"))
        return _polled([template.resources.get(own, "") for own in source])
    return set()


def _polled(types: Sequence[str]) -> set[str]:
    events = {
        event for kind in types if kind in POLLED_TYPES for event in POLLED_TYPES[kind].events
    }
    return {name for name, source in EVENT_SOURCES.items() if events & set(source.events)}
