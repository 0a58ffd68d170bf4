"""A function is removed from the text of a template with what belongs to it only."""

from __future__ import annotations

import pytest

from .cases import resources_of
from .cut import without
from .satellites import belongings

TEMPLATE = """\
# A template.
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      DefinitionBody:
        paths:
          /one:
            get:
              uri: !Sub ${One.Arn}
            post:
              uri: !Sub ${Two.Arn}

  Topic:
    Type: AWS::SNS::Topic

  # The first one.
  One: # it
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${Stage}-one
      Role: !GetAtt OneRole.Arn
      DeadLetterQueue:
        Type: SQS
        TargetArn: !GetAtt Lost.Arn

  OneRole: {Type: AWS::IAM::Role, Properties: {RoleName: one}}

  OneLogs:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /aws/lambda/${Stage}-one

  # --- Schedules ---

  OneSchedule:
    Type: AWS::Scheduler::Schedule
    Properties:
      Target:
        Arn: !GetAtt One.Arn
        RoleArn: !GetAtt OneScheduleRole.Arn

  OneScheduleRole:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement:
              - Resource: !GetAtt One.Arn

  Lost:
    Type: AWS::SQS::Queue

  # The second one.
  Two:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt SharedRole.Arn

  Three:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt SharedRole.Arn

  SharedRole:
    Type: AWS::IAM::Role

  ThreeAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmActions:
        - !Ref Topic
      Dimensions:
        - Name: FunctionName
          Value: !Ref Three

Outputs:
  One:
    Value: !GetAtt One.Arn
"""
LEFT = """\
# A template.
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      DefinitionBody:
        paths:
          /one:
            post:
              uri: !Sub ${Two.Arn}

  Topic:
    Type: AWS::SNS::Topic

  # --- Schedules ---

  # The second one.
  Two:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt SharedRole.Arn

  Three:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt SharedRole.Arn

  SharedRole:
    Type: AWS::IAM::Role

  ThreeAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmActions:
        - !Ref Topic
      Dimensions:
        - Name: FunctionName
          Value: !Ref Three
"""


def test_what_belongs_to_a_function_only_is_connected_to_no_other() -> None:
    resources = resources_of(TEMPLATE)
    own = ["One", "OneRole", "OneLogs", "OneSchedule", "OneScheduleRole", "Lost"]
    assert belongings(resources, "One") == own
    assert belongings(resources, "Two") == ["Two"]
    assert belongings(resources, "Three") == ["Three", "ThreeAlarm"]


def test_the_text_around_stays() -> None:
    assert without(TEMPLATE, belongings(resources_of(TEMPLATE), "One")) == LEFT


def test_the_last_entry_leaves_no_blank_lines_before_the_next_section() -> None:
    left = without(TEMPLATE, ["Three", "ThreeAlarm"])
    assert "  SharedRole:\n    Type: AWS::IAM::Role\n\nOutputs:\n" in left


def test_a_path_without_other_methods_goes_as_a_whole() -> None:
    one = TEMPLATE.replace("            post:\n              uri: !Sub ${Two.Arn}\n", "")
    two = one.replace("Outputs:", "  Last:\n    Type: AWS::SNS::Topic\n\nOutputs:")
    assert "/one" not in without(
        two.replace("/one:", "/two: {}\n          /one:"), belongings(resources_of(two), "One")
    )


def test_a_function_that_another_resource_needs_cannot_be_left_out() -> None:
    text = TEMPLATE.replace("- !Ref Topic", "- !GetAtt One.Arn")
    with pytest.raises(ValueError, match=r"ThreeAlarm refers to One\."):
        without(text, belongings(resources_of(TEMPLATE), "One"))
