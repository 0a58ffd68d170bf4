"""Permissions of a function's role that Lambda needs to poll an event source."""

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
    """An event source that Lambda polls for a function, now or in the future.

    Attributes:
        kind: Its kind.
        name: The suffix of the Sids of its statements: its logical id, if it has one.
        arn: Its ARN.
        part: The topic or queue of a broker; empty for other event sources.
        group: The consumer group that reads it; empty without one.
        secret: The ARN of the secret with its credentials; None without one.
    """

    kind: EventSource
    name: str
    arn: Data
    part: str = ""
    group: str = ""
    secret: Data = None


def poller_permissions(source: PolledSource, *, added_by_sam: bool) -> list[Permission]:
    """Return the permissions of a function's role that Lambda needs to poll a source.

    Args:
        source: The source.
        added_by_sam: True for the permissions that SAM adds to the roles that it generates, False
            for the others.
    """
    if source.kind.poller is None:
        return []
    return [
        inline(sid_of(grant.verb, source.name), grant.actions, _resources(source, grant.on))
        for grant in source.kind.poller.written
        if grant.is_added is added_by_sam
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
    """Return the ARN of a part of a cluster: ``arn:aws:kafka:...:topic/NAME/UUID/orders``.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_apachekafkaapisforamazonmskclusters.html
    """
    match arn:
        case str(text) | {"Fn::Sub": str(text)}:
            return reference_of(f"{text.replace(':cluster/', f':{kind}/')}/{name}")
    parts = {"Fn::Join": [f":{kind}/", {"Fn::Split": [":cluster/", arn]}]}
    return {"Fn::Sub": [f"${{Cluster}}/{name}", {"Cluster": parts}]}


def reference_of(text: str) -> Data:
    """Return the value for a template of an ARN in an answer.

    Args:
        text: The ARN, or a variable; it may have variables as in ``Fn::Sub``.
    """
    if found := _REFERENCE.fullmatch(text):
        return {"Ref": found[1]}
    return {"Fn::Sub": text} if "${" in text else text
