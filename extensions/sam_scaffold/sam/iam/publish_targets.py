"""Queues, topics and event buses of the template that a function publishes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..model.existing_resources import available, existing_problem, variable_of
from ..model.intrinsics import Data, as_boolean
from ..model.template import Resource
from .encryption import key_rights
from .permissions import QUEUE, TOPIC, Permission, arn_of, from_template, sid_of

BUS = "AWS::Events::EventBus"


@dataclass(frozen=True)
class PublishTarget:
    """Where a function publishes to.

    Attributes:
        logical_id: The queue, topic or bus.
        type: Its type.
        fifo: Whether it keeps an order, so that messages need a group.
        variable: The environment variable that leads to it.
        value: What that holds, by a reference: a queue's URL, a topic's ARN, a bus's name.
        rights: The right to send, and those on the keys it is encrypted with.
    """

    logical_id: str
    type: str
    fifo: bool
    variable: str
    value: Data
    rights: tuple[Permission, ...]


@dataclass(frozen=True)
class _Kind:
    """What there is to know of a kind of target."""

    noun: str
    holds: str
    right: Callable[[str], Permission]
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
    """The logical ids that a function can publish to, in the order of the template.

    Args:
        resources: The resources of the template, or those of `TYPES`.
    """
    return [one.logical_id for one in available(TYPES, resources)]


def target_problem(logical_id: str, resources: Sequence[Resource]) -> str:
    """Why a function cannot publish to a resource, in one line; empty if it can.

    Args:
        logical_id: The resource.
        resources: The resources of the template, or those of `TYPES`.
    """
    nouns = {one: kind.noun for one, kind in _KINDS.items()}
    return existing_problem(logical_id, nouns, resources)


def target(logical_id: str, resources: Sequence[Resource]) -> PublishTarget:
    """What it takes to publish to a resource without a problem.

    Args:
        logical_id: The resource.
        resources: At least the resource, and what `encrypted_with` gives for it.
    """
    resource = next(one for one in resources if one.logical_id == logical_id)
    kind = _KINDS[resource.type]
    return PublishTarget(
        logical_id,
        resource.type,
        as_boolean(resource.properties.get(kind.fifo)) is True,
        variable_of(logical_id, kind.noun, kind.holds),
        {"Ref": logical_id},
        (kind.right(logical_id), *key_rights(resource, resources, writes=True)),
    )
