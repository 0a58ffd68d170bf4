"""Queues that hide messages for too short a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import fixed, lint

RULE = "W9401"


def template(queue: str, function: str = "Timeout: 20", event: str = "", more: str = "") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Seconds: {{Type: Number, Default: 60}}
          QueueArn: {{Type: String, Default: "arn:aws:sqs:eu-west-1:123456789012:orders"}}
        Resources:
          Orders:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: orders
              {queue}
          Router:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.12
              {function}
              Events:
                Queue:
                  Type: SQS
                  Properties: {{{event or "Queue: !GetAtt Orders.Arn"}}}
          {more}
        """


LONG_ENOUGH = {
    "six-times": ("VisibilityTimeout: 120", "Timeout: 20", ""),
    "defaults": ("DelaySeconds: 0", "MemorySize: 128", ""),
    "as-text": ("VisibilityTimeout: '120'", "Timeout: '20'", ""),
    "timeout-unknown": ("VisibilityTimeout: 5", "Timeout: !FindInMap [A, B, C]", ""),
    "visibility-unknown": ("VisibilityTimeout: !If [A, 1, 2]", "Timeout: 20", ""),
    "other-queue": ("VisibilityTimeout: 5", "Timeout: 20", "Queue: !ImportValue Queue"),
    "other-name": (
        "VisibilityTimeout: 5", "Timeout: 20",
        "Queue: arn:aws:sqs:eu-west-1:123456789012:refunds",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("queue", "function", "event"), LONG_ENOUGH.values(), ids=LONG_ENOUGH)
def test_is_silent(queue: str, function: str, event: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template(queue, function, event)) == []


@pytest.mark.parametrize(
    ("queue", "function", "stated", "takes", "needed"),
    [
        pytest.param("VisibilityTimeout: 119", "Timeout: 20", 119, 20, 120, id="stated"),
        pytest.param("DelaySeconds: 0", "Timeout: 6", 30, 6, 36, id="default"),
        pytest.param("VisibilityTimeout: 17", "MemorySize: 1", 17, 3, 18, id="default-timeout"),
        pytest.param("VisibilityTimeout: 60", "Timeout: !Ref Seconds", 60, 60, 360, id="refs"),
    ],
)
def test_says_what_is_needed(
    queue: str, function: str, stated: int, takes: int, needed: int, tmp_path: Path
) -> None:
    [found] = lint(tmp_path, RULE, template(queue, function))
    assert found.path == ("Resources", "Orders", "Properties", "VisibilityTimeout")
    assert found.message == (
        f"Orders: its visibility timeout is {stated} s, and the timeout of Router is {takes} s. "
        f"Set it to {needed} s, six times the function's."
    )


@pytest.mark.parametrize(
    "event",
    [
        "Queue: {'Fn::GetAtt': [Orders, Arn]}",
        "Queue: !Sub '${Orders.Arn}'",
        "Queue: !Ref Orders",
        "Queue: arn:aws:sqs:eu-west-1:123456789012:orders",
        "Queue: !Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders'",
        "Queue: !Sub 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Orders.QueueName}'",
        "Queue: !Ref QueueArn",
    ],
)
def test_knows_the_queue_however_it_is_named(event: str, tmp_path: Path) -> None:
    assert len(lint(tmp_path, RULE, template("VisibilityTimeout: 5", event=event))) == 1


def test_adds_the_batching_window(tmp_path: Path) -> None:
    event = "Queue: !GetAtt Orders.Arn, MaximumBatchingWindowInSeconds: 10"
    [found] = lint(tmp_path, RULE, template("VisibilityTimeout: 120", event=event))
    assert found.message.endswith(
        "Set it to 130 s, six times the function's plus the batching window of 10 s."
    )


MAPPING = """
          Mapping:
            Type: AWS::Lambda::EventSourceMapping
            Properties: {EventSourceArn: !GetAtt Orders.Arn, FunctionName: !Ref Slow}
          Slow:
            Type: AWS::Lambda::Function
            Properties: {Runtime: python3.12, Timeout: 50}
"""


def test_goes_by_the_slowest_of_its_functions(tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template("VisibilityTimeout: 120", more=MAPPING))
    assert "and the timeout of Slow is 50 s. Set it to 300 s" in found.message


@pytest.mark.parametrize(
    ("queue", "line"),
    [
        ("VisibilityTimeout: 5 # soon", "VisibilityTimeout: 120 # soon"),
        ("DelaySeconds: 0", "DelaySeconds: 0\n      VisibilityTimeout: 120"),
        ("VisibilityTimeout: !Ref Seconds", "VisibilityTimeout: !Ref Seconds"),
    ],
    ids=["raised", "new", "parameter"],
)
def test_fixes_only_a_literal(queue: str, line: str, tmp_path: Path) -> None:
    before = template(queue)
    after = fixed(tmp_path, RULE, before)
    assert f"\n      {line}\n" in after
    if "Ref" not in queue:
        assert lint(tmp_path, RULE, after) == []


def test_fixes_a_queue_without_properties(tmp_path: Path) -> None:
    before = template("DelaySeconds: 0").replace(
        """
            Properties:
              QueueName: orders
              DelaySeconds: 0""",
        "",
    )
    after = fixed(tmp_path, RULE, before)
    queue = "Type: AWS::SQS::Queue\n    Properties:\n      VisibilityTimeout: 120\n  Router:"
    assert queue in after
