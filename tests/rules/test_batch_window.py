"""Batches above 10 without a batching window."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import fixed, lint

RULE = "E9402"


def template(event: str, queue: str = "", kind: str = "SQS") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Size: {{Type: Number, Default: 100}}
          QueueArn: {{Type: String}}
        Resources:
          Orders:
            Type: AWS::SQS::Queue
            Properties: {{{queue}}}
          Router:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.12
              Events:
                Queue:
                  Type: {kind}
                  Properties:
                    {event}
        """


ORDERS = "Queue: !GetAtt Orders.Arn"
FINE = {
    "ten": (f"{{{ORDERS}, BatchSize: 10}}", "", "SQS"),
    "default": (f"{{{ORDERS}}}", "", "SQS"),
    "window": (f"{{{ORDERS}, BatchSize: 11, MaximumBatchingWindowInSeconds: 1}}", "", "SQS"),
    "window-unknown": (
        f"{{{ORDERS}, BatchSize: 11, MaximumBatchingWindowInSeconds: !If [A, 1, 2]}}", "", "SQS",
    ),
    "size-unknown": (f"{{{ORDERS}, BatchSize: !FindInMap [A, B, C]}}", "", "SQS"),
    "fifo": (f"{{{ORDERS}, BatchSize: 11}}", "FifoQueue: true", "SQS"),
    "fifo-unknown": (f"{{{ORDERS}, BatchSize: 11}}", "FifoQueue: !If [A, true, false]", "SQS"),
    "fifo-elsewhere": (
        "{Queue: arn:aws:sqs:eu-west-1:123456789012:orders.fifo, BatchSize: 11}", "", "SQS",
    ),
    "stream": ("{Stream: !GetAtt Ticks.Arn, BatchSize: 100}", "", "Kinesis"),
}  # fmt: skip


@pytest.mark.parametrize(("event", "queue", "kind"), FINE.values(), ids=FINE)
def test_is_silent(event: str, queue: str, kind: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template(event, queue, kind)) == []


REFUSED = {
    "eleven": f"{{{ORDERS}, BatchSize: 11}}",
    "text": f"{{{ORDERS}, BatchSize: '11'}}",
    "parameter": f"{{{ORDERS}, BatchSize: !Ref Size}}",
    "no-window": f"{{{ORDERS}, BatchSize: 11, MaximumBatchingWindowInSeconds: 0}}",
    "queue-unknown": "{Queue: !Ref QueueArn, BatchSize: 11}",
}


@pytest.mark.parametrize("event", REFUSED.values(), ids=REFUSED)
def test_finds_it(event: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template(event))
    assert found.path == (
        "Resources", "Router", "Properties", "Events", "Queue", "Properties", "BatchSize",
    )  # fmt: skip
    assert "Set MaximumBatchingWindowInSeconds to 1 or more" in found.message


def test_finds_mappings(tmp_path: Path) -> None:
    [found] = lint(
        tmp_path,
        RULE,
        """
        Resources:
          Router: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12}}
          Mapping:
            Type: AWS::Lambda::EventSourceMapping
            Properties:
              FunctionName: !GetAtt Router.Arn
              EventSourceArn: arn:aws:sqs:eu-west-1:123456789012:orders
              BatchSize: 100
        """,
    )
    assert found.path == ("Resources", "Mapping", "Properties", "BatchSize")
    assert found.message.startswith("Mapping: a batch of 100 messages ")


BLOCK = f"{ORDERS}\n                    BatchSize: 11"


@pytest.mark.parametrize(
    ("event", "added"),
    [
        (BLOCK, "BatchSize: 11\n            MaximumBatchingWindowInSeconds: 1\n"),
        (REFUSED["eleven"], 'BatchSize: 11, "MaximumBatchingWindowInSeconds": 1}'),
        (REFUSED["no-window"], "MaximumBatchingWindowInSeconds: 1}"),
    ],
    ids=["block", "flow", "raised"],
)
def test_fixes_by_the_shortest_window(event: str, added: str, tmp_path: Path) -> None:
    after = fixed(tmp_path, RULE, template(event))
    assert added in after
    assert lint(tmp_path, RULE, after) == []


def test_fixes_nothing_if_the_queue_may_be_a_fifo_queue(tmp_path: Path) -> None:
    before = template(REFUSED["queue-unknown"])
    assert fixed(tmp_path, RULE, before).split() == before.split()
