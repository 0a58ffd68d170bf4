"""Event sources that invoke asynchronously: Lambda queues their events and retries them.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .definition import Answers, Data, Duties, EventSource, Failures, InvocationModel, Setting
from .event_pattern import pattern_problem
from .notification_filter import bucket_problem, filter_policy_problem, key_part_problem
from .schedules import schedule_problem, time_zone_problem

_DISCARDED = Duties(failures=Failures.DISCARDED)

_CREATED = "s3:ObjectCreated:*"


def _notification_answers(stated: Mapping[str, Data]) -> Answers | None:
    """Return the answers for the prefix and suffix in a notification of new objects."""
    if stated.get("Events") not in (_CREATED, [_CREATED]):
        return None
    parts = {"prefix": "", "suffix": ""}
    for rule in _rules(stated.get("Filter")):
        name, value = str(rule.get("Name")).lower(), rule.get("Value")
        if name not in parts or not isinstance(value, str) or key_part_problem(value):
            return None
        parts[name] = value
    return {"key_prefix": parts["prefix"], "key_suffix": parts["suffix"]}


def _rules(value: Any) -> Iterator[dict[str, Data]]:
    key = value.get("S3Key") if isinstance(value, dict) else None
    rules = key.get("Rules") if isinstance(key, dict) else None
    return (rule for rule in (rules if isinstance(rules, list) else ()) if isinstance(rule, dict))


SCHEDULE = EventSource(
    name="schedule",
    invocation=InvocationModel.ASYNCHRONOUS,
    events=("ScheduleV2", "Schedule"),
    duties=_DISCARDED,
    settings=(
        Setting("schedule", schedule_problem, "ScheduleExpression"),
        Setting("time_zone", time_zone_problem, "ScheduleExpressionTimezone", default="UTC"),
    ),
)

EVENTBRIDGE = EventSource(
    name="eventbridge",
    invocation=InvocationModel.ASYNCHRONOUS,
    events=("EventBridgeRule", "CloudWatchEvent"),
    noun="event bus",
    types={"AWS::Events::EventBus": "Name"},
    property="EventBusName",
    unnamed="default",
    principal="events",
    duties=_DISCARDED,
    settings=(Setting("pattern", pattern_problem, "Pattern", is_text=False),),
)

SNS = EventSource(
    name="sns",
    invocation=InvocationModel.ASYNCHRONOUS,
    events=("SNS",),
    noun="standard topic",
    types={"AWS::SNS::Topic": "TopicName"},
    # Only SQS queues can subscribe to a FIFO topic.
    has={"FifoTopic": False},
    property="Topic",
    principal="sns",
    duties=_DISCARDED,
    settings=(
        Setting("filter_policy", filter_policy_problem, "FilterPolicy", default={}, is_text=False),
    ),
)

S3 = EventSource(
    name="s3",
    invocation=InvocationModel.ASYNCHRONOUS,
    events=("S3",),
    noun="bucket",
    types={"AWS::S3::Bucket": "BucketName"},
    property="Bucket",
    principal="s3",
    duties=_DISCARDED,
    names_function=True,
    settings=(
        Setting("bucket", bucket_problem),
        Setting("key_prefix", key_part_problem),
        Setting("key_suffix", key_part_problem),
    ),
    read=_notification_answers,
)

# No trigger has the other sources; templates may.
LOGS = EventSource(
    name="logs",
    invocation=InvocationModel.ASYNCHRONOUS,
    events=("CloudWatchLogs",),
    principal="logs",
    duties=_DISCARDED,
)

# No principal: IoT also invokes authorizers, synchronously.
IOT = EventSource(
    name="iot", invocation=InvocationModel.ASYNCHRONOUS, events=("IoTRule",), duties=_DISCARDED
)

PUSHED = (SCHEDULE, EVENTBRIDGE, SNS, S3, LOGS, IOT)
