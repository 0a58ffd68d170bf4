"""Policies that SAM ignores next to a role."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from translation import translate

from rules import lint

RULE = "E9501"


def function(role: str, policies: str, kind: str = "AWS::Serverless::Function") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: {kind}
            Properties:
              Runtime: python3.12
              {role}
              {policies}
        """


POLICIES = "Policies: [AmazonSQSReadOnlyAccess]"
DROPPED = {
    "arn": ("Role: arn:aws:iam::123456789012:role/orders", POLICIES),
    "get-att": ("Role: !GetAtt OrdersRole.Arn", POLICIES),
    "parameter": ("Role: !Ref RoleArn", POLICIES),
    "one-policy": ("Role: !GetAtt OrdersRole.Arn", "Policies: AmazonSQSReadOnlyAccess"),
}


@pytest.mark.parametrize(("role", "policies"), DROPPED.values(), ids=DROPPED)
def test_finds_what_is_dropped(role: str, policies: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, function(role, policies))
    assert found.path == ("Resources", "Orders", "Properties", "Policies")
    assert found.message.startswith("Orders: SAM ignores Policies if Role is set. ")


KEPT = {
    "no-role": ("Timeout: 3", POLICIES),
    "no-policies": ("Role: !GetAtt OrdersRole.Arn", "Timeout: 3"),
    "empty": ("Role: !GetAtt OrdersRole.Arn", "Policies: []"),
    "condition": ("Role: !If [A, !Ref RoleArn, !Ref AWS::NoValue]", POLICIES),
    "no-value": ("Role: !Ref AWS::NoValue", POLICIES),
}


@pytest.mark.parametrize(("role", "policies"), KEPT.values(), ids=KEPT)
def test_is_silent(role: str, policies: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, function(role, policies)) == []


def test_is_silent_on_lambdas_own_functions(tmp_path: Path) -> None:
    text = function("Role: !GetAtt OrdersRole.Arn", POLICIES, "AWS::Lambda::Function")
    assert lint(tmp_path, RULE, text) == []


def test_knows_what_the_translator_does() -> None:
    properties: dict[str, Any] = {
        "Runtime": "python3.12",
        "Handler": "app.handler",
        "InlineCode": "pass",
        "Role": "arn:aws:iam::123456789012:role/orders",
        "Policies": [{"SQSSendMessagePolicy": {"QueueName": "orders"}}],
    }
    orders = {"Type": "AWS::Serverless::Function", "Properties": properties}
    assert set(translate({"Orders": orders})["Resources"]) == {"Orders"}
    del properties["Role"]
    assert set(translate({"Orders": orders})["Resources"]) == {"Orders", "OrdersRole"}
