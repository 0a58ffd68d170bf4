"""Permissions in the role of a function: SAM's, or an ``AWS::IAM::Role`` in the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..aws.managed_policies import BASIC_EXECUTION, VPC_ACCESS, XRAY_ACCESS
from ..sam.iam.permissions import Permission
from ..sam.model.intrinsics import Data
from ..sam.model.names import kebab
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .facts import Facts
from .function_paths import Answers
from .shared_role import EXISTING

_SERVICE_ROLE = "service-role"
"""Path of the managed policies that AWS provides for service roles."""


@dataclass(frozen=True)
class OwnRole(Facts):
    """The permissions of a function that has a role of its own.

    Attributes:
        policies: The function's Policies, as data.
        role_id: Logical id of its ``AWS::IAM::Role``, empty if SAM adds the role.
        role: The properties of that role.
    """

    policies: tuple[Data, ...] = ()
    role_id: str = ""
    role: dict[str, Any] | None = None


def own_role(
    answers: Answers,
    style: HouseStyle,
    permissions: Sequence[Permission],
    added_by_sam: Sequence[Permission],
) -> OwnRole:
    """Return the permissions of a function in its own role; none if it has an existing role.

    Args:
        answers: The function's answers.
        style: The style of the repository.
        permissions: The permissions that it needs in both notations.
        added_by_sam: Those that SAM adds to a role that it generates.
    """
    if answers["iam"] == "policies":
        policies = [in_notation(permission, style).policy for permission in permissions]
        stated = [policy for policy in policies if policy is not None]
        return OwnRole(policies=tuple(_joined(stated) if style.joined_statements else stated))
    if answers["iam"] == EXISTING:
        return OwnRole()
    needed = [in_notation(permission, style) for permission in (*added_by_sam, *permissions)]
    return OwnRole(
        role_id=str(fill(style.role_id, answers["name"])),
        role=execution_role(answers, style, needed),
    )


def _joined(policies: Sequence[Data]) -> list[Data]:
    """Return policies with all statements in one document, which is the last policy."""
    documents = [policy for policy in policies if _DOCUMENT in policy]
    if not documents:
        return list(policies)
    statements = [statement for document in documents for statement in document[_DOCUMENT]]
    whole = {**documents[0], _DOCUMENT: statements}
    others = [policy for policy in policies if _DOCUMENT not in policy]
    return [*others, whole]


_DOCUMENT = "Statement"
"""The key that a policy document has, and a policy template of SAM does not."""


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
        version = {"Version": "2012-10-17"} if style.policy_versions else {}
        document = {**version, "Statement": statements}
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


def in_notation(permission: Permission, style: HouseStyle) -> Permission:
    """Return a permission with Sid and Version only if the functions of the repository have them.

    Args:
        permission: The permission.
        style: The style of the repository.
    """
    omitted = {
        *(() if style.statement_ids else ("Sid",)),
        *(() if style.policy_versions else ("Version",)),
    }
    if not omitted:
        return permission
    return replace(
        permission,
        policy=_without(permission.policy, omitted),
        statement=_without(permission.statement, omitted),
    )


def _without(value: Data, keys: set[str]) -> Data:
    if isinstance(value, list):
        return [_without(item, keys) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _without(below, keys) for key, below in value.items() if key not in keys}
