"""Resources that need not be checked again in SAM's output."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.checking.linting import Linter
from sam_scaffold.checking.pipeline import check
from sam_scaffold.checking.untranslated_resources import untranslated
from sam_scaffold.sam.model.intrinsics import Data

QUEUE: Data = {"Type": "AWS::SQS::Queue"}
FUNCTION: Data = {"Type": "AWS::Serverless::Function"}
TRANSLATED: Data = {"Type": "AWS::Lambda::Function"}


def test_what_sam_leaves_is_not_checked_again() -> None:
    source: Data = {"Queue": QUEUE, "Function": FUNCTION}
    output: Data = {"Queue": QUEUE, "Function": TRANSLATED, "FunctionRole": {"Type": "Role"}}
    assert untranslated(source, output) == {"Queue"}


@pytest.mark.parametrize(
    "properties",
    [
        {"Name": {"Ref": "Function"}},
        {"Name": {"Fn::GetAtt": ["FunctionRole", "Arn"]}},
        {"Name": {"Fn::Sub": "of-${Function.Arn}"}},
        {"Statement": [{"Action": "sqs:SendMessage"}]},
        {"DefinitionString": "{}"},
    ],
)
def test_what_only_the_output_shows_is_checked_there(properties: Data) -> None:
    other: Data = {"Type": "AWS::SNS::Topic", "Properties": properties}
    source: Data = {"Other": other, "Function": FUNCTION}
    output: Data = {"Other": other, "Function": TRANSLATED, "FunctionRole": {"Type": "Role"}}
    assert untranslated(source, output) == frozenset()


def test_what_sam_changes_is_checked_again() -> None:
    changed: Data = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}}
    assert untranslated({"Queue": QUEUE}, {"Queue": changed}) == frozenset()
    assert untranslated(None, {"Queue": QUEUE}) == frozenset()


TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: a minute
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: access
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: sqs:SendMessages
                Resource: !GetAtt Queue.Arn
"""


def test_each_mistake_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    found = check(["template.yaml"], Linter()).findings
    assert [(finding.rule.id, finding.span.line) for finding in found] == [
        ("E3012", 6),
        ("W3037", 22),
    ]
