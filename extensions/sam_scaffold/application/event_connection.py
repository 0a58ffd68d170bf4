"""Event sources that Lambda polls for the functions of a template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..aws.event_sources.definition import EventSource
from ..aws.event_sources.polled import DYNAMODB_STREAM
from ..aws.event_sources.table import POLLED_EVENTS, POLLED_SERVICES
from ..sam.iam.arns import Arns
from ..sam.iam.permissions import arn_of
from ..sam.model.function_resource import Event
from ..sam.model.intrinsics import Data
from ..sam.model.resource_types import MAPPING
from ..sam.model.template import Template
from .function import Function


@dataclass(frozen=True)
class EventConnection:
    """Event source that Lambda polls for a function.

    Attributes:
        function: The function.
        kind: The kind of event source; all queues are standard queues here.
        arn: The ARN of the event source, as data.
        resource: Its logical id, empty if it is not in this template, or not known.
        properties: The properties of the event or of the mapping.
        path: The path of these properties in the template.
    """

    function: Function
    kind: EventSource
    arn: Data
    resource: str
    properties: dict[str, Data]
    path: tuple[str, ...]


def connections_of(
    functions: Sequence[Function], template: Template, arns: Arns
) -> Iterator[EventConnection]:
    """Yield the event sources polled for the functions: those of events, then of mappings."""
    for function in functions:
        for event in function.events:
            if event.type in POLLED_EVENTS:
                source = _of_event(arns, function, event)
                if not _is_table(source):
                    yield source
    by_id = {function.logical_id: function for function in functions}
    for mapping in template.of_type(MAPPING):
        arn = mapping.properties.get("EventSourceArn")
        target = by_id.get(arns.owner(mapping.properties.get("FunctionName")))
        kind = POLLED_SERVICES.get(arns.service(arn))
        if target is not None and kind is not None:
            path = ("Resources", mapping.logical_id, "Properties")
            source = EventConnection(target, kind, arn, arns.owner(arn), mapping.properties, path)
            if not _is_table(source):
                yield source


def _is_table(source: EventConnection) -> bool:
    """Return whether the ARN is that of a table instead of its stream."""
    return source.kind is DYNAMODB_STREAM and source.arn == arn_of(source.resource)


def _of_event(arns: Arns, function: Function, event: Event) -> EventConnection:
    kind = POLLED_EVENTS[event.type]
    arn = event.properties.get(kind.property)
    return EventConnection(function, kind, arn, arns.owner(arn), event.properties, event.path)
