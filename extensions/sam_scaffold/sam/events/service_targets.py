"""Targets that AWS services invoke or send to, and that must permit it in a resource-based policy.

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
    """A reference of a resource to a target that a service invokes or sends to.

    Attributes:
        source: The logical id of the resource with the reference.
        service: The service: ``"events"``.
        target: The ARN of the target, as data.
        path: The path of the ARN in the template.
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
"""By type: the service, and the place of the target's ARN; ``*`` is any step."""


def service_targets(template: Template) -> Iterator[ServiceTarget]:
    """Yield the targets that the resources of a template name, in the order of the file.

    A target that the service invokes with a role is left out: the role needs the permission.

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
    """Yield the values at a place, each with its path."""
    if not steps:
        yield path, value
        return
    step, rest = steps[0], steps[1:]
    if step == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _found(item, rest, (*path, index))
    elif step == "*" and isinstance(value, dict) and not any(map(_is_function, value)):
        for key, item in value.items():
            yield from _found(item, rest, (*path, key))
    elif isinstance(value, dict) and step in value:
        yield from _found(value[step], rest, (*path, step))


def _is_function(key: str) -> bool:
    return key == "Ref" or key.startswith("Fn::")


def _has_role(resource: Resource, path: Path) -> bool:
    """Return whether a target has a RoleArn, which EventBridge uses to invoke it."""
    siblings: Data = resource.properties
    for step in path[:-1]:
        siblings = siblings[step]
    return isinstance(siblings, dict) and "RoleArn" in siblings
