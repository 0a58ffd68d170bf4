"""AWS's own policies, held against the copies that moto has of them."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from sam_scaffold.aws import managed_policies
from sam_scaffold.aws.managed_policies import allowed_by

ACTIONS = (
    "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
    "dynamodb:ListStreams", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces", "events:PutEvents", "kafka:GetBootstrapBrokers",
    "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords",
    "kinesis:GetShardIterator", "kinesis:ListShards", "lambda:InvokeFunction",
    "logs:CreateLogStream", "logs:PutLogEvents", "mq:DescribeBroker",
    "secretsmanager:GetSecretValue", "sns:Publish", "sqs:DeleteMessage",
    "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage",
    "xray:PutTelemetryRecords", "xray:PutTraceSegments",
)  # fmt: skip
"""Actions that a function's role may need."""


def allowed(patterns: list[str]) -> set[str]:
    lowered = [pattern.lower() for pattern in patterns]
    return {
        action
        for action in ACTIONS
        if any(fnmatchcase(action.lower(), pattern) for pattern in lowered)
    }


@pytest.mark.parametrize("name", managed_policies._ACTIONS)
def test_allows_what_the_policy_allows(name: str) -> None:
    module = pytest.importorskip("moto.iam.aws_managed_policies")
    theirs = json.loads(module.aws_managed_policies_data)
    if name not in theirs:
        pytest.skip("moto does not know it")
    stated = theirs[name]["Document"]["Statement"]
    patterns: list[str] = []
    for statement in stated if isinstance(stated, list) else [stated]:
        # PowerUserAccess has NotAction, with no action that a function's role may need.
        action = statement.get("Action", "*")
        patterns += [action] if isinstance(action, str) else action
    assert allowed(list(allowed_by(name) or ())) == allowed(patterns)


def test_does_not_know_others() -> None:
    assert allowed_by("AmazonBedrockFullAccess") is None
