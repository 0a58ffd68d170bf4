"""Detection of resources that the user renamed, without false matches."""

from __future__ import annotations

import json
import re

import pytest

from sam_scaffold.document import Document
from sam_scaffold.merge.rename_detection import renamed_ids
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.sam.model.intrinsics import to_data

BLOCK = """\
  # Orders: works off the messages of OrdersQueue.
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/orders/src/
      Role: !GetAtt OrdersRole.Arn
      Layers: [!Ref SharedLayer]
      LoggingConfig:
        LogGroup: !Ref OrdersLogs
      Environment:
        Variables:
          URL: !Sub "https://${OrdersQueue.QueueName}.${Stage}.example"
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt OrdersQueue.Arn

  # Work for OrdersFunction.
  OrdersQueue:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt OrdersFailed.Arn
        maxReceiveCount: 5

  # Keeps what failed.
  OrdersFailed:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600

  OrdersRole:
    Type: AWS::IAM::Role

  OrdersLogs:
    Type: AWS::Logs::LogGroup

  # Says when runs fail.
  OrdersAlarm:
    Type: AWS::CloudWatch::Alarm
    DependsOn: OrdersFunction
    Properties:
      Dimensions:
        - Name: FunctionName
          Value: !Ref OrdersFunction

  ReadPolicy:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref OrdersFunctionRole]
"""
OTHERS = """\
Parameters:
  Stage: {Type: String}
Resources:
  SharedLayer: {Type: AWS::Serverless::LayerVersion}
"""
OWN = ("Function", "Queue", "Failed", "Role", "Logs", "Alarm")


def recognised(text: str, *claimed: str) -> dict[str, str]:
    base = Snippet.parse("base", f"Resources:\n{BLOCK}".encode())
    document = Document.parse("template.yaml", f"{OTHERS}{text}".encode())
    return renamed_ids(document, base, lambda: claimed)


def renamed(text: str, *ids: str) -> str:
    return re.sub(rf"\b({'|'.join(ids)})\b", r"Our\1", text)


@pytest.mark.parametrize("name", OWN)
def test_each_resource_is_recognised(name: str) -> None:
    one = f"Orders{name}"
    assert recognised(renamed(BLOCK, one)) == {one: f"Our{one}"}


def test_all_are_recognised_at_once() -> None:
    ids = [f"Orders{name}" for name in OWN]
    found = recognised(renamed(BLOCK, "OrdersFunctionRole", *ids))
    assert found == {logical_id: f"Our{logical_id}" for logical_id in (*ids, "OrdersFunctionRole")}


@pytest.mark.parametrize("name", OWN)
def test_json_has_no_comments_to_go_by(name: str) -> None:
    one = f"Orders{name}"
    data = to_data(Document.parse("x", f"{OTHERS}{renamed(BLOCK, one)}".encode()).root)
    base = Snippet.parse("base", f"Resources:\n{BLOCK}".encode())
    document = Document.parse("template.json", json.dumps(data).encode())
    assert renamed_ids(document, base, tuple) == {one: f"Our{one}"}


EDITED = {
    "function": ("OrdersFunction", "!GetAtt OrdersRole.Arn", "!Ref OtherRole"),
    "queue": ("OrdersQueue", "maxReceiveCount: 5", "maxReceiveCount: 9"),
    "alarm": ("OrdersAlarm", "- Name: FunctionName", "- Name: Resource"),
}


@pytest.mark.parametrize(("one", "old", "new"), EDITED.values(), ids=EDITED.keys())
def test_who_renames_may_edit_as_well(one: str, old: str, new: str) -> None:
    assert recognised(renamed(BLOCK, one).replace(old, new)) == {one: f"Our{one}"}


OF_OTHERS = {"layer": "SharedLayer", "parameter": "Stage"}


@pytest.mark.parametrize("one", OF_OTHERS.values(), ids=OF_OTHERS.keys())
def test_what_others_bring_is_recognised_by_its_places(one: str) -> None:
    base = Snippet.parse("base", f"Resources:\n{BLOCK}".encode())
    text = renamed(f"{OTHERS}{BLOCK}", one)
    found = renamed_ids(Document.parse("t", text.encode()), base, tuple)
    assert found == {one: f"Our{one}"}


def _without(name: str) -> str:
    return re.sub(rf"(  #.*\n)?  {name}:\n(    .*\n)+\n?", "", BLOCK)


MINE = """\
  CommonQueue:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600
"""
USER = """\
  OtherQueue:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: {deadLetterTargetArn: !GetAtt CommonQueue.Arn}
"""
ALARM = BLOCK[BLOCK.index("  # Says when") : BLOCK.index("\n  ReadPolicy")]
FAILED = _without("OrdersFailed")
NOT_RENAMED = {
    "nothing": BLOCK,
    "deleted": FAILED,
    "equal-and-nobody-s": FAILED + MINE,
    "equal-and-others-need-it": FAILED.replace("OrdersFailed", "CommonQueue") + MINE + USER,
    "different": FAILED.replace("OrdersFailed", "CommonQueue") + MINE.replace("120", "60"),
    "function-of-another-folder": _without("OrdersFunction") + (
        "  Billing: {Type: AWS::Serverless::Function, Properties: {CodeUri: functions/billing/}}\n"
    ),
    "another-type": FAILED.replace("OrdersFailed", "CommonQueue") + MINE.replace("SQS", "SNS"),
    "two-alike": _without("OrdersAlarm") + "\n".join(
        renamed(ALARM, "OrdersAlarm").replace("Our", prefix) for prefix in ("My", "Your")
    ),
    "alarm-of-another-function": _without("OrdersAlarm") + (
        "  # Says when runs fail.\n  BillingAlarm:\n    Type: AWS::CloudWatch::Alarm\n"
        "    Properties: {Dimensions: [{Name: FunctionName, Value: !Ref Billing}]}\n"
    ),
    "two-names-for-one-of-others": BLOCK.replace("!Ref SharedLayer", "!Ref A, !Ref B"),
}  # fmt: skip


@pytest.mark.parametrize("text", NOT_RENAMED.values(), ids=NOT_RENAMED.keys())
def test_what_is_not_the_same_is_not_taken_for_it(text: str) -> None:
    assert recognised(text) == {}


def test_resource_of_another_component_is_not_taken() -> None:
    text = renamed(BLOCK, "OrdersFailed")
    assert recognised(text, "OurOrdersFailed") == {}
