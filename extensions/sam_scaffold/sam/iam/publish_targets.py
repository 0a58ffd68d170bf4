"""Queues, topics and event buses of the template that a function publishes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..model.existing_resources import available, existing_problem, variable_of
from ..model.intrinsics import Data, as_boolean
from ..model.names import words
from ..model.resource_types import QUEUE, TOPIC
from ..model.template import Resource
from .encryption import key_permissions
from .permissions import Permission, arn_of, from_template, sid_of

BUS = "AWS::Events::EventBus"


@dataclass(frozen=True)
class PublishTarget:
    """A queue, topic or event bus that a function publishes to.

    Attributes:
        logical_id: Its logical id.
        type: Its type.
        fifo: Whether it is FIFO, so that messages need a message group id.
        variable: The function's environment variable for it.
        value: The variable's value, a reference: a queue's URL, a topic's ARN, a bus's name.
        permissions: The permission to send, and those on the keys that it is encrypted with.
    """

    logical_id: str
    type: str
    fifo: bool
    variable: str
    value: Data
    permissions: tuple[Permission, ...]


@dataclass(frozen=True)
class _Kind:
    """A kind of target.

    Attributes:
        noun: Its name in messages and variables: ``"queue"``.
        suffix: The last word of the variable: ``"url"``.
        permission: Returns the permission to publish to the target with a logical id.
        fifo: The property that makes it FIFO; empty if no target of the kind is.
    """

    noun: str
    suffix: str
    permission: Callable[[str], Permission]
    fifo: str = ""


def _send(name: str) -> Permission:
    queue_name = arn_of(name, "QueueName")
    return from_template(sid_of("SendTo", name), "SQSSendMessagePolicy", queue_name, arn_of(name))


def _publish(name: str) -> Permission:
    topic_name = arn_of(name, "TopicName")
    sid = sid_of("PublishTo", name)
    return from_template(sid, "SNSPublishMessagePolicy", topic_name, {"Ref": name})


def _put_events(name: str) -> Permission:
    sid = sid_of("PutEventsOn", name)
    return from_template(sid, "EventBridgePutEventsPolicy", {"Ref": name}, arn_of(name))


_KINDS = {
    QUEUE: _Kind("queue", "url", _send, "FifoQueue"),
    TOPIC: _Kind("topic", "arn", _publish, "FifoTopic"),
    BUS: _Kind("bus", "name", _put_events),
}

TYPES = tuple(_KINDS)
"""The types of resources that a function can publish to."""


def targets(resources: Sequence[Resource]) -> list[str]:
    """Return the logical ids that a function can publish to, in the order of the template.

    Args:
        resources: The resources of the template, or those of `TYPES`.
    """
    return [resource.logical_id for resource in available(TYPES, resources)]


def target_problem(logical_id: str, resources: Sequence[Resource]) -> str:
    """Return why a function cannot publish to a resource, in one line; empty if it can.

    Args:
        logical_id: The logical id of the resource.
        resources: The resources of the template, or those of `TYPES`.
    """
    nouns = {kind: found.noun for kind, found in _KINDS.items()}
    return existing_problem(logical_id, nouns, resources)


def target(logical_id: str, resources: Sequence[Resource]) -> PublishTarget:
    """Return a target that `target_problem` does not refuse.

    Args:
        logical_id: The logical id of the resource.
        resources: At least the resource, and what `encrypted_with` returns for it.
    """
    resource = next(found for found in resources if found.logical_id == logical_id)
    kind = _KINDS[resource.type]
    return PublishTarget(
        logical_id,
        resource.type,
        as_boolean(resource.properties.get(kind.fifo)) is True,
        variable_of(logical_id, kind.noun, kind.suffix),
        {"Ref": logical_id},
        (kind.permission(logical_id), *key_permissions(resource, resources, writes=True)),
    )


def spelled_variable(resource: Resource) -> str:
    """Return the variable of a target in which terms such as ``IoT`` are one word.

    Args:
        resource: A resource that a function can publish to.
    """
    kind = _KINDS[resource.type]
    return variable_of(resource.logical_id, kind.noun, kind.suffix, words)
