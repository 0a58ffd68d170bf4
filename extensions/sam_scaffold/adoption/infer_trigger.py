"""The trigger that would have led to the event of a function that was written by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..aws.event_sources.event_pattern import pattern_problem
from ..aws.event_sources.notification_filter import filter_policy_problem, key_part_problem
from ..aws.event_sources.schedules import schedule_problem, time_zone_problem
from ..components.request_path import request_path_problem
from ..sam.iam.permissions import GLOBAL_TABLE, QUEUE, STREAM, TABLE, TOPIC
from ..sam.iam.publish_targets import BUS
from ..sam.model.intrinsics import Data, as_boolean
from ..sam.model.template import Template

Found = dict[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete", "any")
_IMAGES = ("NEW_IMAGE", "NEW_AND_OLD_IMAGES")


def trigger_answers(template: Template, properties: dict[str, Data]) -> Found:
    """Return the answers about a function's trigger, nothing where it has none or several.

    Args:
        template: The SAM template.
        properties: The function's properties.
    """
    events = properties.get("Events")
    url = properties.get("FunctionUrlConfig")
    if isinstance(url, dict):
        signed = not events and url.get("AuthType") == "AWS_IAM"
        return {"trigger": "function_url", "enabled": True} if signed else {}
    if not isinstance(events, dict) or len(events) != 1:
        return {}
    event = next(iter(events.values()))
    stated = event.get("Properties") if isinstance(event, dict) else None
    derive = _TYPES.get(str(event.get("Type"))) if isinstance(event, dict) else None
    if derive is None or not isinstance(stated, dict):
        return {}
    found = derive(template, stated)
    return {"enabled": _is_enabled(stated), **found} if found else {}


def _is_enabled(stated: dict[str, Data]) -> bool:
    return as_boolean(stated.get("Enabled")) is not False and stated.get("State") != "DISABLED"


def _queue(template: Template, stated: dict[str, Data]) -> Found:
    queue = _attribute(template, stated.get("Queue"), "Arn", QUEUE)
    if not queue:
        return {}
    fifo = as_boolean(template.property_of(queue, "FifoQueue")) is True
    return {"trigger": "sqs_fifo" if fifo else "sqs", "source": queue}


def _schedule(_: Template, stated: dict[str, Data]) -> Found:
    schedule = stated.get("ScheduleExpression")
    zone = stated.get("ScheduleExpressionTimezone", "UTC")
    if not isinstance(schedule, str) or not isinstance(zone, str):
        return {}
    fits = not schedule_problem(schedule) and not time_zone_problem(zone)
    return {"trigger": "schedule", "schedule": schedule, "time_zone": zone} if fits else {}


def _rule(template: Template, stated: dict[str, Data]) -> Found:
    bus = stated.get("EventBusName", "default")
    source = bus if bus == "default" else _reference(template, bus, BUS)
    pattern = stated.get("Pattern")
    if not source or pattern_problem(pattern):
        return {}
    return {"trigger": "eventbridge", "source": source, "pattern": pattern}


def _topic(template: Template, stated: dict[str, Data]) -> Found:
    topic = _reference(template, stated.get("Topic"), TOPIC)
    policy = stated.get("FilterPolicy", {})
    if not topic or filter_policy_problem(policy):
        return {}
    return {"trigger": "sns", "source": topic, "filter_policy": policy}


def _bucket(template: Template, stated: dict[str, Data]) -> Found:
    bucket = _reference(template, stated.get("Bucket"), "AWS::S3::Bucket")
    events = stated.get("Events")
    created = events in ("s3:ObjectCreated:*", ["s3:ObjectCreated:*"])
    if not bucket or not created:
        return {}
    parts = {"prefix": "", "suffix": ""}
    for rule in _rules(stated.get("Filter")):
        name, value = str(rule.get("Name")).lower(), rule.get("Value")
        if name not in parts or not isinstance(value, str) or key_part_problem(value):
            return {}
        parts[name] = value
    prefix, suffix = parts.values()
    return {"trigger": "s3", "source": bucket, "key_prefix": prefix, "key_suffix": suffix}


def _rules(value: Data) -> list[dict[str, Data]]:
    key = value.get("S3Key") if isinstance(value, dict) else None
    rules = key.get("Rules") if isinstance(key, dict) else None
    return [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []


def _table(template: Template, stated: dict[str, Data]) -> Found:
    table = _attribute(template, stated.get("Stream"), "StreamArn", TABLE, GLOBAL_TABLE)
    stream = template.property_of(table, "StreamSpecification") if table else None
    images = stream.get("StreamViewType") if isinstance(stream, dict) else None
    return {"trigger": "dynamodb_stream", "source": table} if images in _IMAGES else {}


def _stream(template: Template, stated: dict[str, Data]) -> Found:
    stream = _attribute(template, stated.get("Stream"), "Arn", STREAM)
    return {"trigger": "kinesis", "source": stream} if stream else {}


def _http_api(template: Template, stated: dict[str, Data]) -> Found:
    api = _reference(template, stated.get("ApiId"), "AWS::Serverless::HttpApi")
    described = api and template.property_of(api, "DefinitionUri") is not None
    return {} if described else _route("http_api", api, stated)


def _rest_api(template: Template, stated: dict[str, Data]) -> Found:
    api = _reference(template, stated.get("RestApiId"), "AWS::Serverless::Api")
    keys = ("DefinitionBody", "DefinitionUri")
    described = api and any(template.property_of(api, key) is not None for key in keys)
    return {} if described else _route("rest_api", api, stated)


def _route(trigger: str, api: str, stated: dict[str, Data]) -> Found:
    path, method = stated.get("Path"), str(stated.get("Method")).lower()
    if not api or not isinstance(path, str) or request_path_problem(path):
        return {}
    found = {"trigger": trigger, "source": api, "path": path, "method": method, "enabled": True}
    return found if method in _METHODS else {}


_TYPES: dict[str, Callable[[Template, dict[str, Data]], Found]] = {
    "SQS": _queue,
    "ScheduleV2": _schedule,
    "EventBridgeRule": _rule,
    "SNS": _topic,
    "S3": _bucket,
    "DynamoDB": _table,
    "Kinesis": _stream,
    "HttpApi": _http_api,
    "Api": _rest_api,
}
"""What derives the answers, by the type of an event."""


def _reference(template: Template, value: Data, *types: str) -> str:
    """Return the resource that a value refers to, empty if it is none that is always there."""
    name = value.get("Ref") if isinstance(value, dict) else None
    return _always_there(template, name, types)


def _attribute(template: Template, value: Data, attribute: str, *types: str) -> str:
    """Return the resource whose attribute a value is."""
    parts = value.get("Fn::GetAtt") if isinstance(value, dict) else None
    text = parts if isinstance(parts, str) else ".".join(map(str, parts or ()))
    name, _, rest = text.partition(".")
    return _always_there(template, name, types) if rest == attribute else ""


def _always_there(template: Template, name: Data, types: tuple[str, ...]) -> str:
    found = template.resource(name) if isinstance(name, str) else None
    there = found is not None and found.type in types and not found.condition
    return str(name) if there else ""
