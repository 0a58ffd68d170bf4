"""E9503: targets that their services may not invoke."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from rules import lint

RULE = "E9503"
HEAD = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Function: {Type: String}
Resources:
  Router:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: "def handler(event, context): pass"
      {events}
  Orders: {Type: AWS::SQS::Queue}
  Others: {Type: AWS::SQS::Queue}
  Told: {Type: AWS::SNS::Topic}
"""


def says(folder: Path, resources: str, events: str = "") -> list[str]:
    head = HEAD.replace("{events}", f"Events: {events}" if events else "")
    found = lint(folder, RULE, head + indent(resources, "  "))
    return [finding.message for finding in found]


def rule(target: str) -> str:
    return (
        "Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), "
        f"Targets: [{{Id: a, Arn: {target}}}]}}}}\n"
    )


def permission(principal: str, function: str = "!Ref Router") -> str:
    return (
        "Permission: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, "
        f"FunctionName: {function}, Principal: {principal}}}}}\n"
    )


def policy(queue: str, kind: str = "SQS::Queue", key: str = "Queues") -> str:
    return (
        f"Policy: {{Type: AWS::{kind}Policy, Properties: {{{key}: [{queue}], "
        "PolicyDocument: {Statement: []}}}\n"
    )


def subscription(protocol: str, endpoint: str) -> str:
    return (
        "Heard: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Told, "
        f"Protocol: {protocol}, Endpoint: {endpoint}}}}}\n"
    )


ROUTER = "!GetAtt Router.Arn"
LAMBDA = f"{{Lambda: {{FunctionArn: {ROUTER}}}}}"
BUCKET = "Files: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {%s}}}\n"


def resource(kind: str, properties: str) -> str:
    return f"It: {{Type: AWS::{kind}, Properties: {{{properties}}}}}\n"


FUNCTIONS = {
    "rule": ("events", rule(ROUTER)),
    "subscription": ("sns", subscription("lambda", ROUTER)),
    "topic": (
        "sns",
        resource("SNS::Topic", f"Subscription: [{{Protocol: lambda, Endpoint: {ROUTER}}}]"),
    ),
    "bucket": (
        "s3",
        BUCKET % f"LambdaConfigurations: [{{Event: 's3:ObjectCreated:*', Function: {ROUTER}}}]",
    ),
    "logs": (
        "logs",
        resource("Logs::SubscriptionFilter", f"LogGroupName: a, DestinationArn: {ROUTER}"),
    ),
    "user pool": (
        "cognito-idp",
        resource("Cognito::UserPool", f"LambdaConfig: {{PreSignUp: {ROUTER}}}"),
    ),
    "things": (
        "iot",
        resource("IoT::TopicRule", f"TopicRulePayload: {{Actions: [{LAMBDA}]}}"),
    ),
    "rotation": (
        "secretsmanager",
        resource("SecretsManager::RotationSchedule", f"RotationLambdaARN: {ROUTER}"),
    ),
}
QUEUES = {
    "rule": ("events", rule("!GetAtt Orders.Arn")),
    "subscription": ("sns", subscription("sqs", "!GetAtt Orders.Arn")),
    "bucket": ("s3", BUCKET % "QueueConfigurations: [{Event: a, Queue: !GetAtt Orders.Arn}]"),
}


@pytest.mark.parametrize(("service", "resources"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_functions_that_nobody_may_invoke(service: str, resources: str, tmp_path: Path) -> None:
    (found,) = says(tmp_path, resources)
    assert (
        f"nothing allows {service}.amazonaws.com to invoke Router. Add an AWS::Lambda::Perm"
        in found
    )
    assert len(says(tmp_path, resources + permission("ses.amazonaws.com"))) == 1
    assert says(tmp_path, resources + permission(f"{service}.amazonaws.com")) == []


@pytest.mark.parametrize(("service", "resources"), QUEUES.values(), ids=QUEUES)
def test_queues_that_nobody_may_send_to(service: str, resources: str, tmp_path: Path) -> None:
    (found,) = says(tmp_path, resources)
    assert (
        f"nothing allows {service}.amazonaws.com to send to Orders. Add an AWS::SQS::Queue" in found
    )
    assert len(says(tmp_path, resources + policy("!Ref Others"))) == 1
    assert says(tmp_path, resources + policy("!Ref Orders")) == []
    assert says(tmp_path, resources + policy("https://sqs/orders")) == []


def test_topics_that_a_rule_may_not_send_to(tmp_path: Path) -> None:
    (found,) = says(tmp_path, rule("!Ref Told"))
    assert "send to Told. Add an AWS::SNS::TopicPolicy" in found
    assert says(tmp_path, rule("!Ref Told") + policy("!Ref Told", "SNS::Topic", "Topics")) == []


SILENT = {
    "any principal": rule(ROUTER) + permission("'*'"),
    "of a region": FUNCTIONS["logs"][1] + permission("logs.eu-west-1.amazonaws.com"),
    "unknown principal": rule(ROUTER) + permission("!Ref Function"),
    "unknown function": rule(ROUTER) + permission("events.amazonaws.com", "!Ref Function"),
    "by its ARN": rule(ROUTER) + permission("events.amazonaws.com", ROUTER),
    "a role": rule(f"{ROUTER}, RoleArn: arn"),
    "elsewhere": rule("!Ref Function"),
    "alias": rule("!Ref Live") + "Live: {Type: AWS::Lambda::Alias, Properties: {Name: live}}\n",
    "mail": subscription("email", "a@example.com"),
    "connector": rule(ROUTER) + "Let: {Type: AWS::Serverless::Connector, Properties: {}}\n",
}


@pytest.mark.parametrize("resources", SILENT.values(), ids=SILENT)
def test_says_nothing_of_what_may_be_let_in(resources: str, tmp_path: Path) -> None:
    assert says(tmp_path, resources) == []


def test_sams_own_events_bring_what_they_need(tmp_path: Path) -> None:
    events = "{Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}"
    assert says(tmp_path, rule(ROUTER), events) == []
    queue = "{QueueArn: !GetAtt Orders.Arn, QueueUrl: !Ref Orders, QueuePolicyLogicalId: A}"
    events = f"{{T: {{Type: SNS, Properties: {{Topic: !Ref Told, SqsSubscription: {queue}}}}}}}"
    assert says(tmp_path, subscription("sqs", "!GetAtt Orders.Arn"), events) == []
