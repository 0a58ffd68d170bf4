"""The score of a block: the author's own is whole, and each kind of difference counts."""

from __future__ import annotations

import pytest
import yaml

from .cases import resources_of
from .scoring import Score, score_of
from .shapes import Block

AUTHOR = """\
Resources:
  SendMailFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${Stage}-send-mail
      Description: Sends mail
      CodeUri: src/send_mail
      Timeout: 30
      Role: !GetAtt SendMailRole.Arn
      Layers:
        - !Ref CommonLayer
      Environment:
        Variables:
          TABLE: !Ref MailTable
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt MailQueue.Arn

  SendMailRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: send-mail-role
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: sqs:ReceiveMessage
                Resource: !GetAtt MailQueue.Arn
              - Effect: Allow
                Action:
                  - dynamodb:GetItem
                  - dynamodb:PutItem
                Resource: !Sub ${MailTable.Arn}/index/*

  ErrorsAlarm:
    Type: AWS::CloudWatch::Alarm
    DependsOn: SendMailFunction
    Properties:
      MetricName: Errors
"""
STATEMENT = "execution role: Properties.Policies.[].PolicyDocument.Statement.[]"


def block(text: str, name: str = "send_mail") -> Block:
    resources = resources_of(text)
    return Block(resources, list(resources), name)


def scored(*changes: tuple[str, str]) -> Score:
    """Return the score of the author's block with some text exchanged."""
    text = AUTHOR
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return score_of(block(AUTHOR), block(text))


def missing(score: Score) -> list[str]:
    return [str(key) for key in score.missing]


def surplus(score: Score) -> list[str]:
    return [str(key) for key in score.surplus]


def test_authors_own_block_is_all_that_was_expected() -> None:
    score = scored()
    assert (score.recall, score.excess) == (1.0, 0.0)
    assert len(score.common) == 23


def test_nothing_written_is_no_recall_and_no_surplus() -> None:
    score = score_of(block(AUTHOR), Block({}, [], "send_mail"))
    assert (score.recall, score.excess) == (0.0, 0.0)
    assert len(score.missing) == 23
    assert {key.role for key in score.missing} == {
        "function!",
        "execution role!",
        "AWS::CloudWatch::Alarm!",
    }


def test_shares_are_of_the_authors_keys_and_of_the_written_ones() -> None:
    score = scored(
        ("      Timeout: 30\n", ""), ("Metric", "Tracing: 1\n      Memory: 1\n      Metric")
    )
    assert score.recall == pytest.approx(22 / 23)
    assert score.excess == pytest.approx(2 / 24)


@pytest.mark.parametrize(
    "change",
    [
        ("Timeout: 30", "Timeout: 900"),
        ("Description: Sends mail", "Description: !Sub Function of ${Stage}"),
        ("!Ref CommonLayer", '!Sub "${CommonLayer}"'),
        ("!GetAtt MailQueue.Arn", "{Fn::GetAtt: [MailQueue, Arn]}"),
        ("!Sub ${Stage}-send-mail", '!Join ["-", [!Ref Stage, send-mail]]'),
        ("Action: sqs:ReceiveMessage", "Action: [sqs:ReceiveMessage]"),
        ("DependsOn: SendMailFunction", "DependsOn: [SendMailFunction]"),
        ("        Queue:\n          Type", "        MailEvent:\n          Type"),
        ("SendMailRole", "RoleOfSendMail"),
        ("SendMailFunction", "lambdaMail"),
        ("ErrorsAlarm", "SendMailErrors"),
        ("src/send_mail", '"src/send_mail"'),
    ],
    ids=lambda change: change[1],
)
def test_one_meaning_in_another_notation_is_the_same(change: tuple[str, str]) -> None:
    score = scored(change)
    assert [*missing(score), *surplus(score)] == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("src/send_mail", "src/mail"), "function: Properties.CodeUri = src/<name>"),
        (("src/send_mail", "src/send-mail"), "function: Properties.CodeUri = src/<name>"),
        (("${Stage}-send", "send"), "function: Properties.FunctionName = ${Stage}-<kebab-name>"),
        (("CommonLayer", "HttpLayer"), "function: Properties.Layers.[] = ${CommonLayer}"),
        (
            ("TABLE: !Ref MailTable", "TABLE: !GetAtt MailTable.Arn"),
            "function: Properties.Environment.Variables.TABLE = ${MailTable}",
        ),
        (("Type: SQS", "Type: SNS"), "function: Properties.Events.[].Type = SQS"),
        (
            ("/index/*", "/*"),
            f"{STATEMENT}.Resource.[] = ${{MailTable.Arn}}/index/*",
        ),
        (("MetricName: Errors", "MetricName: Throttles"), None),
    ],
)
def test_another_value_is_missing_and_surplus(change: tuple[str, str], key: str | None) -> None:
    score = scored(change)
    expected = key or "AWS::CloudWatch::Alarm: Properties.MetricName = Errors"
    assert missing(score) == [expected]
    assert len(surplus(score)) == 1


def test_a_key_that_is_not_written_is_missing() -> None:
    score = scored(("      Description: Sends mail\n", ""))
    assert missing(score) == ["function: Properties.Description = <text>"]
    assert surplus(score) == []


def test_a_key_that_the_author_has_not_is_surplus() -> None:
    score = scored(("      Timeout: 30\n", "      Timeout: 30\n      Tracing: Active\n"))
    assert missing(score) == []
    assert surplus(score) == ["function: Properties.Tracing = Active"]


def test_a_resource_of_which_the_other_side_has_none_counts_with_all_its_keys() -> None:
    queue = "  Failed:\n    Type: AWS::SQS::Queue\n    Properties:\n      KmsMasterKeyId: alias/a\n"
    without_alarm = AUTHOR[: AUTHOR.index("  ErrorsAlarm:")]
    score = score_of(block(AUTHOR), block(without_alarm + queue))
    assert [key.role for key in score.missing] == ["AWS::CloudWatch::Alarm!"] * 3
    assert surplus(score) == [
        "AWS::SQS::Queue!: Type = AWS::SQS::Queue",
        "AWS::SQS::Queue!: Properties.KmsMasterKeyId = alias/a",
    ]
    assert {key.group for key in score.surplus} == {"AWS::SQS::Queue!"}


def test_items_of_a_list_are_compared_with_those_that_are_like_them() -> None:
    statements = AUTHOR.index("              - Effect"), AUTHOR.index("  ErrorsAlarm")
    text = AUTHOR[slice(*statements)].rstrip("\n")
    at = text.index("              - Effect", 1)
    score = scored((text, f"{text[at:]}\n{text[:at].rstrip()}"))
    assert (score.recall, score.excess) == (1.0, 0.0)
    score = scored(("                  - dynamodb:PutItem\n", ""))
    assert missing(score) == [f"{STATEMENT}.Action.[] = dynamodb:PutItem"]


def test_of_two_resources_of_a_type_those_that_are_alike_are_compared() -> None:
    alarm = "  Second:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      MetricName: {}\n"
    two = AUTHOR + alarm.format("Throttles")
    score = score_of(block(two), block(AUTHOR + alarm.format("Duration")))
    assert missing(score) == ["AWS::CloudWatch::Alarm: Properties.MetricName = Throttles"]


def test_a_dead_letter_queue_is_not_any_queue() -> None:
    queues = yaml.safe_dump(
        {
            "Resources": {
                "Fn": {
                    "Type": "AWS::Serverless::Function",
                    "Properties": {"DeadLetterQueue": {"TargetArn": {"Fn::GetAtt": "Lost.Arn"}}},
                },
                "Lost": {"Type": "AWS::SQS::Queue"},
                "Other": {"Type": "AWS::SQS::Queue"},
            }
        }
    )
    assert list(block(queues).roles().values()) == [
        "function",
        "dead-letter queue",
        "AWS::SQS::Queue",
    ]


def test_names_with_a_part_of_the_own_name_are_compared_by_their_form() -> None:
    author = AUTHOR.replace("${Stage}-send-mail", "${Stage}-mailer")
    score = score_of(block(author), block(AUTHOR))
    assert (score.recall, score.excess) == (1.0, 0.0)
    other_form = AUTHOR.replace("${Stage}-send-mail", "send-mail-${Stage}")
    assert len(score_of(block(author), block(other_form)).missing) == 1


def test_conditions_are_compared_by_both_branches() -> None:
    author = AUTHOR.replace("Timeout: 30", "Timeout: !If [Fast, 5, 30]")
    assert score_of(block(author), block(author)).recall == 1.0
    score = score_of(block(author), block(AUTHOR))
    assert missing(score) == ["function: Properties.Timeout = if Fast: <number>, else <number>"]
    layers = AUTHOR.replace("- !Ref CommonLayer", "- !If [Fast, !Ref A, !Ref AWS::NoValue]")
    found = score_of(block(layers), block(layers.replace("Ref A,", "Ref B,")))
    assert missing(found) == [
        "function: Properties.Layers.[] = if Fast: ${A}, else ${AWS::NoValue}"
    ]


def test_what_is_empty_is_a_key() -> None:
    policies = [AUTHOR.replace("Timeout: 30", f"Policies: [{name}: {{}}]") for name in "AB"]
    score = score_of(block(policies[0]), block(policies[0]))
    assert "function: Properties.Policies.[].A = empty" in map(str, score.common)
    score = score_of(block(policies[0]), block(policies[1]))
    assert missing(score) == ["function: Properties.Policies.[].A = empty"]
    assert surplus(score) == ["function: Properties.Policies.[].B = empty"]


def test_tags_are_the_same_as_a_list_and_as_a_mapping() -> None:
    listed = AUTHOR.replace("Timeout: 30", "Tags: [{Key: Team, Value: crm}]")
    mapped = AUTHOR.replace("Timeout: 30", "Tags: {Team: crm}")
    assert score_of(block(listed), block(mapped)).recall == 1.0
