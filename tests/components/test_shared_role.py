"""The role that a function is given, and the boundary of those that are made for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from answers import facts
from repositories import Repository, refusal, succeeded

from sam_scaffold.components.shared_role import GivenRole, given_role
from sam_scaffold.sam.iam.permissions import arn_of, inline, under
from sam_scaffold.sam.style.house_style import HouseStyle

BOUNDARY = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/boundary"}

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  RunRoleArn: {Type: String}
Resources:
  LedgerTable: {Type: AWS::DynamoDB::Table}
  ParcelsFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/parcels/
      Handler: app.lambda_handler
      Runtime: python3.12
      Role: !Ref RunRoleArn
  InvoicesFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/invoices/
      Handler: app.lambda_handler
      Runtime: python3.12
      Role: !Ref RunRoleArn
"""
ROLE = {"Ref": "RunRoleArn"}
USES = ("-d", "trigger=sqs", "-d", "uses=LedgerTable:read", "-d", "alarms=none")


def with_refunds(root: Path, *words: str) -> tuple[Repository, str]:
    """Add a function to a repository with one role for all; return the warnings."""
    repository = Repository(root, {"template.yaml": TEMPLATE})
    repository.commit()
    done = succeeded(repository.here("add", "function", "refunds", *words))
    return repository, done.err


def test_a_new_function_runs_in_the_role_that_all_have(tmp_path: Path) -> None:
    repository, said = with_refunds(tmp_path, *USES)
    properties = repository.properties("RefundsFunction")
    assert properties["Role"] == ROLE
    assert "Policies" not in properties
    for word in (
        "RunRoleArn", "AWSLambdaBasicExecutionRole", "sqs:ReceiveMessage", "RefundsQueue",
        "dynamodb:GetItem", "LedgerTable",
    ):  # fmt: skip
        assert word in said
    readme = repository.text(".scaffold/functions/refunds/README.md")
    assert "sqs:DeleteMessage, sqs:GetQueueAttributes on RefundsQueue" in readme


def test_it_is_an_answer_that_set_keeps_and_changes(tmp_path: Path) -> None:
    repository, _ = with_refunds(tmp_path, *USES)
    done = succeeded(repository.here("set", "refunds", "memory_size=512"))
    assert repository.properties("RefundsFunction")["Role"] == ROLE
    assert "RunRoleArn" not in done.err
    done = succeeded(repository.here("set", "refunds", "tracing=true"))
    assert "AWSXRayDaemonWriteAccess" in done.err
    succeeded(repository.here("set", "refunds", "iam=policies"))
    properties = repository.properties("RefundsFunction")
    assert "Role" not in properties
    assert properties["Policies"]
    succeeded(repository.here("set", "refunds", "iam=existing"))
    assert repository.properties("RefundsFunction")["Role"] == ROLE


def test_without_such_a_role_it_is_no_choice(tmp_path: Path) -> None:
    text = TEMPLATE.replace("      Role: !Ref RunRoleArn\n", "")
    repository = Repository(tmp_path, {"template.yaml": text})
    line = refusal(repository.here("add", "function", "refunds", "-d", "iam=existing"))
    assert "'existing' is not a valid choice" in line


def test_objects_are_read_by_the_role_that_is_given(tmp_path: Path) -> None:
    repository, said = with_refunds(tmp_path, "-d", "trigger=s3", "-d", "alarms=none")
    types = [found["Type"] for found in repository.data()["Resources"].values()]
    assert "AWS::IAM::Policy" not in types
    assert "s3:GetObject, s3:GetObjectVersion, s3:ListBucket on RefundsBucket" in said


def test_the_role_of_a_schedule_is_said(tmp_path: Path) -> None:
    _, said = with_refunds(tmp_path, "-d", "trigger=schedule", "-d", "alarms=none")
    assert "RoleArn" in said


def test_permission_under_a_condition() -> None:
    right = under("HasKey", inline("DecryptWithKey", "kms: Decrypt", arn_of("Key")))
    found = given_role(
        {"iam": "existing"}, HouseStyle(shared_role=ROLE), [right], ["service-role/Logs"]
    )
    assert found == GivenRole(ROLE, ("the permissions of Logs", "kms:Decrypt on Key"))


@pytest.mark.parametrize(
    ("style", "answers", "stated"),
    [
        ({}, {}, None),
        ({"own": {"PermissionsBoundary": BOUNDARY}}, {}, BOUNDARY),
        ({"role_properties": {"PermissionsBoundary": BOUNDARY}}, {}, BOUNDARY),
        ({"globals": {"PermissionsBoundary": BOUNDARY}}, {}, None),
        ({"own": {"PermissionsBoundary": BOUNDARY}}, {"iam": "role"}, None),
    ],
    ids=["none", "functions", "roles", "globals", "explicit-role"],
)
def test_a_function_states_the_boundary_that_its_role_has_to_have(
    style: dict[str, Any], answers: dict[str, Any], stated: Any
) -> None:
    found = facts(answers, **style)
    assert found["properties"].get("PermissionsBoundary") == stated
    if "iam" in answers:
        assert found["role"]["PermissionsBoundary"] == BOUNDARY


def test_explicit_role_has_the_boundary_and_path_of_globals() -> None:
    given = {"PermissionsBoundary": BOUNDARY, "RolePath": "/desk/"}
    role = facts({"iam": "role"}, globals=given)["role"]
    assert (role["PermissionsBoundary"], role["Path"]) == (BOUNDARY, "/desk/")


def test_the_role_of_a_schedule_has_the_boundary_too(tmp_path: Path) -> None:
    boundary = "Globals:\n  Function:\n    PermissionsBoundary: !Sub arn:x:${Boundary}\nResources:"
    text = TEMPLATE.replace("      Role: !Ref RunRoleArn\n", "").replace("Resources:", boundary)
    repository = Repository(tmp_path, {"template.yaml": text})
    words = ("-d", "time_zone=Europe/Berlin", "-d", "trigger=schedule", "-d", "alarms=none")
    succeeded(repository.here("add", "function", "refunds", *words))
    properties: Any = repository.properties("RefundsFunction")
    assert "PermissionsBoundary" not in properties
    event = properties["Events"]["Schedule"]["Properties"]
    assert event["PermissionsBoundary"] == {"Fn::Sub": "arn:x:${Boundary}"}
