"""The frame that a new function takes over from the one that it is like."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import to_data
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.style.frame.apply_frame import NewFunction, framed
from sam_scaffold.sam.style.frame.frame import Frame
from sam_scaffold.sam.style.frame.learn_frame import learn_frame
from sam_scaffold.sam.style.frame.satellites import satellites
from sam_scaffold.sam.style.frame.siblings import by_likeness

ROLES = """\
Resources:
  OrdersTable:
    Type: AWS::DynamoDB::Table

  DLQReaderFunction:
    Type: AWS::Serverless::Function
    Condition: IsLive
    Properties:
      FunctionName: !Sub desk-dlq-reader-${Stage}
      CodeUri: ../src/
      Handler: jobs.dlq_reader.handler
      MemorySize: 512
      Timeout: 60
      Role: !GetAtt DLQReaderRole.Arn
      Environment:
        Variables:
          STAGE: !Ref Stage
      AutoPublishAlias: live
      Events:
        DLQReader:
          Type: SQS
          Properties:
            Queue: !GetAtt Dead.Arn
            BatchSize: 5
            Enabled: true

  DLQReaderRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub Desk-DLQReader-${Stage}
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
        - arn:aws:iam::aws:policy/AmazonBedrockReadOnly
      Policies:
        - PolicyName: DLQReaderPermissions
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: dynamodb:PutItem
                Resource: !GetAtt OrdersTable.Arn
              - Effect: Allow
                Action: kms:Decrypt
                Resource: !Ref KeyArn

  DLQReaderLogs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Delete
    Properties:
      LogGroupName: !Sub /aws/lambda/desk-dlq-reader-${Stage}
      RetentionInDays: 14

  MailerFunction:
    Type: AWS::Serverless::Function
    Condition: IsLive
    Properties:
      FunctionName: !Sub desk-mailer-${Stage}
      CodeUri: ../src/
      Handler: jobs.mailer.handler
      Role: !GetAtt MailerRole.Arn
      Environment:
        Variables:
          STAGE: !Ref Stage
          SENDER: desk@example.com
      AutoPublishAlias: live

  MailerRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub Desk-Mailer-${Stage}
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
      Policies:
        - PolicyName: MailerPermissions
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: kms:Decrypt
                Resource: !Ref KeyArn

  MailerLogs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Delete
    Properties:
      LogGroupName: !Sub /aws/lambda/desk-mailer-${Stage}
      RetentionInDays: 14
"""

RULE = """\
Resources:
  rCatalogLambda:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./lambda/catalog/src
      Handler: lambda_function.lambda_handler
      Runtime: python3.12

  rPermissionForCatalogEvents:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref rCatalogLambda
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceArn: !GetAtt rCatalogRule.Arn

  rCatalogRule:
    Type: AWS::Events::Rule
    Properties:
      Description: Update the catalog
      EventPattern:
        source: [aws.glue]
      Targets:
        - Arn: !GetAtt rCatalogLambda.Arn
          Id: !Sub ${rCatalogLambda}-target
          Input: '{"a": 1}'
"""


def read(text: str) -> Template:
    return Template("template.yaml", Document.parse("template.yaml", text.encode()))


def snippet(properties: dict[str, Any], **others: Any) -> str:
    """Return a snippet of `refunds` as our template renders it, as JSON, which is YAML."""
    function = {"Type": "AWS::Serverless::Function", "Properties": properties}
    document = Document.parse("s", f"{ {'Resources': {'Refunds': function, **others}}!r}".encode())
    return document.text


def applied(text: str, frame: Frame, **facts: Any) -> Any:
    """Return the resources after a frame was applied."""
    facts = {
        "name": "order_refunds", "title": "Order refunds", "logical_id": "Refunds", "role_id": "",
        "log_group": "", **facts,
    }  # fmt: skip
    done = framed(text, frame, NewFunction(**facts))
    return to_data(Document.parse("done", done.encode()).root)["Resources"]


EVENT: dict[str, Any] = {
    "Queue": {"Type": "SQS", "Properties": {"Queue": {"Ref": "Orders"}, "BatchSize": 10}}
}


def test_satellites_belong_to_one_function_by_reference_or_by_name() -> None:
    assert satellites(read(ROLES)) == {
        "DLQReaderFunction": ["DLQReaderRole", "DLQReaderLogs"],
        "MailerFunction": ["MailerRole", "MailerLogs"],
    }


def test_a_role_of_several_functions_belongs_to_the_one_that_it_is_named_after() -> None:
    text = ROLES.replace("!GetAtt MailerRole.Arn", "!GetAtt DLQReaderRole.Arn")
    assert "DLQReaderRole" in satellites(read(text))["DLQReaderFunction"]


@pytest.mark.parametrize(
    ("trigger", "name", "first"),
    [
        ("sqs", "mail_reader", "DLQReaderFunction"),
        ("none", "reader", "MailerFunction"),
        ("schedule", "old_reader", "DLQReaderFunction"),
        ("schedule", "refunds", "MailerFunction"),
    ],
    ids=["trigger", "no-trigger", "word", "nearest"],
)
def test_the_trigger_counts_most_then_words_then_nearness(
    trigger: str, name: str, first: str
) -> None:
    found = by_likeness(read(ROLES), trigger, name=name)
    assert found[0].logical_id == first


def test_properties_are_in_the_order_of_the_model_without_what_is_its_own() -> None:
    frame = learn_frame(read(ROLES), "DLQReaderFunction", "sqs")
    ours = {
        "Description": "Order refunds", "CodeUri": "x", "Handler": "y", "Timeout": 60,
        "MemorySize": 512, "Role": {"Ref": "R"}, "Environment": {"Variables": {"A": "b"}},
        "Events": EVENT,
    }  # fmt: skip
    function = applied(snippet(ours), frame)["Refunds"]
    assert list(function) == ["Type", "Condition", "Properties"]
    assert list(function["Properties"]) == [
        "CodeUri", "Handler", "MemorySize", "Timeout", "Role", "Environment", "AutoPublishAlias",
        "Events",
    ]  # fmt: skip


def test_the_event_is_that_of_the_model_with_our_source() -> None:
    frame = learn_frame(read(ROLES), "DLQReaderFunction", "sqs")
    failures = ["ReportBatchItemFailures"]
    event = {
        "Type": "SQS",
        "Properties": {**EVENT["Queue"]["Properties"], "FunctionResponseTypes": failures},
    }
    events = applied(snippet({"Events": {"Queue": event}}), frame)["Refunds"]["Properties"][
        "Events"
    ]
    assert events == {
        "OrderRefunds": {
            "Type": "SQS",
            "Properties": {
                "Queue": {"Ref": "Orders"}, "BatchSize": 5, "Enabled": True,
                "FunctionResponseTypes": failures,
            },
        }
    }  # fmt: skip


def test_the_role_has_the_frame_of_the_model_and_what_all_roles_have() -> None:
    frame = learn_frame(read(ROLES), "DLQReaderFunction", "sqs")
    ours = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "ManagedPolicyArns": ["ours"],
            "Policies": [
                {
                    "PolicyName": "order-refunds",
                    "PolicyDocument": {
                        "Statement": [
                            {"Sid": "Send", "Effect": "Allow", "Action": "sqs:SendMessage"}
                        ]
                    },
                }
            ],
        },
    }
    role = applied(snippet({}, RefundsRole=ours), frame, role_id="RefundsRole")["RefundsRole"]
    properties = role["Properties"]
    assert properties["RoleName"] == {"Fn::Sub": "Desk-OrderRefunds-${Stage}"}
    assert properties["ManagedPolicyArns"] == [
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    ]
    (policy,) = properties["Policies"]
    assert policy["PolicyName"] == "OrderRefundsPermissions"
    assert [item["Action"] for item in policy["PolicyDocument"]["Statement"]] == [
        "kms:Decrypt", "sqs:SendMessage",
    ]  # fmt: skip
    assert "Sid" not in policy["PolicyDocument"]["Statement"][1]
    assert frame.style["role_id"] == "{pascal}Role"


def test_the_log_group_has_the_name_of_the_new_function() -> None:
    frame = learn_frame(read(ROLES), "MailerFunction", "none")
    ours = {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}}
    group = applied(snippet({}, RefundsLogs=ours), frame, log_group="RefundsLogs")["RefundsLogs"]
    assert group["DeletionPolicy"] == "Delete"
    assert group["Properties"] == {
        "LogGroupName": {"Fn::Sub": "/aws/lambda/desk-order-refunds-${Stage}"},
        "RetentionInDays": 14,
    }


def test_a_reference_to_a_missing_part_is_left_out() -> None:
    text = ROLES.replace("    Condition: IsLive\n", "    Condition: IsLive\n    DependsOn: {}\n")
    for name in ("DLQReader", "Mailer"):
        text = text.replace("DependsOn: {}", f"DependsOn: {name}Logs", 1)
    text = text.replace(
        "      AutoPublishAlias: live\n", "      LoggingConfig: {LogGroup: !Ref XLogs}\n"
    )
    for name in ("DLQReader", "Mailer"):
        text = text.replace("XLogs", f"{name}Logs", 1)
    frame = learn_frame(read(text), "MailerFunction", "none")
    group = {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}}
    function = applied(snippet({}, Logs=group), frame, log_group="Logs")["Refunds"]
    assert function["DependsOn"] == "Logs"
    assert function["Properties"]["LoggingConfig"] == {"LogGroup": {"Ref": "Logs"}}
    function = applied(snippet({}), frame)["Refunds"]
    assert "DependsOn" not in function
    assert "LoggingConfig" not in function["Properties"]


def test_functions_in_one_folder_have_a_module_each() -> None:
    style = learn_frame(read(ROLES), "MailerFunction", "none").style
    assert style["function_dir"] == "../src"
    assert style["shares_code"] is True
    assert (style["handler"], style["layout"]) == ("jobs.{snake}.handler", "flat")


def test_variables_that_most_functions_have_are_taken_over() -> None:
    style = learn_frame(read(ROLES), "MailerFunction", "none").style
    assert style["environment"] == {"STAGE": {"Ref": "Stage"}}


def test_a_rule_and_its_permission_stand_beside_the_function() -> None:
    frame = learn_frame(read(RULE), "rCatalogLambda", "eventbridge")
    event = {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["desk"]}}}
    resources = applied(snippet({"Events": {"Rule": event}}), frame)
    assert "Events" not in resources["Refunds"]["Properties"]
    assert list(resources) == ["Refunds", "rPermissionForOrderRefundsEvents", "rOrderRefundsRule"]
    rule = resources["rOrderRefundsRule"]["Properties"]
    assert rule == {
        "Description": "Order refunds",
        "EventPattern": {"source": ["desk"]},
        "Targets": [
            {"Arn": {"Fn::GetAtt": ["Refunds", "Arn"]}, "Id": {"Fn::Sub": "${Refunds}-target"}}
        ],
    }
    permission = resources["rPermissionForOrderRefundsEvents"]["Properties"]
    assert permission["SourceArn"] == {"Fn::GetAtt": ["rOrderRefundsRule", "Arn"]}


def test_other_triggers_of_the_model_are_not_taken_over() -> None:
    mapping = """\

  rCatalogMapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref rCatalogLambda
      EventSourceArn: !GetAtt Orders.Arn

  Orders:
    Type: AWS::SQS::Queue
"""
    template = read(RULE + mapping)
    assert list(learn_frame(template, "rCatalogLambda", "sqs").invoking) == ["rCatalogMapping"]
    assert list(learn_frame(template, "rCatalogLambda", "eventbridge").invoking) == [
        "rPermissionForCatalogEvents", "rCatalogRule",
    ]  # fmt: skip


def test_a_permission_for_all_rules_is_that_of_the_rule() -> None:
    template = read(RULE.replace("      SourceArn: !GetAtt rCatalogRule.Arn\n", ""))
    assert list(learn_frame(template, "rCatalogLambda", "eventbridge").invoking) == [
        "rPermissionForCatalogEvents", "rCatalogRule",
    ]  # fmt: skip


def test_an_event_without_a_model_has_no_defaults() -> None:
    frame = learn_frame(read(ROLES), "MailerFunction", "schedule")
    event = {
        "Type": "ScheduleV2",
        "Properties": {
            "OmitName": True, "ScheduleExpression": "rate(1 hour)", "State": "ENABLED",
            "ScheduleExpressionTimezone": "UTC", "FlexibleTimeWindow": {"Mode": "OFF"},
        },
    }  # fmt: skip
    events = applied(snippet({"Events": {"Hourly": event}}), frame)["Refunds"]["Properties"]
    assert events["Events"] == {
        "Hourly": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 hour)"}}
    }


@pytest.mark.parametrize(
    ("replaced", "by", "lost"),
    [
        ("RoleName: !Sub Desk-Mailer-${Stage}", "RoleName: everybody", "RoleName"),
        ("LogGroupName: !Sub /aws/lambda/desk-mailer-${Stage}", "LogGroupName: /x", "LogGroupName"),
    ],
)
def test_a_name_that_is_not_the_functions_own_is_not_taken_twice(
    replaced: str, by: str, lost: str
) -> None:
    assert replaced in ROLES
    frame = learn_frame(read(ROLES.replace(replaced, by)), "MailerFunction", "none")
    everything = [frame.role, frame.log_group]
    assert all(lost not in entry.get("Properties", {}) for entry in everything if entry)


def test_words_of_a_name_never_change_actions_or_variables() -> None:
    text = (
        RULE.replace("Catalog", "Dynamodb").replace("catalog", "dynamodb")
        + """\
  rDynamodbRole:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: dynamodb
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: dynamodb:PutItem
                Resource: !Sub arn:aws:x:${rDynamodbLambda}
"""
    )
    text = text.replace("Runtime: python3.12", "Role: !GetAtt rDynamodbRole.Arn")
    frame = learn_frame(read(text), "rDynamodbLambda", "none")
    (policy,) = frame.role["Properties"]["Policies"]
    assert policy["PolicyName"] == "{kebab}"
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "dynamodb:PutItem"
    assert statement["Resource"] == {"Fn::Sub": "arn:aws:x:${rDynamodbLambda}"}


def test_the_only_function_gives_no_permissions_on_its_own_resources() -> None:
    text = ROLES[: ROLES.index("  MailerFunction:")]
    (policy,) = learn_frame(read(text), "DLQReaderFunction", "none").role["Properties"]["Policies"]
    actions = [item["Action"] for item in policy["PolicyDocument"]["Statement"]]
    assert actions == ["kms:Decrypt"]


def test_a_frame_is_recorded_as_data() -> None:
    frame = learn_frame(read(ROLES), "DLQReaderFunction", "sqs")
    assert Frame.from_dict(frame.to_dict()) == frame
    assert Frame().to_dict() == {}


def test_another_function_than_those_of_the_template_has_no_frame() -> None:
    assert learn_frame(read(ROLES), "Others", "sqs") == Frame()


def test_without_a_frame_a_snippet_stays_as_it_is() -> None:
    assert framed("Resources:\n  # x\n  A: 1\n", Frame(), NewFunction("a", "A", "A", "", "")) == (
        "Resources:\n  # x\n  A: 1\n"
    )
