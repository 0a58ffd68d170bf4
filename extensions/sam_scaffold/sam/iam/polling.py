"""Permissions of the function's role that Lambda polls an event source with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from ...aws.event_sources.definition import EventSource, Target
from ..model.intrinsics import Data
from .permissions import Permission, inline, sid_of

_REFERENCE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class PolledSource:
    """An event source that a function has, or will have.

    Attributes:
        kind: What it is.
        name: What the Sids of its statements end in: its logical id, if it has one.
        arn: Its ARN.
        part: What is read of it, where that is not all: a topic, a queue.
        group: The consumer group that reads it, empty where there is none.
        secret: The ARN of the secret with its credentials, None without one.
    """

    kind: EventSource
    name: str
    arn: Data
    part: str = ""
    group: str = ""
    secret: Data = None


def poller_permissions(source: PolledSource, *, added_by_sam: bool) -> list[Permission]:
    """Return the permissions that a role needs so that Lambda can poll a source.

    Args:
        source: The source.
        added_by_sam: Whether those that SAM adds to the roles that it generates are asked for,
            or the others.
    """
    if source.kind.poller is None:
        return []
    return [
        inline(sid_of(one.verb, source.name), one.actions, _resources(source, one.on))
        for one in source.kind.poller.written
        if one.is_added is added_by_sam
    ]


def _resources(source: PolledSource, target: Target) -> Data:
    match target:
        case Target.SECRET:
            return source.secret
        case Target.NETWORK:
            return "*"
        case Target.PARTS:
            below = partial(_below, source.arn)
            return [source.arn, below("topic", source.part), below("group", source.group)]
    return source.arn


def _below(arn: Data, kind: str, name: str) -> Data:
    """Return the ARN of something in a cluster: ``arn:aws:kafka:...:topic/NAME/UUID/orders``.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_apachekafkaapisforamazonmskclusters.html
    """
    match arn:
        case str(text) | {"Fn::Sub": str(text)}:
            return reference_of(f"{text.replace(':cluster/', f':{kind}/')}/{name}")
    parts = {"Fn::Join": [f":{kind}/", {"Fn::Split": [":cluster/", arn]}]}
    return {"Fn::Sub": [f"${{Cluster}}/{name}", {"Cluster": parts}]}


def reference_of(text: str) -> Data:
    """Return what an ARN that somebody gave stands for in a template.

    Args:
        text: The ARN, which may have variables as in ``Fn::Sub``, or one variable alone.
    """
    if found := _REFERENCE.fullmatch(text):
        return {"Ref": found[1]}
    return {"Fn::Sub": text} if "${" in text else text
