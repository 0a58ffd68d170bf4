"""Owners and services of ARNs in a template."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.iam.arns import Arns
from sam_scaffold.sam.model.template import Template

TEXT = """
    Parameters:
      QueueArn: {Type: String, Default: "arn:aws:sqs:eu-west-1:123456789012:orders"}
      Open: {Type: String}
    Resources:
      Orders: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
      Staged: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Stage}-orders"}}
      Unnamed: {Type: AWS::SQS::Queue}
      Ticks: {Type: AWS::Kinesis::Stream, Properties: {Name: ticks}}
      Ledger: {Type: AWS::DynamoDB::Table, Properties: {TableName: ledger}}
      Alarms: {Type: AWS::SNS::Topic, Properties: {TopicName: orders}}
    """

HERE = "${AWS::Region}:${AWS::AccountId}"
OWNED: dict[str, tuple[Any, str]] = {
    "get-att": ({"Fn::GetAtt": ["Orders", "Arn"]}, "Orders"),
    "get-att-text": ({"Fn::GetAtt": "Orders.Arn"}, "Orders"),
    "ref": ({"Ref": "Alarms"}, "Alarms"),
    "sub": ({"Fn::Sub": "${Orders.Arn}"}, "Orders"),
    "literal": ("arn:aws:sqs:eu-west-1:123456789012:orders", "Orders"),
    "sub-name": ({"Fn::Sub": f"arn:${{AWS::Partition}}:sqs:{HERE}:orders"}, "Orders"),
    "sub-same-name": ({"Fn::Sub": f"arn:aws:sqs:{HERE}:${{Stage}}-orders"}, "Staged"),
    "sub-attribute": ({"Fn::Sub": f"arn:aws:sqs:{HERE}:${{Unnamed.QueueName}}"}, "Unnamed"),
    "sub-own": ({"Fn::Sub": [f"arn:aws:sqs:{HERE}:${{q}}", {"q": {"Ref": "Unnamed"}}]}, "Unnamed"),
    "sub-own-text": ({"Fn::Sub": ["arn:aws:sqs:::${q}", {"q": "orders"}]}, "Orders"),
    "parameter": ({"Ref": "QueueArn"}, "Orders"),
    "other-service": ("arn:aws:sns:eu-west-1:123456789012:orders", "Alarms"),
    "stream": ("arn:aws:kinesis:eu-west-1:123456789012:stream/ticks", "Ticks"),
    "table-stream": ("arn:aws:dynamodb:eu-west-1:1:table/ledger/stream/2026", "Ledger"),
}


@pytest.fixture(scope="module")
def arns() -> Arns:
    return Arns(Template("t", Document.parse("t", dedent(TEXT).encode())))


@pytest.mark.parametrize(("arn", "owner"), OWNED.values(), ids=OWNED)
def test_the_owner_is_a_resource_of_the_template(arn: Any, owner: str, arns: Arns) -> None:
    assert arns.owner(arn) == owner


NOBODYS: dict[str, Any] = {
    "other-name": "arn:aws:sqs:eu-west-1:123456789012:refunds",
    "no-name": "arn:aws:sqs:eu-west-1:123456789012:",
    "no-arn": "orders",
    "parameter-without-default": {"Ref": "Open"},
    "nothing": {"Ref": "Nothing"},
    "get-att-of-nothing": {"Fn::GetAtt": ["Nothing", "Arn"]},
    "import": {"Fn::ImportValue": "orders"},
    "variables": {"Fn::Sub": ["${A}", {"A": "b"}]},
    "none": None,
    "list": [],
}


@pytest.mark.parametrize("arn", NOBODYS.values(), ids=NOBODYS)
def test_other_arns_have_no_owner(arn: Any, arns: Arns) -> None:
    assert arns.owner(arn) == ""


@pytest.mark.parametrize(
    ("arn", "service"),
    [
        ({"Fn::GetAtt": ["Ledger", "StreamArn"]}, "dynamodb"),
        ({"Ref": "QueueArn"}, "sqs"),
        ({"Fn::Sub": f"arn:aws:kafka:{HERE}:cluster/a"}, "kafka"),
        ({"Ref": "Open"}, ""),
        ({"Fn::ImportValue": "orders"}, ""),
        ("orders", ""),
    ],
    ids=["resource", "parameter", "sub", "open", "import", "no-arn"],
)
def test_the_service_is_known(arn: Any, service: str, arns: Arns) -> None:
    assert arns.service(arn) == service
