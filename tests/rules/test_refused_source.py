"""E9405: event sources that Lambda refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "E9405"
HEAD = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  None: {Type: Number, Default: 0}
  Arn: {Type: String}
Resources:
  Orders: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
  Others: {Type: AWS::SQS::Queue}
  Either: {Type: AWS::SQS::Queue, Properties: {FifoQueue: !If [A, true, !Ref AWS::NoValue]}}
  Ledger: {Type: AWS::DynamoDB::Table, Properties: {StreamSpecification: {StreamViewType: KEYS_ONLY}}}
  Still: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST}}
  Simple: {Type: AWS::Serverless::SimpleTable}
  Router:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      InlineCode: pass
"""  # noqa: E501 - a line each
FIFO = "arn:aws:sqs:eu-west-1:123456789012:orders.fifo"


def says(folder: Path, kind: str, properties: str) -> list[str]:
    event = f"      Events: {{Source: {{Type: {kind}, Properties: {{{properties}}}}}}}\n"
    return [finding.message for finding in lint(folder, RULE, HEAD + event)]


WINDOW = "MaximumBatchingWindowInSeconds: 5"
LATEST = "StartingPosition: LATEST"
REFUSED = {
    "window": (
        "SQS",
        f"Queue: !GetAtt Orders.Arn, {WINDOW}",
        "a FIFO queue does not support a batching window",
    ),
    "window by its ARN": ("SQS", f"Queue: '{FIFO}', {WINDOW}", "a FIFO queue"),
    "no stream": ("DynamoDB", f"Stream: !GetAtt Still.StreamArn, {LATEST}", "Still has no stream"),
    "simple table": (
        "DynamoDB",
        f"Stream: !GetAtt Simple.StreamArn, {LATEST}",
        "Simple has no stream. Change it to an AWS::DynamoDB::Table",
    ),
    "table": ("DynamoDB", f"Stream: !GetAtt Ledger.Arn, {LATEST}", "Use Ledger.StreamArn"),
    "position": (
        "DynamoDB",
        "Stream: !GetAtt Ledger.StreamArn, StartingPosition: AT_TIMESTAMP",
        "AT_TIMESTAMP is not valid for a DynamoDB stream",
    ),
    "time": ("Kinesis", "Stream: arn:a, StartingPosition: AT_TIMESTAMP", "requires a time"),
}
TAKEN = {
    "no window": ("SQS", "Queue: !GetAtt Orders.Arn, MaximumBatchingWindowInSeconds: 0"),
    "default": ("SQS", "Queue: !GetAtt Orders.Arn, MaximumBatchingWindowInSeconds: !Ref None"),
    "usual queue": ("SQS", f"Queue: !GetAtt Others.Arn, {WINDOW}"),
    "either": ("SQS", f"Queue: !GetAtt Either.Arn, {WINDOW}"),
    "elsewhere": ("SQS", f"Queue: !Ref Arn, {WINDOW}"),
    "stream": ("DynamoDB", f"Stream: !GetAtt Ledger.StreamArn, {LATEST}"),
    "another's": ("DynamoDB", f"Stream: !Ref Arn, {LATEST}"),
    "time": ("Kinesis", "Stream: a, StartingPosition: AT_TIMESTAMP, StartingPositionTimestamp: 1"),
}


@pytest.mark.parametrize(("kind", "properties", "said"), REFUSED.values(), ids=REFUSED)
def test_what_lambda_refuses(kind: str, properties: str, said: str, tmp_path: Path) -> None:
    (found,) = says(tmp_path, kind, properties)
    assert found.startswith("Router: ")
    assert said in found


@pytest.mark.parametrize(("kind", "properties"), TAKEN.values(), ids=TAKEN)
def test_what_lambda_takes(kind: str, properties: str, tmp_path: Path) -> None:
    assert says(tmp_path, kind, properties) == []


def test_mappings_are_looked_at(tmp_path: Path) -> None:
    mapping = """\
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Router
      EventSourceArn: !GetAtt Orders.Arn
      MaximumBatchingWindowInSeconds: 1
"""
    (found,) = lint(tmp_path, RULE, HEAD + mapping)
    assert found.path == ("Resources", "Mapping", "Properties", "MaximumBatchingWindowInSeconds")
