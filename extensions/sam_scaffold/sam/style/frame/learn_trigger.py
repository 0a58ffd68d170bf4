"""Learning of the notation of a trigger: an event of the function, or resources next to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from ...model.function_resource import Event, FunctionResource
from ...model.intrinsics import mapping_of, mentioned
from ...model.resource_types import PERMISSION, ROLE, RULE
from ..name_patterns import literal
from .compared import IN_IDS, ComparedFunctions
from .frame import FUNCTION, OF_SOURCE, Entry
from .notations import OF_FAILURES, facts_of, is_noted
from .satellites import OF_TRIGGERS
from .siblings import OF_RULES, by_likeness, has_trigger, triggers_of

_OF_RULES = "events.amazonaws.com"
"""The principal by which a rule invokes a function, if the permission names no rule."""


@dataclass(frozen=True)
class TriggerNotation:
    """The notation of a trigger.

    Attributes:
        of: Logical id of the function that has it, empty if none has.
        event: The shape of its event, empty if resources next to the function invoke it.
        key: The shape of the event's key, see `Frame.event_key`.
        entries: The shapes of the resources that invoke it, by logical id.
        ids: Their ids, see `Frame.ids`.
    """

    of: str = ""
    event: Entry = field(default_factory=dict)
    key: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


def learn_trigger(compared: ComparedFunctions, like: str, trigger: str) -> TriggerNotation:
    """Return the notation that a function has for a trigger, or else the nearest that has one.

    Args:
        compared: The functions of the template.
        like: The function that the new one is like.
        trigger: The new function's trigger.
    """
    if trigger == "none":
        return TriggerNotation()
    template = compared.template
    near = {function.logical_id: function for function in by_likeness(template, trigger)}
    ordered = [near.pop(like), *near.values()]
    found = next((own for own in ordered if has_trigger(template, own, trigger)), None)
    if found is None and trigger in OF_RULES:
        found = next((own for own in ordered if compared.satellites(own.logical_id, RULE)), None)
    if found is None:
        return TriggerNotation()
    event = next((own for own in found.events if is_noted(own.type, trigger)), None)
    if event is not None:
        return _inside(compared, found, event)
    return _beside(compared, found.logical_id, trigger)


def _inside(
    compared: ComparedFunctions, function: FunctionResource, event: Event
) -> TriggerNotation:
    """Return the notation as an event of the function."""
    own = function.logical_id
    entry = mapping_of(mapping_of(function.properties.get("Events")).get(event.name))
    key = _key(compared, own, event)
    shape = mapping_of(compared.shape(own, entry))
    properties = {
        name: value
        for name, value in mapping_of(shape.get("Properties")).items()
        if name not in OF_FAILURES or not compared.is_own_target(own, event.properties[name])
    }
    return TriggerNotation(own, {**shape, "Properties": properties}, key)


def _key(compared: ComparedFunctions, function: str, event: Event) -> str:
    """Return the shape of an event's key, empty if it says something of that function."""
    if event.name in mentioned(facts_of(event.type, event.properties).get("source")):
        return OF_SOURCE
    names = compared.names[function]
    if names.is_in(event.name):
        return str(names.shape_of_name(event.name, IN_IDS))
    events = [other for own in compared.functions for other in own.events]
    same = [other.name for other in events if other.type == event.type]
    return str(literal(event.name)) if same.count(event.name) > 1 else ""


def _beside(compared: ComparedFunctions, function: str, trigger: str) -> TriggerNotation:
    """Return the notation as resources next to the function.

    These are one of the trigger, its role, and the permission to invoke the function.
    """
    own = compared.satellites(function, *OF_TRIGGERS, ROLE)
    first = _of_trigger(compared, own, trigger)
    names = [name for name in own if first and _belongs(compared, name, first, own)]
    return TriggerNotation(
        function,
        entries={name: compared.entry(function, name) for name in names},
        ids={function: FUNCTION, **{name: compared.id_shape(function, name) for name in names}},
    )


def _of_trigger(compared: ComparedFunctions, own: Sequence[str], trigger: str) -> str:
    """Return the satellite that is of a trigger; a rule may stand for one of the other kind."""
    triggers = {name: triggers_of(compared.template, name) for name in own}
    exact = (name for name in own if trigger in triggers[name])
    rules = (
        name for name in own if trigger in OF_RULES and not triggers[name].isdisjoint(OF_RULES)
    )
    return next(chain(exact, rules), "")


def _belongs(compared: ComparedFunctions, name: str, first: str, own: Sequence[str]) -> bool:
    """Return whether a satellite is that of a trigger, its role, or its permission."""
    template = compared.template
    links = {key: set(mentioned(template.entry_of(key))).intersection(own) for key in (name, first)}
    if name == first or name in links[first] or first in links[name]:
        return True
    is_rule = template.resources[first] == RULE and template.resources[name] == PERMISSION
    return is_rule and not links[name] and template.property_of(name, "Principal") == _OF_RULES
