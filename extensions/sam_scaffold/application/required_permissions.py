"""Permissions that a function's role needs for the settings of the function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..aws.managed_policies import BASIC_EXECUTION, VPC_ACCESS, XRAY_ACCESS
from ..sam.iam.encryption import TYPES, actions_on_key, always_encrypted_with
from ..sam.iam.permissions import send_failure
from ..sam.model.intrinsics import Data
from ..sam.model.resource_types import QUEUE, TOPIC
from ..sam.model.template import FUNCTION
from .event_connection import EventConnection
from .function import Function

if TYPE_CHECKING:
    from .application import Application


# https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
_NETWORK = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface",
)
# https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
_TRACES = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html; the log
# group may exist already.
_LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")

_SENDS = {
    "sqs": tuple(send_failure(QUEUE, "").statement["Action"]),
    "sns": tuple(send_failure(TOPIC, "").statement["Action"]),
    "lambda": ("lambda:InvokeFunction",),
    "events": ("events:PutEvents",),
}
_KINDS = {"SQS": "sqs", "SNS": "sns", "Lambda": "lambda", "EventBridge": "events"}


_ENCRYPTED = {"sqs", "sns"}


@dataclass(frozen=True)
class PermissionNeed:
    """A permission that Lambda needs in a function's role.

    Attributes:
        purpose: Its purpose: ``"polling OrdersQueue"``.
        actions: The actions that the role has to allow.
        resource: The logical id of the resource, empty if that is not in this template.
        policy: The AWS managed policy that allows the actions, empty if there is none.
        path: The path in the template of the setting that requires it.
        is_added: Whether SAM adds it to the roles that it generates.
    """

    purpose: str
    actions: tuple[str, ...]
    resource: str
    policy: str
    path: tuple[str, ...]
    is_added: bool = True


def needs_of(
    facts: Application, function: Function, sources: list[EventConnection]
) -> Iterator[PermissionNeed]:
    """Yield the permissions that a function's role needs.

    Args:
        facts: The application.
        function: The function.
        sources: The event sources that Lambda polls for it.
    """
    for source in sources:
        poller = source.kind.poller
        if poller is not None:
            purpose, policy = f"polling {source.resource or source.path[-2]}", poller.managed_policy
            yield PermissionNeed(purpose, poller.required, source.resource, policy, source.path)
        if poller is not None and poller.decrypts:
            yield from _with_keys(facts, source.resource, source.path, writes=False)
        for target in _destinations(source.properties):
            yield from _sending(facts, target, source.path)
    yield from _failures(facts, function)
    yield from _running(function)


def _failures(facts: Application, function: Function) -> Iterator[PermissionNeed]:
    """Yield the permissions for its dead-letter queue and its destinations."""
    key = "DeadLetterQueue" if function.type == FUNCTION else "DeadLetterConfig"
    yield from _sending(facts, function.properties.get(key), function.stated(key))
    key = "EventInvokeConfig"
    for target in _destinations(function.properties.get(key)):
        yield from _sending(facts, target, function.stated(key))


def _destinations(configuration: Data) -> Iterator[Data]:
    """Yield the destinations in a DestinationConfig, if they are literal."""
    stated = configuration.get("DestinationConfig") if isinstance(configuration, dict) else None
    for key in ("OnFailure", "OnSuccess"):
        if isinstance(stated, dict) and key in stated:
            yield stated[key]


def _sending(facts: Application, target: Data, path: tuple[str, ...]) -> Iterator[PermissionNeed]:
    """Yield the permissions to send to a target: ``{"Type": "SQS", "TargetArn": ...}``."""
    if not isinstance(target, dict):
        return
    arn = target.get("TargetArn", target.get("Destination"))
    kind = target.get("Type")
    service = _KINDS.get(kind, "") if isinstance(kind, str) else facts.arns.service(arn)
    if service in _SENDS:
        owner = facts.arns.owner(arn)
        yield PermissionNeed(f"sending to {owner or service}", _SENDS[service], owner, "", path)
        if service in _ENCRYPTED:
            yield from _with_keys(facts, owner, path, writes=True)


def _with_keys(
    facts: Application, name: str, path: tuple[str, ...], *, writes: bool
) -> Iterator[PermissionNeed]:
    """Yield the permissions on the KMS keys in the template that encrypt a resource."""
    resource = facts.resource(name)
    if resource is None:
        return
    for key in always_encrypted_with(resource, facts.template.of_type(*TYPES)):
        verb = "sending to" if writes else "polling"
        purpose = f"{verb} {name}, which {key.logical_id} encrypts,"
        actions = actions_on_key(resource, writes=writes)
        yield PermissionNeed(purpose, actions, key.logical_id, "", path, is_added=False)


def _running(function: Function) -> Iterator[PermissionNeed]:
    """Yield the permissions for network interfaces, traces and logs."""
    network = function.properties.get("VpcConfig")
    if isinstance(network, dict) and isinstance(network.get("SubnetIds"), list):
        policy = VPC_ACCESS
        yield PermissionNeed("VpcConfig", _NETWORK, "", policy, function.stated("VpcConfig"))
    tracing = function.properties.get("TracingConfig")
    mode = tracing.get("Mode") if isinstance(tracing, dict) else None
    key = "Tracing" if function.type == FUNCTION else "TracingConfig"
    if "Active" in (function.properties.get("Tracing"), mode):
        yield PermissionNeed("tracing", _TRACES, "", XRAY_ACCESS, function.stated(key))
    policy = BASIC_EXECUTION
    yield PermissionNeed("writing logs", _LOGS, "", policy, function.path("Role"))
