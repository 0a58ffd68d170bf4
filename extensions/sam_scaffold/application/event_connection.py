"""What Lambda polls for the functions of a template: queues, streams and brokers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..sam.iam.arns import Arns
from ..sam.iam.permissions import arn_of
from ..sam.model.function_resource import Event
from ..sam.model.intrinsics import Data
from ..sam.model.template import Template
from .function import Function

MAPPING = "AWS::Lambda::EventSourceMapping"

_ARNS = {
    "SQS": "Queue",
    "DynamoDB": "Stream",
    "Kinesis": "Stream",
    "MSK": "Stream",
    "MQ": "Broker",
    "DocumentDB": "Cluster",
}
"""The events that are polled, with the property that is the ARN of what is:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
"""

_TYPES = {
    "sqs": "SQS",
    "dynamodb": "DynamoDB",
    "kinesis": "Kinesis",
    "kafka": "MSK",
    "mq": "MQ",
}


@dataclass(frozen=True)
class EventConnection:
    """One thing that Lambda polls for one function.

    Attributes:
        function: The function.
        type: SAM's name for that kind of event, ``"SQS"``.
        arn: The ARN of what is polled, as data.
        resource: Its logical id, empty where it is none of this template's, or not known.
        properties: The properties of the event or of the mapping.
        path: Where those stand in the template.
    """

    function: Function
    type: str
    arn: Data
    resource: str
    properties: dict[str, Data]
    path: tuple[str, ...]


def connections_of(
    functions: Sequence[Function], template: Template, arns: Arns
) -> Iterator[EventConnection]:
    """What is polled for all functions of a template, mappings behind the events."""
    for function in functions:
        for event in function.events:
            if event.type in _ARNS:
                source = _of_event(arns, function, event)
                if not _is_no_stream(source):
                    yield source
    by_id = {one.logical_id: one for one in functions}
    for mapping in template.of_type(MAPPING):
        arn = mapping.properties.get("EventSourceArn")
        of = by_id.get(arns.owner(mapping.properties.get("FunctionName")))
        kind = _TYPES.get(arns.service(arn))
        if of is not None and kind is not None:
            path = ("Resources", mapping.logical_id, "Properties")
            source = EventConnection(of, kind, arn, arns.owner(arn), mapping.properties, path)
            if not _is_no_stream(source):
                yield source


def _is_no_stream(source: EventConnection) -> bool:
    """Whether it is a table that is named where its stream should be: nothing comes of that."""
    return source.type == "DynamoDB" and source.arn == arn_of(source.resource)


def _of_event(arns: Arns, function: Function, event: Event) -> EventConnection:
    arn = event.properties.get(_ARNS[event.type])
    owner = arns.owner(arn)
    return EventConnection(function, event.type, arn, owner, event.properties, event.path)
