"""Values of a template in a stack with default parameters."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import to_data
from sam_scaffold.sam.model.stack_values import StackValues
from sam_scaffold.sam.model.template import Template

TEMPLATE = """\
Parameters:
  Stage: {Type: String, Default: dev}
  Empty: {Type: String, Default: ""}
  Size: {Type: Number, Default: 3}
  Without: {Type: String}
Mappings:
  Levels:
    dev: {Log: DEBUG}
    prod: {Log: !Ref Stage}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsProd: !Equals [!Ref Stage, prod]
  Either: !Or [!Condition IsDev, !Condition IsProd]
  Both: !And [!Condition IsDev, !Condition IsProd]
  Neither: !Not [!Condition Either]
  Nonsense: 5
Resources:
  Table: {Type: AWS::DynamoDB::Table}
"""


def resolver(region: str = "eu-west-1") -> StackValues:
    return StackValues(Template("t.yaml", Document.parse("t.yaml", TEMPLATE.encode())), region)


def data(text: str) -> Any:
    return to_data(Document.parse("v.yaml", f"V: {text}\n".encode()).root)["V"]


VALUES = {
    "literal": ("plain", "plain"),
    "parameter": ("!Ref Stage", "dev"),
    "parameter-empty": ("!Ref Empty", ""),
    "parameter-number": ("!Ref Size", 3),
    "parameter-without-default": ("!Ref Without", "Without"),
    "resource": ("!Ref Table", "Table"),
    "attribute": ("!GetAtt Table.Arn", "Table"),
    "attribute-as-list": ("{'Fn::GetAtt': [Table, Arn]}", "Table"),
    "region": ("!Ref AWS::Region", "eu-west-1"),
    "account": ("!Ref AWS::AccountId", "123456789012"),
    "stack": ("!Ref AWS::StackName", "local"),
    "pseudo-parameter-unknown": ("!Ref AWS::Nonsense", None),
    "sub": ('!Sub "${Stage}-${Table}-${Table.Arn}-${AWS::Region}"', "dev-Table-Table-eu-west-1"),
    "sub-literal": ('!Sub "${!Stage}-${Stage}"', "${Stage}-dev"),
    "sub-with-variables": ('!Sub ["${A}-${Stage}", {A: !Ref Size}]', "3-dev"),
    "join": ('!Join ["/", [a, !Ref Stage, !Ref Table]]', "a/dev/Table"),
    "join-of-split": ('!Join ["+", !Split [",", "a,b"]]', "a+b"),
    "select": ("!Select [1, [a, b]]", "b"),
    "select-of-split": ('!Select [0, !Split ["-", !Ref Stage]]', "dev"),
    "find-in-map": ("!FindInMap [Levels, !Ref Stage, Log]", "DEBUG"),
    "find-in-map-of-reference": ("!FindInMap [Levels, prod, Log]", "dev"),
    "if": ("!If [IsDev, yes it is, no]", "yes it is"),
    "if-not": ("!If [IsProd, a, !Ref Table]", "Table"),
    "if-or": ("!If [Either, a, b]", "a"),
    "if-and": ("!If [Both, a, b]", "b"),
    "if-none": ("!If [Neither, a, b]", "b"),
    "if-unknown": ("!If [Unknown, a, b]", "b"),
    "list": ("[a, !Ref AWS::NoValue, !Ref Stage]", ["a", "dev"]),
    "mapping": ("{A: !Ref Stage, B: !Ref AWS::NoValue}", {"A": "dev"}),
    "unknown-function": ("!ImportValue shared-bucket", "shared-bucket"),
    "unknown-function-of-reference": ('{"Fn::ToJsonString": {A: !Ref Table}}', "Table"),
    "broken-join": ("!Join [a]", None),
    "broken-sub": ("!Sub [a, b, c]", None),
    "broken-select": ("!Select [7, [!Ref Table]]", "Table"),
    "broken-map": ("!FindInMap [Nothing, a, !Ref Stage]", "Stage"),
    "broken-if": ("!If [Nonsense, a, !Ref Table]", "Table"),
}


@pytest.mark.parametrize(("text", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value(text: str, expected: Any) -> None:
    assert resolver().value(data(text)) == expected


TEXTS = {
    "true": ("true", "true"),
    "number": ("5", "5"),
    "quoted-number": ("'0500'", "0500"),
    "null": ("", ""),
    "list": ("[a]", ""),
    "mapping": ("{a: b}", ""),
    "left-out": ("!Ref AWS::NoValue", ""),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_text(text: str, expected: str) -> None:
    assert resolver().text(data(text)) == expected


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("us-east-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_partition_is_that_of_the_region(region: str, partition: str, suffix: str) -> None:
    found = resolver(region).value(data('!Sub "${AWS::Partition} ${AWS::URLSuffix}"'))
    assert found == f"{partition} {suffix}"
