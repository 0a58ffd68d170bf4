"""Event notifications of S3 buckets that overlap.

Two notifications of a bucket for the same type of event must have different prefixes or suffixes,
so that no object matches both. S3 rejects others, but only at deployment:
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
"""Lists of a bucket's NotificationConfiguration, with the key of the target of their items."""


@dataclass(frozen=True)
class _Notification:
    """A notification that a bucket sends to a target.

    Attributes:
        bucket: The bucket's logical id.
        target: The logical id of the target, or its literal ARN.
        events: Types of events: ``("s3:ObjectCreated:*",)``.
        prefix: The prefix of the keys.
        suffix: The suffix of the keys.
    """

    bucket: str
    target: str
    events: tuple[str, ...]
    prefix: str
    suffix: str

    def overlaps(self, other: _Notification) -> bool:
        """Return whether an event on one object may match both notifications."""
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
    """Return why a bucket cannot notify a snippet's function; empty if it can.

    Args:
        template: The SAM template.
        snippet: The resources to add to it.
    """
    existing = [*_of_functions(template), *_of_buckets(template)]
    for own in _of_functions(snippet):
        if problem := _closed_problem(template.resource(own.bucket)):
            return problem
        for other in existing:
            if own.overlaps(other):
                return (
                    f"{own.bucket} already notifies {other.target} of events on the same objects, "
                    "and S3 rejects notifications that overlap. Separate their keys with "
                    "key_prefix or key_suffix."
                )
    return ""


def _closed_problem(bucket: Resource | None) -> str:
    """Return why SAM cannot add to a bucket's own notifications (measured, translator 1.115)."""
    stated = None if bucket is None else bucket.properties.get("NotificationConfiguration")
    functions = mapping_of(stated).get("LambdaConfigurations", [])
    if bucket is None or not (is_intrinsic(stated) or not isinstance(functions, list)):
        return ""
    return (
        f"the NotificationConfiguration of {bucket.logical_id} has an intrinsic function, so SAM "
        "cannot add a notification to it. Replace it with literal values, or use -d source=new."
    )


def _of_functions(template: Template) -> Iterator[_Notification]:
    """Yield the notifications in the Events of functions, without types that are not literals."""
    for function in template.functions:
        for event in _values(function.own.get("Events")):
            properties = mapping_of(mapping_of(event).get("Properties"))
            for bucket in mentioned(properties.get("Bucket")) if _is_s3(event) else ():
                yield _notification(bucket, function.logical_id, properties, "Events")


def _of_buckets(template: Template) -> Iterator[_Notification]:
    """Yield the notifications in the NotificationConfiguration of buckets."""
    for bucket in template.of_type(BUCKET):
        for key, target_key in _DESTINATIONS.items():
            for stated in _stated(bucket, key):
                target = stated.get(target_key)
                target_id = [*mentioned(target), str(target)][0]
                yield _notification(bucket.logical_id, target_id, stated, "Event")


def _stated(bucket: Resource, key: str) -> list[dict[str, Data]]:
    stated = mapping_of(bucket.properties.get("NotificationConfiguration")).get(key)
    return [mapping_of(item) for item in stated] if isinstance(stated, list) else []


def _notification(
    bucket: str, target: str, properties: dict[str, Data], events: str
) -> _Notification:
    types = properties.get(events)
    rules = mapping_of(mapping_of(properties.get("Filter")).get("S3Key")).get("Rules")
    found = {
        str(rule.get("Name")).lower(): str(rule.get("Value"))
        for stated in (rules if isinstance(rules, list) else [])
        if (rule := mapping_of(stated))
    }
    return _Notification(
        bucket,
        target,
        tuple(map(str, types if isinstance(types, list) else [types])),
        found.get("prefix", ""),
        found.get("suffix", ""),
    )


def _is_s3(event: Data) -> bool:
    return bool(mapping_of(event).get("Type") == "S3")


def _either_begins(text: str, other: str) -> bool:
    return text.startswith(other) or other.startswith(text)


def _values(value: Data) -> list[Data]:
    return list(mapping_of(value).values())
