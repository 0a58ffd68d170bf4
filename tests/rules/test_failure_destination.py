"""Events that fail permanently and are lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9403"


def template(events: str, function: str = "Timeout: 3", more: str = "", inherited: str = "") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Globals: {{Function: {{{inherited}}}}}
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.12
              {function}
              Events: {{{events}}}
          {more}
        """


ASYNCHRONOUS = {
    "S3": "Uploads: {Type: S3, Properties: {Bucket: !Ref Uploads, Events: s3:ObjectCreated:*}}",
    "SNS": "Topic: {Type: SNS, Properties: {Topic: !Ref Topic}}",
    "Schedule": "Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}",
    "ScheduleV2": "Daily: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}",
    "EventBridgeRule": "Rule: {Type: EventBridgeRule, Properties: {Pattern: {source: [a]}}}",
    "CloudWatchEvent": "Rule: {Type: CloudWatchEvent, Properties: {Pattern: {source: [a]}}}",
    "CloudWatchLogs": "Logs: {Type: CloudWatchLogs, Properties: {LogGroupName: a}}",
    "IoTRule": "Rule: {Type: IoTRule, Properties: {Sql: SELECT 1}}",
    "no-properties": "Daily: {Type: Schedule}",
}
DAILY = ASYNCHRONOUS["Schedule"]


@pytest.mark.parametrize("event", ASYNCHRONOUS.values(), ids=ASYNCHRONOUS)
def test_finds_asynchronous_events(event: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template(event))
    name = event.split(":", maxsplit=1)[0]
    assert found.path == ("Resources", "Orders", "Properties", "Events", name)
    assert found.message.startswith(f"Orders: failed events of {name} (")


def test_says_it_once_of_all_of_them(tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template(f"{DAILY}, {ASYNCHRONOUS['SNS']}"))
    assert "failed events of Daily (Schedule), Topic (SNS) are lost" in found.message


KEEPS = {
    "dead-letter-queue": "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Failed.Arn}",
    "destination": (
        "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: a}}}"
    ),
    "destination-unknown": "EventInvokeConfig: !If [A, {MaximumRetryAttempts: 0}, b]",
    "destination-under-a-condition": "EventInvokeConfig: {DestinationConfig: !If [A, b, c]}",
}


@pytest.mark.parametrize("function", KEEPS.values(), ids=KEEPS)
@pytest.mark.parametrize("inherits", [True, False], ids=["globals", "own"])
def test_is_silent_where_failures_are_kept(function: str, inherits: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = template(DAILY, inherited=function) if inherits else template(DAILY, function)
    assert lint(tmp_path, RULE, text) == []


LOSES = {
    "retries-alone": "EventInvokeConfig: {MaximumRetryAttempts: 0}",
    "success-alone": (
        "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SQS, Destination: a}}}"
    ),
}


@pytest.mark.parametrize("function", LOSES.values(), ids=LOSES)
def test_finds_configurations_that_keep_nothing(function: str, tmp_path: Path) -> None:
    assert len(lint(tmp_path, RULE, template(DAILY, function))) == 1


CONFIGURED = """
          Configuration:
            Type: AWS::Lambda::EventInvokeConfig
            Properties:
              FunctionName: !Ref Orders
              Qualifier: $LATEST
              DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
"""


def test_knows_a_configuration_that_stands_by_itself(tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template(DAILY, more=CONFIGURED)) == []
    without = CONFIGURED.replace("OnFailure", "OnSuccess")
    assert len(lint(tmp_path, RULE, template(DAILY, more=without))) == 1


SYNCHRONOUS = {
    "HttpApi": "Api: {Type: HttpApi}",
    "Cognito": "Pool: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}",
    "through-a-queue": "T: {Type: SNS, Properties: {Topic: !Ref Topic, SqsSubscription: true}}",
    "MSK": "M: {Type: MSK, Properties: {Stream: a, StartingPosition: LATEST, Topics: [b]}}",
}


@pytest.mark.parametrize("event", SYNCHRONOUS.values(), ids=SYNCHRONOUS)
def test_is_silent_on_what_waits_for_the_answer(event: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template(event)) == []


def permission(principal: str) -> str:
    return f"""
          Permission:
            Type: AWS::Lambda::Permission
            Properties:
              Action: lambda:InvokeFunction
              FunctionName: !GetAtt Orders.Arn
              Principal: {principal}
"""


@pytest.mark.parametrize("service", ["events", "logs.eu-west-1", "s3", "sns"])
def test_finds_services_that_may_invoke_it(service: str, tmp_path: Path) -> None:
    text = template("", more=permission(f"{service}.amazonaws.com"))
    [found] = lint(tmp_path, RULE, text)
    assert found.path == ("Resources", "Orders", "Properties")
    assert f"of Permission ({service.split('.', maxsplit=1)[0]}) are lost" in found.message


@pytest.mark.parametrize(
    "principal", ["apigateway.amazonaws.com", "iot.amazonaws.com", "'*'", "!Ref Account"]
)
def test_is_silent_on_others_that_may_invoke_it(principal: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template("", more=permission(principal))) == []


STREAM = "Stream: !GetAtt Ticks.Arn, StartingPosition: LATEST"


@pytest.mark.parametrize("kind", ["Kinesis", "DynamoDB"])
def test_finds_streams(kind: str, tmp_path: Path) -> None:
    event = f"Ticks: {{Type: {kind}, Properties: {{{STREAM}}}}}"
    [found] = lint(tmp_path, RULE, template(event, KEEPS["dead-letter-queue"]))
    assert found.path[-2:] == ("Ticks", "Properties")
    assert found.message.startswith("Orders: failed records of Ticks are lost. ")


@pytest.mark.parametrize("destination", ["{OnFailure: {Destination: a}}", "!If [A, b, c]"])
def test_is_silent_on_streams_with_a_destination(destination: str, tmp_path: Path) -> None:
    event = f"T: {{Type: Kinesis, Properties: {{{STREAM}, DestinationConfig: {destination}}}}}"
    assert lint(tmp_path, RULE, template(event)) == []


def queue(properties: str, more: str = "") -> str:
    return f"""
          Queue:
            Type: AWS::SQS::Queue
            Properties: {{{properties}}}
          {more}
"""


QUEUE = "Queue: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}"


def test_finds_queues_without_a_dead_letter_queue_once(tmp_path: Path) -> None:
    twice = f"{QUEUE}, {QUEUE.replace('Queue:', 'Again:', 1)}"
    [found] = lint(tmp_path, RULE, template(twice, more=queue("VisibilityTimeout: 30")))
    assert found.path == ("Resources", "Queue", "Properties")
    assert found.message.startswith("Queue: messages that Orders fails to process are ")


OTHER = """
          Other:
            Type: AWS::SQS::Queue
            Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Queue.Arn}}
"""
REDRIVEN = {
    "policy": queue("RedrivePolicy: {deadLetterTargetArn: a, maxReceiveCount: 3}"),
    "policy-under-a-condition": queue("RedrivePolicy: !If [A, {}, !Ref AWS::NoValue]"),
    "dead-letter-queue-itself": queue("", OTHER),
    "properties-unknown": queue("'Fn::Transform': {Name: AWS::Include}"),
}


@pytest.mark.parametrize("more", REDRIVEN.values(), ids=REDRIVEN)
def test_is_silent_on_queues(more: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template(QUEUE, more=more)) == []
