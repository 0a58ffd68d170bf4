"""Permissions that a user states."""

from __future__ import annotations

from typing import Any

import pytest
from answers import facts

from sam_scaffold.components.further_permissions import further_permissions, permissions_problem

ARN = {"Fn::GetAtt": ["LedgerTable", "Arn"]}


@pytest.mark.parametrize(
    "permissions",
    [
        [],
        [{"actions": ["s3:GetObject", "s3:List*"], "resource": "*"}],
        [{"actions": "execute-api:Invoke", "resource": "arn:aws:execute-api:*:*:*"}],
        [{"actions": ["dynamodb:Query"], "resource": [ARN, {"Fn::Sub": "${LedgerTable.Arn}/*"}]}],
    ],
)
def test_valid_permissions(permissions: Any) -> None:
    assert permissions_problem(permissions) == ""


@pytest.mark.parametrize(
    ("permissions", "why"),
    [
        ({"actions": ["s3:GetObject"], "resource": "*"}, "is not a list"),
        ("s3:GetObject", "is not a list"),
        (None, "is not a list"),
        (["s3:GetObject"], "must have actions and a resource"),
        ([{"actions": ["s3:GetObject"]}], "must have actions and a resource"),
        ([{"actions": ["s3:GetObject"], "resource": "*", "effect": "Deny"}], "nothing else"),
        ([{"actions": [], "resource": "*"}], "must be a service and an action"),
        ([{"actions": ["*"], "resource": "*"}], "must be a service and an action"),
        ([{"actions": [5], "resource": "*"}], "must be a service and an action"),
        ([{"actions": ["s3:GetObject"], "resource": []}], "must be an ARN"),
        ([{"actions": ["s3:GetObject"], "resource": None}], "must be an ARN"),
        ([{"actions": ["s3:GetObject"], "resource": {"Fn::GetAtt": ["A"]}}], "valid !GetAtt"),
    ],
)
def test_invalid_permissions(permissions: Any, why: str) -> None:
    problem = permissions_problem(permissions)
    assert why in problem
    assert "\n" not in problem


def test_sids_are_unique() -> None:
    stated = [{"actions": ["s3:GetObject"], "resource": "*"}] * 3
    sids = [found.sid for found in further_permissions(stated)]
    assert sids == ["AllowS3GetObject", "AllowS3GetObject2", "AllowS3GetObject3"]


SEND = {"actions": "ses:SendEmail", "resource": "*"}
STATED = {"permissions": [SEND]}
BARE = {"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": "*"}
STATEMENT = {"Sid": "AllowSesSendEmail", **BARE}


def test_both_notations() -> None:
    (policy,) = facts(STATED)["policies"]
    assert policy == {"Version": "2012-10-17", "Statement": [STATEMENT]}
    (of_role,) = facts({**STATED, "iam": "role"})["role"]["Policies"]
    assert of_role["PolicyDocument"]["Statement"] == [STATEMENT]
    demands = facts({**STATED, "iam": "existing"}, None, shared_role={"Ref": "Role"})["demands"]
    assert "ses:SendEmail on *" in demands


def test_sid_and_version_are_omitted_where_others_have_none() -> None:
    (policy,) = facts(STATED, None, statement_ids=False, policy_versions=False)["policies"]
    assert policy == {"Statement": [BARE]}


def test_statements_are_in_one_document() -> None:
    two = {"permissions": [SEND, {"actions": "s3:ListBucket", "resource": "*"}]}
    (policy,) = facts(two)["policies"]
    assert [each["Action"] for each in policy["Statement"]] == [
        ["ses:SendEmail"],
        ["s3:ListBucket"],
    ]


def test_all_documents_are_one_where_others_have_one() -> None:
    resource = {"logical_id": "Limit", "type": "AWS::SSM::Parameter", "properties": {}}
    answers = {**STATED, "uses": ["Limit:read"], "resources": [{**resource, "condition": ""}]}
    assert len(facts(answers)["policies"]) == 2
    (policy,) = facts(answers, None, joined_statements=True)["policies"]
    assert [each["Sid"] for each in policy["Statement"]] == ["ReadLimit", "AllowSesSendEmail"]


def test_older_components_have_none() -> None:
    assert facts({"permissions": None})["policies"] == []
