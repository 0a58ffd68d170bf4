"""Permissions that Lambda needs to poll: all of them, and those that SAM does not add.

SAM's translator is the reference for those that it adds.
"""

from __future__ import annotations

from typing import Any

import pytest
from iam import Deployed
from translation import translate

from sam_scaffold.aws.event_sources.polled import DOCUMENTDB, MQ, MSK, SQS
from sam_scaffold.sam.iam.permissions import Permission, arn_of
from sam_scaffold.sam.iam.polling import PolledSource, poller_permissions, reference_of

NETWORK = {
    f"ec2:{name}"
    for name in (
        "createnetworkinterface", "describenetworkinterfaces", "deletenetworkinterface",
        "describevpcs", "describesubnets", "describesecuritygroups",
    )
}  # fmt: skip
CONSUMER = {
    f"kafka-cluster:{name}"
    for name in (
        "connect", "describeclusterdynamicconfiguration", "describetopic", "readdata",
        "describegroup", "altergroup",
    )
}  # fmt: skip
RESOURCES = {
    "Events": {"Type": "AWS::MSK::ServerlessCluster", "Properties": {}},
    "Mail": {"Type": "AWS::AmazonMQ::Broker", "Properties": {}},
    "MailSecret": {"Type": "AWS::SecretsManager::Secret", "Properties": {}},
}
CLUSTER = PolledSource(
    MSK, "Events", arn_of("Events"), part="orders", group="${AWS::StackName}-reader"
)
BROKER = PolledSource(MQ, "Mail", arn_of("Mail"), secret=reference_of("${MailSecret}"))


def deployed(*permissions: Permission) -> Deployed:
    statements = [permission.statement for permission in permissions]
    policies = [{"PolicyDocument": {"Statement": statements}}]
    role = {"Type": "AWS::IAM::Role", "Properties": {"Policies": policies}}
    return Deployed({"Resources": {**RESOURCES, "Role": role}})


def all_of(source: PolledSource) -> list[Permission]:
    return [
        permission
        for added in (True, False)
        for permission in poller_permissions(source, added_by_sam=added)
    ]


def test_role_allows_a_cluster_its_topic_and_its_consumer_group() -> None:
    stack = deployed(*all_of(CLUSTER))
    cluster = stack.arn("Events")
    topic = cluster.replace(":cluster/", ":topic/") + "/orders"
    group = cluster.replace(":cluster/", ":group/") + "/shop-reader"
    assert stack.allowed("Role") == {
        ("kafka:describeclusterv2", cluster),
        ("kafka:getbootstrapbrokers", cluster),
        *((action, "*") for action in NETWORK),
        *((action, arn) for action in CONSUMER for arn in (cluster, topic, group)),
    }


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        (
            "arn:aws:kafka:eu-west-1:123456789012:cluster/a/b-5",
            "arn:aws:kafka:eu-west-1:123456789012:topic/a/b-5/orders",
        ),
        (
            "arn:aws:kafka:${AWS::Region}:${AWS::AccountId}:cluster/a/b-5",
            {"Fn::Sub": "arn:aws:kafka:${AWS::Region}:${AWS::AccountId}:topic/a/b-5/orders"},
        ),
    ],
)
def test_topic_of_a_cluster_outside_of_the_template(text: str, topic: Any) -> None:
    source = PolledSource(MSK, "EventSource", reference_of(text), part="orders", group="readers")
    [found] = poller_permissions(source, added_by_sam=False)
    assert found.statement["Resource"][:2] == [reference_of(text), topic]


def test_topic_of_a_cluster_that_a_parameter_names() -> None:
    arn = "arn:aws:kafka:eu-west-1:123456789012:cluster/a/b-5"
    source = PolledSource(MSK, "EventSource", reference_of("${Arn}"), part="orders", group="g")
    stack = deployed(*poller_permissions(source, added_by_sam=False))
    stack.parameters["Arn"] = arn
    resources = {resource for _, resource in stack.allowed("Role")}
    assert resources == {
        arn, arn.replace("cluster", "topic") + "/orders", arn.replace("cluster", "group") + "/g",
    }  # fmt: skip


def test_role_allows_a_broker_and_its_secret() -> None:
    stack = deployed(*all_of(BROKER))
    assert stack.allowed("Role") == {
        ("mq:describebroker", stack.arn("Mail")),
        ("secretsmanager:getsecretvalue", stack.arn("MailSecret")),
        *((action, "*") for action in NETWORK),
    }


def test_sam_adds_the_permissions_of_the_table_to_its_role() -> None:
    configuration = [{"Type": "BASIC_AUTH", "URI": {"Ref": "MailSecret"}}]
    event = {
        "Type": "MQ",
        "Properties": {
            "Broker": arn_of("Mail"),
            "Queues": ["orders"],
            "SourceAccessConfigurations": configuration,
        },
    }
    function = {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            "Runtime": "python3.12",
            "Handler": "index.handler",
            "InlineCode": "pass",
            "Events": {"Queue": event},
        },
    }
    stack = Deployed(translate({**RESOURCES, "Reader": function}))
    added = deployed(*poller_permissions(BROKER, added_by_sam=True))
    assert stack.allowed("ReaderRole") == added.allowed("Role")


def test_source_without_known_permissions_has_none() -> None:
    assert all_of(PolledSource(DOCUMENTDB, "Docs", "arn")) == []


def test_queue_has_no_other_permissions_than_those_of_sam() -> None:
    source = PolledSource(SQS, "Orders", arn_of("Orders"))
    assert poller_permissions(source, added_by_sam=False) == []


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("${Arn}", {"Ref": "Arn"}),
        ("arn:${AWS::Region}", {"Fn::Sub": "arn:${AWS::Region}"}),
        ("arn:aws:x", "arn:aws:x"),
    ],
)
def test_reference_of_an_answer(text: str, reference: Any) -> None:
    assert reference_of(text) == reference
