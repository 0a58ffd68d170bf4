"""Satellites of functions: the resources around a single function, such as its role and alarms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ...model.intrinsics import Data, mentioned
from ...model.names import words
from ...model.resource_types import ALARM, LOG_GROUP, MAPPING, PERMISSION, ROLE, RULE, SCHEDULE
from ...model.template import FUNCTIONS, Resource, Template
from ..locations import FUNCTION_WORDS

OF_TRIGGERS = (MAPPING, RULE, SCHEDULE, PERMISSION)
"""Types that invoke the function, or allow an event source to do so."""

OF_OPERATION = (ALARM, "AWS::Logs::SubscriptionFilter", "AWS::Logs::MetricFilter")
"""Types that watch a function or its logs."""

_TYPES = (ROLE, LOG_GROUP, *OF_OPERATION, *OF_TRIGGERS)

_LOGS = "/aws/lambda/"
"""https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html"""


@lru_cache(maxsize=4)
def satellites(template: Template) -> Mapping[str, list[str]]:
    """Return the logical ids of each function's satellites, in the order of the file.

    A resource is a satellite if it is connected to exactly one function: by a reference in either
    direction, by the function's name, or by another satellite. A role that several functions have
    is a satellite of the one that it is named after.

    Args:
        template: The SAM template.

    Returns:
        Empty lists for functions without satellites.
    """
    functions = template.of_type(*FUNCTIONS)
    resources = [*functions, *template.of_type(*_TYPES)]
    linked = _links(resources)
    owners = {function.logical_id: frozenset((function.logical_id,)) for function in functions}
    for _ in range(2):  # a role of a schedule of a function is two steps away
        owners |= _connected(
            [found for found in resources if found.logical_id not in owners], linked, owners
        )
    found: dict[str, list[str]] = {function.logical_id: [] for function in functions}
    for logical_id in template.resources:
        owner = owners.get(logical_id, frozenset())
        if logical_id not in found and len(owner) == 1:
            found[next(iter(owner))].append(logical_id)
    return found


def _connected(
    candidates: Collection[Resource],
    linked: Mapping[str, set[str]],
    owners: Mapping[str, frozenset[str]],
) -> dict[str, frozenset[str]]:
    """Return the functions that resources are connected to, directly or by known satellites."""
    found = {}
    for resource in candidates:
        near = [owners[name] for name in linked[resource.logical_id] if name in owners]
        if near:
            functions: frozenset[str] = frozenset().union(*near)
            named = _named_after(resource.logical_id, functions) if resource.type == ROLE else []
            found[resource.logical_id] = frozenset(named) if len(named) == 1 else functions
    return found


def _named_after(role: str, functions: Collection[str]) -> list[str]:
    """Return the functions after which a role is named, if several have it."""
    text = f"_{'_'.join(words(role))}_"
    own = {name: [word for word in words(name) if word not in FUNCTION_WORDS] for name in functions}
    return [
        name
        for name, found in own.items()
        if f"_{'_'.join(w for w in found if len(w) > 1)}_" in text
    ]


def _links(resources: Collection[Resource]) -> dict[str, set[str]]:
    """Return the resources that each resource refers to, is named after, or is referred to by."""
    linked: dict[str, set[str]] = {found.logical_id: set() for found in resources}
    named = {
        name: found.logical_id
        for found in resources
        if found.type in FUNCTIONS and (name := text_of(found.properties.get("FunctionName")))
    }
    for resource in resources:
        mentions = () if resource.type == ROLE else mentioned(resource.properties)
        others = {*mentions, *_by_name(resource, named)}
        for other in others & linked.keys() - {resource.logical_id}:
            linked[resource.logical_id].add(other)
            linked[other].add(resource.logical_id)
    return linked


def _by_name(resource: Resource, named: Mapping[str, str]) -> Iterator[str]:
    """Yield the function that a log group or an alarm names by its FunctionName."""
    if resource.type == LOG_GROUP:
        name = text_of(resource.properties.get("LogGroupName"))
        if name.startswith(_LOGS) and name.removeprefix(_LOGS) in named:
            yield named[name.removeprefix(_LOGS)]
    elif resource.type == ALARM:
        for dimension in resource.properties.get("Dimensions") or ():
            value = text_of(dimension.get("Value")) if isinstance(dimension, dict) else ""
            if value in named:
                yield named[value]


def text_of(value: Data) -> str:
    """Return a name as text that can be compared, its variables as in ``Fn::Sub``.

    Args:
        value: A property's value.

    Returns:
        Empty for a missing name, and for functions other than a plain Sub.
    """
    text = value.get("Fn::Sub") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""
