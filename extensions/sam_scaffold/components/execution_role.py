"""The role of a function whose rights are spelled out."""

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
"""Path of the policies that AWS made for roles of its services."""


def execution_role(
    answers: Answers, house: HouseStyle, rights: Sequence[Permission]
) -> dict[str, Any]:
    """The properties of an ``AWS::IAM::Role`` that gives a function exactly these rights.

    Args:
        answers: The function's answers.
        house: The house style.
        rights: What it may do besides writing logs and traces.
    """
    name = answers["name"]
    role: dict[str, Any] = {}
    if house.role_name is not None:
        role["RoleName"] = fill(house.role_name, name)
    role |= house.role_properties
    if house.boundary is not None:
        role.setdefault("PermissionsBoundary", fill(house.boundary, name))
    path = house.own.get("RolePath", house.globals.get("RolePath"))
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
        for policy in managed_policies(answers, house)
    ]
    if rights:
        document = {"Version": "2012-10-17", "Statement": [right.statement for right in rights]}
        role["Policies"] = [{"PolicyName": kebab(name), "PolicyDocument": document}]
    return role


def managed_policies(answers: Answers, house: HouseStyle) -> list[str]:
    """Return the AWS managed policies of a function that logs, is traced and is in a network.

    Args:
        answers: The function's answers.
        house: The house style.
    """
    in_vpc = "VpcConfig" in house.globals or (house.vpc is not None and answers.get("vpc"))
    runs = f"{_SERVICE_ROLE}/{VPC_ACCESS if in_vpc else BASIC_EXECUTION}"
    return [runs, *([XRAY_ACCESS] if answers["tracing"] else [])]
