"""Settings of event sources in Amazon MSK and Amazon MQ."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.aws.event_sources.broker_settings import (
    access_answers,
    arn_text,
    queue_problem,
    secret_arn_problem,
    source_arn_problem,
    topic_problem,
    virtual_host_problem,
)

CLUSTER = "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/0f4b6d1c-5"
BROKER = "arn:aws:mq:${AWS::Region}:${AWS::AccountId}:broker:orders:b-9bcfa592"
SECRET = "arn:${AWS::Partition}:secretsmanager:eu-west-1:123456789012:secret:mail-AbCdEf"  # noqa: S105


@pytest.mark.parametrize("topic", ["orders", "orders.v1", "a_b-c", "1", "x" * 249])
def test_topic_is_taken(topic: str) -> None:
    assert topic_problem(topic) == ""


@pytest.mark.parametrize("topic", ["", ".", "..", "a b", "a/b", "x" * 250])
def test_topic_is_refused(topic: str) -> None:
    assert "is not a valid topic: 1 to 249 letters" in topic_problem(topic)


@pytest.mark.parametrize("queue", ["orders", "a b", "x" * 1000])
def test_queue_is_taken(queue: str) -> None:
    assert queue_problem(queue) == ""


@pytest.mark.parametrize("queue", ["", " ", " orders", "x" * 1001])
def test_queue_is_refused(queue: str) -> None:
    assert "is not a valid queue: 1 to 1,000 characters" in queue_problem(queue)


@pytest.mark.parametrize(("host", "is_taken"), [("/", True), ("shop", True), ("a b", False)])
def test_virtual_host(host: str, *, is_taken: bool) -> None:
    problem = virtual_host_problem(host)
    assert problem == "" if is_taken else "is not a valid virtual host" in problem


@pytest.mark.parametrize("arn", [CLUSTER, BROKER, "${ClusterArn}"])
def test_source_is_taken(arn: str) -> None:
    assert source_arn_problem(arn) == ""


@pytest.mark.parametrize(
    "arn", ["", "orders", SECRET, "${A}${B}", "arn:aws:sqs:eu-west-1:123456789012:orders"]
)
def test_source_is_refused(arn: str) -> None:
    assert "is not a valid ARN of an MSK cluster or MQ broker" in source_arn_problem(arn)


@pytest.mark.parametrize(
    ("arn", "is_taken"), [(SECRET, True), ("${MailSecret}", True), (BROKER, False), ("", False)]
)
def test_secret(arn: str, *, is_taken: bool) -> None:
    problem = secret_arn_problem(arn)
    assert problem == "" if is_taken else "is not a valid ARN of a secret" in problem


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (CLUSTER, CLUSTER),
        ({"Fn::Sub": BROKER}, BROKER),
        ({"Ref": "ClusterArn"}, "${ClusterArn}"),
        ({"Fn::ImportValue": "cluster"}, ""),
        (None, ""),
    ],
)
def test_text_of_an_arn(value: Any, text: str) -> None:
    assert arn_text(value) == text


BASIC = {"Type": "BASIC_AUTH", "URI": {"Ref": "MailSecret"}}
HOST = {"Type": "VIRTUAL_HOST", "URI": "/"}


@pytest.mark.parametrize(
    ("configurations", "answers"),
    [
        ([BASIC], {"secret_arn": "${MailSecret}", "engine": "activemq"}),
        (
            [HOST, BASIC],
            {"secret_arn": "${MailSecret}", "engine": "rabbitmq", "virtual_host": "/"},
        ),
        ([HOST], None),
        ([BASIC, {"Type": "VPC_SUBNET", "URI": "subnet-1"}], None),
        ([BASIC, {"Type": "VIRTUAL_HOST", "URI": {"Fn::ImportValue": "host"}}], None),
        ([], None),
        ({"Ref": "Configurations"}, None),
        (["text"], None),
    ],
)
def test_answers_of_source_access(configurations: Any, answers: Any) -> None:
    assert access_answers({"SourceAccessConfigurations": configurations}) == answers
