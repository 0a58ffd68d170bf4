"""`set` and `remove` next to resources of the user: they are not merged into, nor renamed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from repositories import Repository, refusal, succeeded

FUNCTION = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  CleanupFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/cleanup/
      Handler: app.lambda_handler
      Runtime: python3.12
"""


def written_by_hand(root: Path, more: str, resources: str = "") -> Repository:
    """Return an adopted function with more properties, and resources next to it."""
    files = {"template.yaml": FUNCTION + more + resources, "functions/cleanup/app.py": "X = 1\n"}
    repository = Repository(root, files)
    repository.commit()
    succeeded(repository.here("adopt", "CleanupFunction"))
    return repository


def events(repository: Repository) -> dict[str, object]:
    found = repository.properties("CleanupFunction")["Events"]
    assert isinstance(found, dict)
    return found


def refused(repository: Repository, *answers: str) -> str:
    """Return the line of a refused `set`, which has changed nothing."""
    before = repository.snapshot()
    line = refusal(repository.here("set", "cleanup", *answers))
    assert repository.snapshot() == before
    return line


def event(name: str, kind: str, properties: str) -> str:
    return (
        f"      Events:\n        {name}:\n          Type: {kind}\n"
        f"          Properties:\n            {properties}\n"
    )


HTTP = ["trigger=http_api", "path=/x"]


@pytest.mark.parametrize(
    ("own", "answers"),
    [
        (event("Nightly", "Schedule", "Schedule: rate(1 day)"), ["trigger=schedule"]),
        (event("Nightly", "Schedule", "Schedule: rate(1 day)"), ["trigger=sqs"]),
        (event("Rule", "CloudWatchEvent", "Pattern: {source: [a]}"), ["trigger=schedule"]),
        (event("Upload", "Api", "{RestApiId: !ImportValue a, Path: /, Method: get}"), HTTP),
    ],
    ids=["schedule", "schedule-and-queue", "rule", "api"],
)
def test_event_is_added_beside_one_of_another_type(
    own: str, answers: list[str], tmp_path: Path
) -> None:
    repository = written_by_hand(tmp_path, own)
    (name, before), *_ = events(repository).items()
    succeeded(repository.here("set", "cleanup", *answers))
    after = events(repository)
    assert after.pop(name) == before
    assert len(after) == 1
    assert own.partition("Events:\n")[2] in repository.text()


@pytest.mark.parametrize(
    ("own", "answers"),
    [
        (event("Schedule", "Schedule", "Schedule: rate(1 day)"), ["trigger=schedule"]),
        (
            event("Schedule", "ScheduleV2", "ScheduleExpression: rate(1 day)")
            + "        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n",
            ["trigger=schedule"],
        ),
        (event("Queue", "!Ref Kind", "Queue: !GetAtt Orders.Arn"), ["trigger=sqs"]),
    ],
    ids=["another-type", "the-same-type", "intrinsic"],
)
def test_name_of_an_event_is_not_taken(own: str, answers: list[str], tmp_path: Path) -> None:
    repository = written_by_hand(tmp_path, own)
    line = refused(repository, *answers)
    assert (
        f"CleanupFunction already has an event {answers[0][8:].replace('sqs', 'queue').title()}"
        in line
    )


def test_queue_is_polled_once(tmp_path: Path) -> None:
    queue = "  Orders:\n    Type: AWS::SQS::Queue\n    Properties: {VisibilityTimeout: 180}\n"
    work = event("Work", "SQS", "{Queue: !GetAtt Orders.Arn, BatchSize: 1}")
    more = "        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n"
    repository = written_by_hand(tmp_path, work + more, queue)
    line = refused(repository, "trigger=sqs", "source=Orders")
    assert "the event Work of CleanupFunction has the same source" in line


def test_another_trigger_has_an_event_of_another_name(tmp_path: Path) -> None:
    """CloudFormation lets no resource change its type, and calls it after the event."""
    queue = "  Orders:\n    Type: AWS::SQS::Queue\n    Properties: {VisibilityTimeout: 180}\n"
    work = event("Work", "SQS", "Queue: !GetAtt Orders.Arn\n            BatchSize: 10\n"
                 "            FunctionResponseTypes: [ReportBatchItemFailures]")  # fmt: skip
    repository = written_by_hand(tmp_path, work, queue)
    assert "trigger: sqs" in repository.text(".scaffold/functions/cleanup/answers.yml")
    succeeded(repository.here("set", "cleanup", "trigger=schedule"))
    assert events(repository).keys() == {"Schedule"}


def test_same_trigger_keeps_its_source(tmp_path: Path) -> None:
    queue = "  Orders:\n    Type: AWS::SQS::Queue\n    Properties: {VisibilityTimeout: 180}\n"
    work = event("Work", "SQS", "Queue: !GetAtt Orders.Arn")
    repository = written_by_hand(tmp_path, work, queue)
    text = repository.text()
    succeeded(repository.here("set", "cleanup", "trigger=sqs", "timeout=20"))
    assert repository.text() == text.replace("3.12\n", "3.12\n      Timeout: 20\n")
    assert repository.answers(".scaffold/functions/cleanup/answers.yml")["source"] == "Orders"


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("CleanupDeadLetterQueue", ["trigger=schedule", "on_failure=queue"]),
        ("CleanupErrorsAlarm", ["alarms=full"]),
        ("CleanupLogGroup", ["log_retention=30"]),
        ("AlarmsTopic", ["alarms=full"]),
    ],
)
def test_name_of_a_resource_is_not_taken(kind: str, answers: list[str], tmp_path: Path) -> None:
    own = f"  {kind}:\n    Type: AWS::S3::Bucket\n"
    repository = written_by_hand(tmp_path, "", own)
    line = refused(repository, *answers)
    assert kind in line


def test_destination_is_one_thing(tmp_path: Path) -> None:
    own = (
        "      EventInvokeConfig:\n        DestinationConfig:\n          OnFailure:\n"
        "            Destination: !Ref Failures\n"
    )
    repository = written_by_hand(tmp_path, own, "  Failures:\n    Type: AWS::SNS::Topic\n")
    done = repository.here("set", "cleanup", "trigger=schedule")
    assert done.code == 1
    assert "conflict Resources.CleanupFunction.Properties.EventInvokeConfig" in done.out
    config = repository.properties("CleanupFunction")["EventInvokeConfig"]
    assert isinstance(config, dict)
    assert config["DestinationConfig"]["OnFailure"] == {"Destination": {"Ref": "Failures"}}


def test_what_was_written_by_hand_is_not_called_edited(tmp_path: Path) -> None:
    repository = written_by_hand(tmp_path, event("Nightly", "Schedule", "Schedule: rate(1 day)"))
    line = refusal(repository.here("remove", "cleanup"))
    assert "Resources.CleanupFunction was written by hand" in line
    succeeded(repository.here("remove", "cleanup", "--force"))
    assert "CleanupFunction" not in repository.text()


POLICIES = {
    "block": (
        "      Policies:\n        # The pool's.\n        - Statement:\n"
        "            - Effect: Allow\n              Action: cognito-idp:SignUp\n"
        "              Resource: '*'\n"
    ),
    "flow": "      Policies: [AWSLambdaBasicExecutionRole]   # ours\n",
}


def policies(repository: Repository, logical_id: str) -> list[Any]:
    found = repository.properties(logical_id)["Policies"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("own", POLICIES.values(), ids=POLICIES)
def test_permissions_are_added_next_to_those_of_the_user(own: str, tmp_path: Path) -> None:
    table = "  Orders:\n    Type: AWS::DynamoDB::Table\n"
    repository = written_by_hand(tmp_path, own, table)
    before, text = policies(repository, "CleanupFunction"), repository.text()
    succeeded(repository.here("set", "cleanup", "uses=Orders:read"))
    read = {"DynamoDBReadPolicy": {"TableName": {"Ref": "Orders"}}}
    assert policies(repository, "CleanupFunction") == [*before, read]
    succeeded(repository.here("set", "cleanup", "uses=[]"))
    assert repository.text() == text


def of_role(policy: str) -> tuple[str, str]:
    """Return a function's role property, and the role, with a named policy, and a table."""
    own = "      Role: !GetAtt CleanupFunctionRole.Arn\n"
    role = (
        "  CleanupFunctionRole:\n    Type: AWS::IAM::Role\n    Properties:\n"
        "      AssumeRolePolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n"
        "          - Effect: Allow\n            Principal: {Service: lambda.amazonaws.com}\n"
        "            Action: sts:AssumeRole\n"
        f"      Policies:\n        - PolicyName: {policy}\n          PolicyDocument:\n"
        "            Version: '2012-10-17'\n            Statement:\n"
        "              - {Effect: Allow, Action: 'ses:SendEmail', Resource: '*'}\n"
    )
    return own, role + "  Orders:\n    Type: AWS::DynamoDB::Table\n"


def test_permissions_of_a_role_are_added_next_to_those_of_the_user(tmp_path: Path) -> None:
    own, role = of_role("ours")
    repository = written_by_hand(tmp_path, own, role)
    text = repository.text()
    done = succeeded(repository.here("set", "cleanup", "uses=Orders:read"))
    found = policies(repository, "CleanupFunctionRole")
    assert [policy["PolicyName"] for policy in found] == ["ours", "cleanup"]
    assert "changed Resources.CleanupFunctionRole.Properties.Policies in" in done.out
    succeeded(repository.here("set", "cleanup", "uses=[]"))
    assert repository.text() == text


def test_policy_of_the_same_name_is_a_conflict(tmp_path: Path) -> None:
    own, role = of_role("cleanup")
    repository = written_by_hand(tmp_path, own, role)
    before = repository.properties("CleanupFunctionRole")
    done = repository.here("set", "cleanup", "uses=Orders:read")
    assert done.code == 1
    assert "conflict Resources.CleanupFunctionRole.Properties.Policies" in done.out
    assert repository.properties("CleanupFunctionRole") == before


def test_variables_and_events_go_from_among_those_that_somebody_wrote(tmp_path: Path) -> None:
    own = (
        event("Nightly", "Schedule", "Schedule: rate(1 day)")
        + "      Environment:\n        Variables:\n          POOL: !Ref Pool   # the users\n"
    )
    repository = written_by_hand(tmp_path, own, "  Pool:\n    Type: AWS::Cognito::UserPool\n")
    text = repository.text()
    succeeded(repository.here("set", "cleanup", "environment={MODE: fast}", "trigger=schedule"))
    assert repository.properties("CleanupFunction")["Environment"] == {
        "Variables": {"POOL": {"Ref": "Pool"}, "MODE": "fast"}
    }
    assert events(repository).keys() == {"Nightly", "Schedule"}
    succeeded(repository.here("set", "cleanup", "environment={}", "trigger=none"))
    assert repository.text() == text
