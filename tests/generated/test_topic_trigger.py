"""A function that a topic invokes: undelivered messages are kept, and nothing else may send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from repositories import TEMPLATE, Repository, refusal, shop, succeeded

RESOURCES = """
  Orders:
    Type: AWS::SNS::Topic

  InOrder:
    Type: AWS::SNS::Topic
    Properties:
      FifoTopic: true

Outputs:"""


def repository(root: Path) -> Repository:
    return shop(root, **{"template.yaml": TEMPLATE.replace("\nOutputs:", RESOURCES)})


def words(*answers: str) -> list[str]:
    data = [word for answer in answers for word in ("-d", answer)]
    return ["add", "function", "mailer", "-d", "trigger=sns", *data, "--defaults"]


def events(where: Repository) -> Any:
    return where.properties("MailerFunction").get("Events")


@pytest.mark.parametrize(("source", "topic"), [("new", "MailerTopic"), ("Orders", "Orders")])
def test_what_the_topic_cannot_deliver_is_kept(source: str, topic: str, tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words(f"source={source}")))
    dead_letters = {"Fn::GetAtt": ["MailerDeadLetterQueue", "Arn"]}
    assert events(where) == {
        "Topic": {
            "Type": "SNS",
            "Properties": {
                "Topic": {"Ref": topic},
                "RedrivePolicy": {"deadLetterTargetArn": dead_letters},
            },
        }
    }
    policy: Any = where.properties("MailerDeadLetterQueuePolicy")
    assert policy["Queues"] == [{"Ref": "MailerDeadLetterQueue"}]
    assert policy["PolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": dead_letters,
            "Condition": {"ArnEquals": {"aws:SourceArn": {"Ref": topic}}},
        }
    ]


def test_filter_policy_stands_as_it_was_given(tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words("filter_policy={event: [placed, {prefix: refund_}], 'no': ['1']}")))
    assert events(where)["Topic"]["Properties"]["FilterPolicy"] == {
        "event": ["placed", {"prefix": "refund_"}],
        "no": ["1"],
    }


def test_switched_off_it_has_no_subscription(tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*words("source=Orders", "enabled=false")))
    assert events(where) is None
    assert "deadLetterTargetArn" in where.text("functions/mailer/README.md")


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        pytest.param(("source=InOrder",), ("'InOrder'", "standard topic", "Orders"), id="fifo"),
        pytest.param(
            ("source=Orders", "publishes_to=Orders"), ("'Orders'", "infinite loop"), id="loop"
        ),
        pytest.param(("filter_policy=[a]",), ("['a']", "not a mapping"), id="filter"),
    ],
)
def test_what_is_refused(answers: tuple[str, ...], named: tuple[str, ...], tmp_path: Path) -> None:
    where = repository(tmp_path)
    before = where.snapshot()
    line = refusal(where.here(*words(*answers)))
    for text in named:
        assert text in line
    assert where.snapshot() == before
