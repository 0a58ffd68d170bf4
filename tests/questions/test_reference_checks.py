"""References of environment variables: existing targets, and no circular dependency."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.components.given_data import data_of
from sam_scaffold.questions.reference_checks import reference_problem
from sam_scaffold.sam.model.template_files import parsed

SAM = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Mappings: {Limits: {a: {b: c}}}
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
  Watch: {Type: AWS::CloudWatch::Alarm, Properties: {Dimensions: [{Value: !Ref MyFunction}]}}
  Chain: {Type: X, Properties: {Of: !GetAtt Watch.Arn}}
"""

ADDED = """\
Resources:
  MyFunction: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
  MyQueue: {Type: AWS::SQS::Queue}
  MyAlarm: {Type: X, Properties: {Of: !Ref MyFunction}}
"""


def problem(value: str, template: str = SAM) -> str:
    environment: Any = data_of("environment", f"{{A1: {value}}}")
    found = [parsed(name, text.encode()) for name, text in (("t", template), ("s", ADDED))]
    return reference_problem(found[0], found[1], "MyFunction", environment, {})


@pytest.mark.parametrize(
    "value",
    [
        "!Ref Orders", "!Ref Stage", "!GetAtt Orders.Arn", "!Ref AWS::Region", "!Ref MyQueue",
        '!Sub "${AWS::StackName}-${Orders.Arn}-${!Literal}"', "!If [IsProd, a, !Ref Orders]",
        "!Sub ['${X}', {X: !Ref Orders}]", "!FindInMap [Limits, a, b]", "!ImportValue other",
        "!GetAtt WorkerRole.Arn", '!Sub "https://${ServerlessRestApi}.x"', "!Ref Worker.Version",
        '"${HOME}"', '"{{resolve:ssm:/a}}"', "plain", "5", '!Join ["", [a, !Ref Orders]]',
    ],
)  # fmt: skip
def test_what_is_there_may_be_referred_to(value: str) -> None:
    assert problem(value) == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("!Ref Order", "'Order' is not a resource or parameter in t. Did you mean Orders?"),
        ("!GetAtt Zzz.Arn", "'Zzz' is not a resource or parameter in t. Add it first"),
        ('!Sub "a-${Zzz.Arn}"', "'Zzz' is not a resource"),
        ("!Ref AWS::Regio", "'AWS::Regio' is not a resource"),
        ("!If [IsDev, a, b]", "'IsDev' is not a condition in t."),
        ("!FindInMap [Limit, a, b]", "'Limit' is not a mapping in t. Did you mean Limits?"),
        ("!Condition IsProd", "has no text as its value"),
        ("!Ref MyFunction", "MyFunction cannot refer to itself"),
        ("!GetAtt MyAlarm.Arn", "cannot refer to MyAlarm, which refers to MyFunction"),
        ("!Ref Chain", "cannot refer to Chain, which refers to MyFunction"),
        ('"a-${Orders}"', "${Orders} is not replaced in plain text. Write !Sub"),
        ('"${Orders.Arn}"', "${Orders} is not replaced"),
        ('"${AWS::Region}"', "!Sub with ${!AWS::Region}"),
    ],
)
def test_what_deployment_would_refuse_is_refused(value: str, said: str) -> None:
    found = problem(value)
    assert found.startswith("environment: A1: ")
    assert said in found
    assert "\n" not in found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("AWS::Serverless-2016-10-31", "[Mine, AWS::Serverless-2016-10-31]"),
        ("  Orders:", "  Fn::ForEach::X: [a, [b], {}]\n  Orders:"),
    ],
)
def test_macros_and_loops_may_make_anything(before: str, after: str) -> None:
    assert problem("!Ref Zzz", SAM.replace(before, after, 1)) == ""
