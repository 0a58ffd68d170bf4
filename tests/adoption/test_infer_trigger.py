"""The trigger that would have led to the event of a function."""

from __future__ import annotations

from typing import Any

import pytest
from derived import PLATFORM, Answers, all_derived, around, of_one
from houses import function, resource

# --- Triggers -----------------------------------------------------------------------

SOURCES = [
    resource("LedgerTable", "AWS::DynamoDB::Table"),
    resource("ResultsQueue", "AWS::SQS::Queue"),
    resource("FifoQueue", "AWS::SQS::Queue", FifoQueue=True),
    resource("SometimesQueue", "AWS::SQS::Queue", condition="Sometimes"),
    resource("Topic", "AWS::SNS::Topic"),
    resource("Bucket", "AWS::S3::Bucket"),
    resource("Bus", "AWS::Events::EventBus"),
    resource("Clicks", "AWS::Kinesis::Stream"),
    resource(
        "Changes", "AWS::DynamoDB::Table", StreamSpecification={"StreamViewType": "NEW_IMAGE"}
    ),
    resource("Cluster", "AWS::MSK::ServerlessCluster"),
    resource("Broker", "AWS::AmazonMQ::Broker"),
    resource("Web", "AWS::Serverless::HttpApi"),
    resource("Rest", "AWS::Serverless::Api"),
    resource("Defined", "AWS::Serverless::Api", DefinitionBody={}),
]


def arn(logical_id: str, attribute: str = "Arn") -> Any:
    return {"Fn::GetAtt": [logical_id, attribute]}


def ref(logical_id: str) -> Any:
    return {"Ref": logical_id}


PREFIX = {"S3Key": {"Rules": [{"Name": "prefix", "Value": "in/"}]}}
CREATED = "s3:ObjectCreated:*"
SECRET = [{"Type": "BASIC_AUTH", "URI": {"Ref": "Secret"}}]


@pytest.mark.parametrize(
    ("kind", "properties", "expected"),
    [
        ("SQS", {"Queue": arn("ResultsQueue")}, {"trigger": "sqs", "source": "ResultsQueue"}),
        ("SQS", {"Queue": arn("FifoQueue")}, {"trigger": "sqs_fifo", "source": "FifoQueue"}),
        ("SQS", {"Queue": {"Fn::GetAtt": "FifoQueue.Arn"}}, {"trigger": "sqs_fifo"}),
        ("SQS", {"Queue": arn("ResultsQueue"), "Enabled": False}, {"enabled": False}),
        ("SQS", {"Queue": arn("SometimesQueue")}, None),
        ("SQS", {"Queue": arn("Topic")}, None),
        ("SQS", {"Queue": ref("QueueArn")}, None),
        (
            "ScheduleV2",
            {"ScheduleExpression": "rate(1 hour)"},
            {"trigger": "schedule", "schedule": "rate(1 hour)", "time_zone": "UTC"},
        ),
        ("ScheduleV2", {"ScheduleExpression": ref("Rate")}, None),
        ("ScheduleV2", {"ScheduleExpression": "every hour"}, None),
        ("Schedule", {"Schedule": "rate(1 hour)"}, None),
        (
            "EventBridgeRule",
            {"Pattern": {"source": ["shop"]}},
            {"trigger": "eventbridge", "source": "default", "pattern": {"source": ["shop"]}},
        ),
        (
            "EventBridgeRule",
            {"Pattern": {"source": ["shop"]}, "EventBusName": ref("Bus"), "State": "DISABLED"},
            {"source": "Bus", "enabled": False},
        ),
        ("EventBridgeRule", {"Pattern": {"source": [ref("Source")]}}, None),
        ("EventBridgeRule", {"Pattern": {"source": ["a"]}, "EventBusName": "other"}, None),
        (
            "SNS",
            {"Topic": ref("Topic"), "FilterPolicy": {"kind": ["new"]}},
            {"trigger": "sns", "source": "Topic", "filter_policy": {"kind": ["new"]}},
        ),
        ("SNS", {"Topic": ref("Elsewhere")}, None),
        ("SNS", {"Topic": ref("Topic"), "FilterPolicy": {"kind": "new"}}, None),
        (
            "S3",
            {"Bucket": ref("Bucket"), "Events": CREATED, "Filter": PREFIX},
            {"trigger": "s3", "source": "Bucket", "key_prefix": "in/", "key_suffix": ""},
        ),
        ("S3", {"Bucket": ref("Bucket"), "Events": [CREATED]}, {"trigger": "s3"}),
        ("S3", {"Bucket": ref("Bucket"), "Events": "s3:ObjectRemoved:*"}, None),
        (
            "DynamoDB",
            {"Stream": arn("Changes", "StreamArn")},
            {"trigger": "dynamodb_stream", "source": "Changes"},
        ),
        ("DynamoDB", {"Stream": arn("LedgerTable", "StreamArn")}, None),
        ("Kinesis", {"Stream": arn("Clicks")}, {"trigger": "kinesis", "source": "Clicks"}),
        (
            "HttpApi",
            {"ApiId": ref("Web"), "Path": "/a/{b}", "Method": "POST"},
            {"trigger": "http_api", "source": "Web", "path": "/a/{b}", "method": "post"},
        ),
        ("HttpApi", {"Path": "/a", "Method": "get"}, {"source": "implicit", "path": "/a"}),
        ("HttpApi", {"ApiId": ref("Web")}, None),
        ("HttpApi", {"ApiId": ref("Web"), "Path": "/a", "Method": "head"}, None),
        (
            "Api",
            {"RestApiId": ref("Rest"), "Path": "/", "Method": "any"},
            {"trigger": "rest_api", "source": "Rest"},
        ),
        ("Api", {"RestApiId": ref("Defined"), "Path": "/", "Method": "any"}, None),
        (
            "MSK",
            {"Stream": arn("Cluster"), "Topics": ["orders"]},
            {"trigger": "msk", "source": "Cluster", "topic": "orders"},
        ),
        (
            "MSK",
            {"Stream": ref("ClusterArn"), "Topics": ["orders"]},
            {"source": "elsewhere", "source_arn": "${ClusterArn}"},
        ),
        ("MSK", {"Stream": arn("Cluster"), "Topics": ["orders", "refunds"]}, None),
        ("MSK", {"Stream": {"Fn::ImportValue": "cluster"}, "Topics": ["orders"]}, None),
        ("MSK", {"Stream": arn("ResultsQueue"), "Topics": ["orders"]}, None),
        (
            "MQ",
            {"Broker": arn("Broker"), "Queues": ["a"], "SourceAccessConfigurations": SECRET},
            {
                "trigger": "mq",
                "source": "Broker",
                "queue_name": "a",
                "engine": "activemq",
                "secret_arn": "${Secret}",
            },
        ),
        ("MQ", {"Broker": arn("Broker"), "Queues": ["a"]}, None),
        ("CloudWatchLogs", {"LogGroupName": "orders"}, None),
        ("Cognito", {"UserPool": ref("Pool")}, None),
    ],
)
def test_trigger_is_derived_from_one_event(
    kind: str, properties: Answers, expected: Answers | None
) -> None:
    event = {"Type": kind, "Properties": properties}
    one = function("OrdersFunction", "orders/", Events={"Any": event}, **PLATFORM)
    found = around(one, *SOURCES)
    first, *others = all_derived(found)
    assert (first["trigger"] == "none") == (expected is None)
    assert (expected or {}).items() <= first.items()
    assert [each["trigger"] for each in others] == ([] if expected is None else ["none"])


def test_several_events_are_no_trigger() -> None:
    event = {"Type": "SQS", "Properties": {"Queue": arn("ResultsQueue")}}
    answers = of_one(*SOURCES, Events={"A": event, "B": event})
    assert answers["trigger"] == "none"
    assert of_one(Events={"Fn::Transform": {}})["trigger"] == "none"
    assert of_one(Events={"A": "text"})["trigger"] == "none"


@pytest.mark.parametrize(("auth", "trigger"), [("AWS_IAM", "function_url"), ("NONE", "none")])
def test_url_of_signed_requests_is_a_trigger(auth: str, trigger: str) -> None:
    one = function("OrdersFunction", "orders/", FunctionUrlConfig={"AuthType": auth}, **PLATFORM)
    found = around(one)
    assert all_derived(found)[0]["trigger"] == trigger
