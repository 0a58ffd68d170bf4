"""References of environment variables: to existing resources, and without a cycle."""

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
        ("!Ref Order", "'Order' is no resource or parameter of t. Did you mean Orders?"),
        ("!GetAtt Zzz.Arn", "'Zzz' is no resource or parameter of t. Add it first"),
        ('!Sub "a-${Zzz.Arn}"', "'Zzz' is no resource"),
        ("!Ref AWS::Regio", "'AWS::Regio' is no resource"),
        ("!If [IsDev, a, b]", "'IsDev' is no condition of t."),
        ("!FindInMap [Limit, a, b]", "'Limit' is no mapping of t. Did you mean Limits?"),
        ("!Condition IsProd", "stands for no text"),
        ("!Ref MyFunction", "MyFunction cannot refer to itself"),
        ("!GetAtt MyAlarm.Arn", "cannot refer to MyAlarm, which needs MyFunction"),
        ("!Ref Chain", "cannot refer to Chain, which needs MyFunction"),
        ('"a-${Orders}"', "${Orders} stands for nothing in plain text; write !Sub"),
        ('"${Orders.Arn}"', "${Orders} stands for nothing"),
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
