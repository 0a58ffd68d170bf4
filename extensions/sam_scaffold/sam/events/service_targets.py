"""What services of AWS are told to call or to send to, which has to let them in itself.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model.intrinsics import Data
from ..model.template import Resource, Template

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class ServiceTarget:
    """One place at which a resource names what a service calls or sends to.

    Attributes:
        source: The logical id of the resource that says so.
        service: The service: ``"events"``.
        target: The ARN of what is called, as data.
        path: Where that stands in the template.
    """

    source: str
    service: str
    target: Data
    path: Path


_PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "AWS::Cognito::UserPool": (("cognito-idp", "LambdaConfig.*"),),
    "AWS::Events::Rule": (("events", "Targets.*.Arn"),),
    "AWS::IoT::TopicRule": (("iot", "TopicRulePayload.Actions.*.Lambda.FunctionArn"),),
    "AWS::Logs::SubscriptionFilter": (("logs", "DestinationArn"),),
    "AWS::S3::Bucket": (
        ("s3", "NotificationConfiguration.LambdaConfigurations.*.Function"),
        ("s3", "NotificationConfiguration.QueueConfigurations.*.Queue"),
        ("s3", "NotificationConfiguration.TopicConfigurations.*.Topic"),
    ),
    "AWS::SNS::Subscription": (("sns", "Endpoint"),),
    "AWS::SNS::Topic": (("sns", "Subscription.*.Endpoint"),),
    "AWS::SecretsManager::RotationSchedule": (("secretsmanager", "RotationLambdaARN"),),
}
"""By type: the service that calls, and where what it calls is named; ``*`` is any step."""


def wirings_of(template: Template) -> Iterator[ServiceTarget]:
    """Yield what the resources of a template tell services to call, in the order of the file.

    Left out is what a service does with a role of its own.

    Args:
        template: The template.
    """
    for resource in template.of_type(*_PLACES):
        for service, place in _PLACES[resource.type]:
            for path, value in _found(resource.properties, place.split(".")):
                if not _has_role(resource, path):
                    whole = ("Resources", resource.logical_id, "Properties", *path)
                    yield ServiceTarget(resource.logical_id, service, value, whole)


def _found(value: Data, steps: Sequence[str], path: Path = ()) -> Iterator[tuple[Path, Data]]:
    """What stands at a place, each with its path."""
    if not steps:
        yield path, value
        return
    step, rest = steps[0], steps[1:]
    if step == "*" and isinstance(value, list):
        for index, one in enumerate(value):
            yield from _found(one, rest, (*path, index))
    elif step == "*" and isinstance(value, dict) and not any(map(_is_function, value)):
        for key, one in value.items():
            yield from _found(one, rest, (*path, key))
    elif isinstance(value, dict) and step in value:
        yield from _found(value[step], rest, (*path, step))


def _is_function(key: str) -> bool:
    return key == "Ref" or key.startswith("Fn::")


def _has_role(resource: Resource, path: Path) -> bool:
    """Whether a target of a rule is called with a role that stands beside it."""
    beside: Data = resource.properties
    for step in path[:-1]:
        beside = beside[step]
    return isinstance(beside, dict) and "RoleArn" in beside
