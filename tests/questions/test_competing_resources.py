"""Warnings about other users of a function's event source, alarm topic or API."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.questions.competing_resources import neighbour_cautions, open_route
from sam_scaffold.sam.model.template_files import parsed

QUEUE = "  Orders: {Type: AWS::SQS::Queue}\n"
FUNCTION = "  Biller: {Type: AWS::Serverless::Function, Properties: {Events: {E: %s}}}\n"
MAPPING = "  Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: %s}}\n"
PIPE = "  Pipe: {Type: AWS::Pipes::Pipe, Properties: {Source: !GetAtt Orders.Arn}}\n"


def said(resources: str, **facts: Any) -> list[str]:
    template = parsed("template.yaml", f"Resources:\n{resources}".encode())
    answers = {"component": {"source": "", "alarm_topic": "", "alarms": "full", **facts}}
    return list(neighbour_cautions(template, answers))


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (FUNCTION % "{Type: SQS, Properties: {Queue: !GetAtt Orders.Arn}}", "Biller"),
        (MAPPING % "!GetAtt Orders.Arn", "Mapping"),
        (PIPE, "Pipe"),
    ],
    ids=["event", "mapping", "pipe"],
)
def test_queue_with_another_consumer_is_named(other: str, name: str) -> None:
    (line,) = said(QUEUE + other, source="Orders")
    assert line.startswith(f"{name} also processes messages of Orders")


@pytest.mark.parametrize(
    "other",
    [
        "",
        FUNCTION % "{Type: SQS, Properties: {Queue: !GetAtt Others.Arn}}",
        FUNCTION % "{Type: SNS, Properties: {Topic: !Ref Orders}}",
        FUNCTION % "text",
        MAPPING % "!GetAtt Others.Arn",
    ],
    ids=["none", "another-queue", "no-queue", "not-understood", "another-mapping"],
)
def test_queue_of_its_own_is_not_worth_a_word(other: str) -> None:
    assert said(QUEUE + other, source="Orders") == []


def test_stream_may_have_several_readers() -> None:
    event = "{Type: Kinesis, Properties: {Stream: !GetAtt Orders.Arn}}"
    assert (
        said("  Orders: {Type: AWS::Kinesis::Stream}\n" + FUNCTION % event, source="Orders") == []
    )


@pytest.mark.parametrize(
    ("key", "told"), [("alias/aws/sns", True), ("alias/mine", False), ("!Ref Key", False)]
)
def test_topic_that_alarms_cannot_use_is_named(key: str, *, told: bool) -> None:
    topic = f"  Alarms: {{Type: AWS::SNS::Topic, Properties: {{KmsMasterKeyId: {key}}}}}\n"
    lines = said(topic, alarm_topic="Alarms")
    assert [line[:31] for line in lines] == (["Alarms is encrypted with alias/"] if told else [])


API = "  Shop: {Type: AWS::Serverless::HttpApi, Properties: {Auth: {%s}}}\n"
GUARDED = (
    "{Type: HttpApi, Properties: {ApiId: !Ref %s, Path: /, Method: GET, Auth: {Authorizer: %s}}}"
)


def opened(resources: str) -> list[str]:
    template = parsed("template.yaml", f"Resources:\n{resources}".encode())
    return list(open_route(template, {"component": {"source": "Shop"}}))


def test_route_that_anybody_may_call_beside_guarded_ones_is_named() -> None:
    other = FUNCTION % (GUARDED % ("Shop", "Jwt"))
    (line,) = opened(API % "Authorizers: {Jwt: {}}" + other)
    assert line.startswith(
        "Shop requires no authorization for the new route, as its Auth has no Default"
    )
    assert "the route of Biller has Auth: {Authorizer: Jwt}" in line


@pytest.mark.parametrize(
    ("auth", "route"),
    [
        ("DefaultAuthorizer: Jwt", GUARDED % ("Shop", "Jwt")),
        ("Authorizers: {Jwt: {}}", GUARDED % ("Shop", "NONE")),
        ("Authorizers: {Jwt: {}}", GUARDED % ("Others", "Jwt")),
        ("Authorizers: {Jwt: {}}", "{Type: HttpApi, Properties: {ApiId: !Ref Shop}}"),
    ],
    ids=["by-default", "open-on-purpose", "another-api", "as-the-others"],
)
def test_route_that_is_as_the_others_is_not(auth: str, route: str) -> None:
    assert opened(API % auth + FUNCTION % route) == []
