"""Execution role of a function that has an ``AWS::IAM::Role`` in the template."""

from __future__ import annotations

from typing import Any

import pytest
from answers import ANSWERS
from iam import Deployed

from sam_scaffold.components.execution_role import execution_role
from sam_scaffold.sam.iam.permissions import arn_of, inline
from sam_scaffold.sam.style.house_style import HouseStyle

READ = inline("ReadIt", "sqs: ReceiveMessage", arn_of("It"))
SEND = inline("SendIt", "sqs: SendMessage", arn_of("It"))


def role(answers: dict[str, Any] | None = None, *permissions: Any, **style: Any) -> dict[str, Any]:
    return execution_role({**ANSWERS, **(answers or {})}, HouseStyle(**style), permissions)


def managed(found: dict[str, Any]) -> list[str]:
    return [
        Deployed({"Resources": {}}).value(arn).removeprefix("arn:aws-cn:iam::aws:policy/")
        for arn in found["ManagedPolicyArns"]
    ]


def test_only_lambda_may_assume_the_role() -> None:
    (statement,) = role()["AssumeRolePolicyDocument"]["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }


LOGS = "service-role/AWSLambdaBasicExecutionRole"
NETWORK = "service-role/AWSLambdaVPCAccessExecutionRole"
TRACES = "AWSXRayDaemonWriteAccess"
IN_VPC = {"SubnetIds": [{"Ref": "Subnet"}], "SecurityGroupIds": []}

MANAGED: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "logs": ({}, {}, [LOGS]),
    "traces": ({"tracing": True}, {}, [LOGS, TRACES]),
    "network": ({"vpc": True}, {"vpc": IN_VPC}, [NETWORK]),
    "network-not-wanted": ({"vpc": False}, {"vpc": IN_VPC}, [LOGS]),
    "network-that-is-not-there": ({"vpc": True}, {}, [LOGS]),
    "network-of-globals": ({}, {"globals": {"VpcConfig": IN_VPC}}, [NETWORK]),
    "both": ({"tracing": True, "vpc": True}, {"vpc": IN_VPC}, [NETWORK, TRACES]),
}


@pytest.mark.parametrize(("answers", "style", "expected"), MANAGED.values(), ids=MANAGED.keys())
def test_what_lambda_itself_needs(
    answers: dict[str, Any], style: dict[str, Any], expected: list[str]
) -> None:
    assert managed(role(answers, **style)) == expected


def test_permissions_are_one_policy_with_the_function_s_name() -> None:
    assert role({}, READ, SEND)["Policies"] == [
        {
            "PolicyName": "order-router",
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [READ.statement, SEND.statement],
            },
        }
    ]


def test_without_permissions_there_is_no_empty_policy() -> None:
    """IAM refuses a document without statements."""
    assert "Policies" not in role()


def test_the_house_says_what_every_role_has() -> None:
    boundary = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary"}
    found = role(
        role_name={"Fn::Sub": "${Stage}-{kebab}"},
        role_properties={"PermissionsBoundary": boundary, "Path": "/desk/"},
    )
    assert found["RoleName"] == {"Fn::Sub": "${Stage}-order-router"}
    assert (found["PermissionsBoundary"], found["Path"]) == (boundary, "/desk/")
    assert "RoleName" not in role()
