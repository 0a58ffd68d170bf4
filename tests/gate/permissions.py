"""The two notations of permissions, compared function by function.

SAM gives the role that it makes for a polled source one of AWS's managed policies, which
allow polling any queue or stream of the account. An explicit role allows it on
the function's own source, and on that the two are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iam import Deployed

Permissions = set[tuple[str, str]]
"""Each action with each ARN that it is allowed on."""

_POLLERS = {
    "AWSLambdaSQSQueueExecutionRole": (
        "sqs:receivemessage", "sqs:deletemessage", "sqs:getqueueattributes",
    ),
    "AWSLambdaDynamoDBExecutionRole": (
        "dynamodb:describestream", "dynamodb:getrecords", "dynamodb:getsharditerator",
        "dynamodb:liststreams",
    ),
    "AWSLambdaKinesisExecutionRole": (
        "kinesis:describestream", "kinesis:describestreamsummary", "kinesis:getrecords",
        "kinesis:getsharditerator", "kinesis:listshards",
    ),
    "AWSLambdaMSKExecutionRole": ("kafka:describeclusterv2", "kafka:getbootstrapbrokers"),
}  # fmt: skip
"""What AWS's managed policies allow on a source, besides writing logs:
https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html. Left out is
what a plain source has no use for: kinesis:SubscribeToShard (of consumers),
kinesis:ListStreams (of the account) and kafka:DescribeCluster (DescribeClusterV2 is newer).
"""

_ANYWHERE = {
    "AWSLambdaMSKExecutionRole": (
        "ec2:createnetworkinterface", "ec2:describenetworkinterfaces",
        "ec2:deletenetworkinterface", "ec2:describevpcs", "ec2:describesubnets",
        "ec2:describesecuritygroups",
    ),
}  # fmt: skip
"""What they allow on everything, as the source is in a VPC."""


_SAME = {"AWSXrayWriteOnlyAccess": "AWSXRayDaemonWriteAccess"}
"""Managed policies with the same actions. SAM takes the first in the partition ``aws``, where
it is, and the second in the others, where it is as well as in ``aws``:
https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html
"""


def differences(by_policies: dict[str, Any], by_role: dict[str, Any]) -> Iterator[str]:
    """Return the permissions that functions of one application have and its twin's have not.

    Args:
        by_policies: The translated template in which functions have Policies.
        by_role: The template of the twin, whose functions have roles.
    """
    ours, theirs = Deployed(by_policies), Deployed(by_role)
    for function in _functions(by_policies):
        one, other = _permissions(ours, function), _permissions(theirs, function)
        for right in sorted(one - other):
            yield f"{function}: only by policies: {' '.join(right)}"
        for right in sorted(other - one):
            yield f"{function}: only by a role: {' '.join(right)}"


def _functions(template: dict[str, Any]) -> list[str]:
    resources = template["Resources"].items()
    functions = [
        logical_id for logical_id, body in resources if body["Type"] == "AWS::Lambda::Function"
    ]
    return [logical_id for logical_id in functions if not logical_id.startswith("Base")]


def _permissions(deployed: Deployed, function: str) -> Permissions:
    resources = deployed.template["Resources"]
    role = resources[function]["Properties"]["Role"]["Fn::GetAtt"][0]
    managed = {
        _name(deployed.value(arn))
        for arn in resources[role]["Properties"].get("ManagedPolicyArns", [])
    }
    found = deployed.allowed(role) | _attached(deployed, role)
    for name in managed & _POLLERS.keys():
        found |= {(action, _source(deployed, function)) for action in _POLLERS[name]}
        found |= {(action, "*") for action in _ANYWHERE.get(name, ())}
    return found | {("managed policy", name) for name in managed - _POLLERS.keys()}


def _name(arn: str) -> str:
    name = arn.rpartition("/")[2]
    return _SAME.get(name, name)


def _source(deployed: Deployed, function: str) -> str:
    """The ARN of what is polled for a function."""
    for body in deployed.template["Resources"].values():
        if body["Type"] == "AWS::Lambda::EventSourceMapping":
            properties = body["Properties"]
            if properties["FunctionName"] == {"Ref": function}:
                return str(deployed.value(properties["EventSourceArn"]))
    raise AssertionError(f"{function} has a poller's permissions and no source")


def _attached(deployed: Deployed, role: str) -> Permissions:
    """Return the permissions of a role by separate policies."""
    found: Permissions = set()
    for logical_id, body in deployed.template["Resources"].items():
        if body["Type"] == "AWS::IAM::Policy" and {"Ref": role} in body["Properties"]["Roles"]:
            document = {"Properties": {"Policies": [body["Properties"]]}}
            alone = {**deployed.template["Resources"], logical_id: document}
            found |= Deployed({"Resources": alone}).allowed(logical_id)
    return found
