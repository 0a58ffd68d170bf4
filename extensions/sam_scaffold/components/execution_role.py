"""Execution role of a function that has an ``AWS::IAM::Role`` in the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..aws.managed_policies import BASIC_EXECUTION, VPC_ACCESS, XRAY_ACCESS
from ..sam.iam.permissions import Permission
from ..sam.model.names import kebab
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .function_paths import Answers

_SERVICE_ROLE = "service-role"
"""Path of the managed policies that AWS provides for service roles."""


def execution_role(
    answers: Answers, style: HouseStyle, permissions: Sequence[Permission]
) -> dict[str, Any]:
    """Return the properties of an ``AWS::IAM::Role`` that grants exactly these permissions.

    Args:
        answers: The function's answers.
        style: The style of the repository.
        permissions: The permissions other than those to write logs and traces.
    """
    name = answers["name"]
    role: dict[str, Any] = {}
    if style.role_name is not None:
        role["RoleName"] = fill(style.role_name, name)
    role |= style.role_properties
    if style.boundary is not None:
        role.setdefault("PermissionsBoundary", fill(style.boundary, name))
    path = style.own.get("RolePath", style.globals.get("RolePath"))
    if path is not None:
        role.setdefault("Path", fill(path, name))
    role["AssumeRolePolicyDocument"] = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    role["ManagedPolicyArns"] = [
        {"Fn::Sub": f"arn:${{AWS::Partition}}:iam::aws:policy/{policy}"}
        for policy in managed_policies(answers, style)
    ]
    if permissions:
        statements = [permission.statement for permission in permissions]
        document = {"Version": "2012-10-17", "Statement": statements}
        role["Policies"] = [{"PolicyName": kebab(name), "PolicyDocument": document}]
    return role


def managed_policies(answers: Answers, style: HouseStyle) -> list[str]:
    """Return the AWS managed policies of a function: for logs, network interfaces and traces.

    Args:
        answers: The function's answers.
        style: The style of the repository.
    """
    in_vpc = "VpcConfig" in style.globals or (style.vpc is not None and answers.get("vpc"))
    basic = f"{_SERVICE_ROLE}/{VPC_ACCESS if in_vpc else BASIC_EXECUTION}"
    return [basic, *([XRAY_ACCESS] if answers["tracing"] else [])]
