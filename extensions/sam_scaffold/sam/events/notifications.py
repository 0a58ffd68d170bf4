"""What a bucket tells whom: S3 tells of an object only once.

Two notifications of a bucket for the same type of event must differ in the prefixes or
the suffixes of their keys, so that no object has both. S3 refuses others, and nothing
finds them before the deployment does:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..iam.encryption import BUCKET
from ..model.globals_merge import is_intrinsic
from ..model.intrinsics import Data, mapping_of, mentioned
from ..model.template import Resource, Template

_DESTINATIONS = {
    "LambdaConfigurations": "Function",
    "QueueConfigurations": "Queue",
    "TopicConfigurations": "Topic",
}
"""Lists of a bucket's NotificationConfiguration, with the key that says who is told."""


@dataclass(frozen=True)
class _Notification:
    """What somebody is told of.

    Attributes:
        bucket: The bucket's logical id.
        told: Who is told: a logical id, or the literal that stands there.
        events: Types of events: ``("s3:ObjectCreated:*",)``.
        prefix: What the keys begin with.
        suffix: What the keys end in.
    """

    bucket: str
    told: str
    events: tuple[str, ...]
    prefix: str
    suffix: str

    def overlaps(self, other: _Notification) -> bool:
        """Whether S3 might have to tell both of one object."""
        return (
            self.bucket == other.bucket
            and any(
                _either_begins(own.rstrip("*"), its.rstrip("*"))
                for own in self.events
                for its in other.events
            )
            and _either_begins(self.prefix, other.prefix)
            and _either_begins(self.suffix[::-1], other.suffix[::-1])
        )


def notification_problem(template: Template, snippet: Template) -> str:
    """Why a bucket cannot tell a snippet's function what it asks for.

    Args:
        template: The SAM template.
        snippet: What is added to it.
    """
    theirs = [*_of_functions(template), *_of_buckets(template)]
    for own in _of_functions(snippet):
        if problem := _closed_problem(template.resource(own.bucket)):
            return problem
        for other in theirs:
            if own.overlaps(other):
                return (
                    f"{own.bucket} tells {other.told} of these objects already, and S3 tells one "
                    "alone; keep their keys apart with key_prefix or key_suffix."
                )
    return ""


def _closed_problem(bucket: Resource | None) -> str:
    """Return why SAM cannot add to what a bucket says itself (measured, translator 1.115)."""
    stated = None if bucket is None else bucket.properties.get("NotificationConfiguration")
    told = mapping_of(stated).get("LambdaConfigurations", [])
    if bucket is None or not (is_intrinsic(stated) or not isinstance(told, list)):
        return ""
    return (
        f"{bucket.logical_id} has a NotificationConfiguration behind an intrinsic function, and "
        "SAM cannot add to it; write it out, or give -d source=new."
    )


def _of_functions(template: Template) -> Iterator[_Notification]:
    """What the Events of functions ask for; what is no literal is left out."""
    for function in template.functions:
        for event in _values(function.own.get("Events")):
            properties = mapping_of(mapping_of(event).get("Properties"))
            for bucket in mentioned(properties.get("Bucket")) if _is_s3(event) else ():
                yield _notification(bucket, function.logical_id, properties, "Events")


def _of_buckets(template: Template) -> Iterator[_Notification]:
    """What buckets say themselves."""
    for bucket in template.of_type(BUCKET):
        for key, told in _DESTINATIONS.items():
            for one in _stated(bucket, key):
                who = [*mentioned(one.get(told)), str(one.get(told))][0]
                yield _notification(bucket.logical_id, who, one, "Event")


def _stated(bucket: Resource, key: str) -> list[dict[str, Data]]:
    stated = mapping_of(bucket.properties.get("NotificationConfiguration")).get(key)
    return [mapping_of(one) for one in stated] if isinstance(stated, list) else []


def _notification(
    bucket: str, told: str, properties: dict[str, Data], events: str
) -> _Notification:
    types = properties.get(events)
    rules = mapping_of(mapping_of(properties.get("Filter")).get("S3Key")).get("Rules")
    found = {
        str(rule.get("Name")).lower(): str(rule.get("Value"))
        for one in (rules if isinstance(rules, list) else [])
        if (rule := mapping_of(one))
    }
    return _Notification(
        bucket,
        told,
        tuple(map(str, types if isinstance(types, list) else [types])),
        found.get("prefix", ""),
        found.get("suffix", ""),
    )


def _is_s3(event: Data) -> bool:
    return bool(mapping_of(event).get("Type") == "S3")


def _either_begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _values(value: Data) -> list[Data]:
    return list(mapping_of(value).values())
