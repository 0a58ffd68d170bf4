"""Event sources that Lambda polls for the functions of a template."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from sam_scaffold.application.application import Application
from sam_scaffold.application.event_connection import EventConnection

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Parameters:
      StreamArn: {Type: String, Default: "arn:aws:kinesis:eu-west-1:123456789012:stream/ticks"}
      Open: {Type: String}
    Resources:
      Orders: {Type: AWS::SQS::Queue}
      Ledger: {Type: AWS::DynamoDB::Table}
      Events: {Type: AWS::MSK::Cluster}
      Image: {Type: AWS::Serverless::Function, Properties: {PackageType: Image}}
      Router:
        Type: AWS::Serverless::Function
        Properties:
          Events:
            Api: {Type: HttpApi}
            Queue: {Type: SQS, Properties: {Queue: !GetAtt Orders.Arn, BatchSize: 5}}
            Stream: {Type: Kinesis, Properties: {Stream: !Ref StreamArn}}
            Broker: {Type: MQ, Properties: {Broker: !Ref Open, Queues: [a]}}
            Odd: {Type: SQS, Properties: [a]}
            NoStream: {Type: DynamoDB, Properties: {Stream: !GetAtt Ledger.Arn}}
      Reader: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12}}
      OfTable:
        Type: AWS::Lambda::EventSourceMapping
        Properties: {FunctionName: !GetAtt Reader.Arn, EventSourceArn: !GetAtt Ledger.StreamArn}
      OfSome:
        Type: AWS::Lambda::EventSourceMapping
        Properties: {FunctionName: !Ref Reader, EventSourceArn: !Ref Open}
      OfCluster:
        Type: AWS::Lambda::EventSourceMapping
        Properties: {FunctionName: !Ref Reader, EventSourceArn: !Ref Events, Topics: [a]}
      OfImage:
        Type: AWS::Lambda::EventSourceMapping
        Properties: {FunctionName: !Ref Image, EventSourceArn: !GetAtt Orders.Arn}
      OfTableItself:
        Type: AWS::Lambda::EventSourceMapping
        Properties: {FunctionName: !Ref Reader, EventSourceArn: !GetAtt Ledger.Arn}
      OfStranger:
        Type: AWS::Lambda::EventSourceMapping
        Properties: {FunctionName: orders, EventSourceArn: !GetAtt Orders.Arn}
    """


@pytest.fixture
def sources(tmp_path: Path) -> tuple[EventConnection, ...]:
    file = tmp_path / "template.yaml"
    file.write_text(dedent(TEMPLATE), encoding="utf-8")
    return Application.of(file).sources


def test_finds_events_and_mappings_whose_kind_is_known(
    sources: tuple[EventConnection, ...],
) -> None:
    found: list[Any] = [
        (source.function.logical_id, source.kind.events[0], source.resource) for source in sources
    ]
    assert found == [
        ("Router", "SQS", "Orders"),
        ("Router", "Kinesis", ""),
        ("Router", "MQ", ""),
        ("Router", "SQS", ""),
        ("Reader", "DynamoDB", "Ledger"),
        ("Reader", "MSK", "Events"),
    ]


def test_says_where_they_stand(sources: tuple[EventConnection, ...]) -> None:
    queue, *_, table, _ = sources
    assert queue.path == ("Resources", "Router", "Properties", "Events", "Queue", "Properties")
    assert queue.properties["BatchSize"] == 5
    assert table.path == ("Resources", "OfTable", "Properties")
