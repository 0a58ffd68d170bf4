"""Both notations of a right give the same, and nothing but the named resource.

SAM's own translator says what its policy templates give.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from iam import Deployed
from shop import as_written, shop_resources
from translation import translate

from sam_scaffold.aws.event_sources.definition import EventSource
from sam_scaffold.aws.event_sources.polled import DYNAMODB_STREAM, KINESIS, SQS
from sam_scaffold.sam.iam.encryption import key_permissions
from sam_scaffold.sam.iam.permissions import Permission, arn_of, send_failure, without_repeats
from sam_scaffold.sam.iam.polling import PolledSource, poller_permissions
from sam_scaffold.sam.iam.publish_targets import target, targets
from sam_scaffold.sam.iam.resource_access import choices, use
from sam_scaffold.sam.writing.notation import sam_yaml

QUEUE, TOPIC = "AWS::SQS::Queue", "AWS::SNS::Topic"
STREAM = "AWS::Kinesis::Stream"

RESOURCES = shop_resources()
FUNCTION = {"Runtime": "python3.12", "Handler": "index.handler", "InlineCode": "pass"}
SECTIONS = {
    "Parameters": {"Prefix": {"Type": "String"}, "Flat": {"Type": "String"}},
    "Conditions": {"IsProduction": {"Fn::Equals": [{"Ref": "Flat"}, "production"]}},
}

USES = choices(RESOURCES)
TARGETS = targets(RESOURCES)


def rights_of(wired: str) -> tuple[Permission, ...]:
    """The rights that an answer gives, be it a use or a target."""
    found = use(wired, RESOURCES) if ":" in wired else target(wired, RESOURCES)
    return found.permissions


def poll(kind: EventSource, logical_id: str) -> Permission:
    """The permission that Lambda needs to poll a resource of the template."""
    source = PolledSource(kind, logical_id, arn_of(logical_id, kind.attribute))
    [found] = poller_permissions(source, added_by_sam=True)
    return found


def role(rights: list[Permission] | tuple[Permission, ...]) -> dict[str, Any]:
    statements = [right.statement for right in rights]
    document = {"Version": "2012-10-17", "Statement": statements}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                    }
                ],
            },
            "Policies": [{"PolicyName": "rights", "PolicyDocument": document}],
        },
    }


def function(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Serverless::Function", "Properties": {**FUNCTION, **properties}}


def stem(wired: str) -> str:
    return wired.title().replace(":", "")


@cache
def translated() -> dict[str, Any]:
    """The shop with two functions for each use and target, one in either notation."""
    resources = as_written(RESOURCES)
    for wired in [*USES, *TARGETS]:
        rights = rights_of(wired)
        name = stem(wired)
        resources[f"{name}Short"] = function(Policies=[right.policy for right in rights])
        resources[f"{name}Long"] = function(Role={"Fn::GetAtt": [f"{name}LongRole", "Arn"]})
        resources[f"{name}LongRole"] = role(rights)
    return translate(resources, **SECTIONS)


def deployed(*, production: bool = True) -> Deployed:
    parameters = {"Prefix": "/shop", "Flat": "shop"}
    return Deployed(translated(), parameters, {"IsProduction": production})


@pytest.mark.parametrize("production", [True, False], ids=["production", "test"])
@pytest.mark.parametrize("wired", [*USES, *TARGETS])
def test_both_notations_give_the_same(wired: str, *, production: bool) -> None:
    stack = deployed(production=production)
    allowed = stack.allowed(f"{stem(wired)}ShortRole")
    assert allowed
    assert stack.allowed(f"{stem(wired)}LongRole") == allowed


@pytest.mark.parametrize("wired", [*USES, *TARGETS])
def test_nothing_but_the_named_resource_and_its_key_is_given(wired: str) -> None:
    stack = deployed()
    named = stack.arn(wired.partition(":")[0])
    keys = {stack.arn("ShopKey"), stack.arn("ProductionKey")}
    within = {named, f"{named}/*", f"{named}/index/*", *keys}
    allowed = stack.allowed(f"{stem(wired)}LongRole")
    assert {arn for _, arn in allowed} <= within
    assert named in {arn.removesuffix("/index/*").removesuffix("/*") for _, arn in allowed}
    assert {action for action, arn in allowed if arn in keys} <= {
        "kms:decrypt",
        "kms:generatedatakey",
    }


def test_the_comparison_can_fail() -> None:
    stack = deployed()
    assert stack.allowed("LedgertableReadShortRole") != stack.allowed("LedgertableWriteShortRole")
    assert stack.allowed("LedgertableReadShortRole") != stack.allowed("SimpleReadShortRole")


def test_a_name_stands_for_the_same_resource_in_both() -> None:
    """The evaluation tells logical ids, names and ARNs apart."""
    stack = deployed()
    assert "LedgerTable" not in stack.arn("LedgerTable")
    assert stack.value({"Ref": "LedgerTable"}) == stack.name("LedgerTable")
    assert stack.value({"Ref": "Refunds"}) == stack.arn("Refunds") != stack.name("Refunds")


def test_sids_say_what_they_are_for_and_are_unique() -> None:
    rights = without_repeats(
        [
            *(right for wired in [*USES, *TARGETS] for right in rights_of(wired)),
            *(poll(SQS, "OrdersQueue"), poll(DYNAMODB_STREAM, "LedgerTable")),
            send_failure(QUEUE, "OrdersQueue"),
        ]
    )
    sids = [right.sid for right in rights]
    assert len(set(sids)) == len(sids) > len(USES)
    assert all(sid.isalnum() and sid[0].isupper() for sid in sids)
    assert {"SendToOrdersQueue", "ReadLedgerTable", "PublishToNotifications"} <= set(sids)
    for right in rights:
        if "Fn::If" not in right.statement:
            assert right.statement["Sid"] == right.sid


def test_rights_that_share_a_sid_are_one_right() -> None:
    first, second = rights_of("SealedTable:read")[1], rights_of("SealedSecret:read")[1]
    assert first == second
    assert without_repeats([first, second]) == [first]


@pytest.mark.parametrize(
    ("failures", "target_type", "logical_id"),
    [
        pytest.param(
            {
                "DeadLetterQueue": {
                    "Type": "SQS",
                    "TargetArn": {"Fn::GetAtt": ["OrdersQueue", "Arn"]},
                }
            },
            QUEUE,
            "OrdersQueue",
            id="dead-letter-queue",
        ),
        pytest.param(
            {"DeadLetterQueue": {"Type": "SNS", "TargetArn": {"Ref": "Notifications"}}},
            TOPIC,
            "Notifications",
            id="dead-letter-topic",
        ),
        pytest.param(
            {
                "EventInvokeConfig": {
                    "DestinationConfig": {
                        "OnFailure": {
                            "Type": "SQS",
                            "Destination": {"Fn::GetAtt": ["OrdersQueue", "Arn"]},
                        }
                    }
                }
            },
            QUEUE,
            "OrdersQueue",
            id="destination-of-the-function",
        ),
        pytest.param(
            {
                "Events": {
                    "Clicks": {
                        "Type": "Kinesis",
                        "Properties": {
                            "Stream": {"Fn::GetAtt": ["ClicksStream", "Arn"]},
                            "StartingPosition": "LATEST",
                            "DestinationConfig": {
                                "OnFailure": {
                                    "Type": "SNS",
                                    "Destination": {"Ref": "Notifications"},
                                }
                            },
                        },
                    }
                }
            },
            TOPIC,
            "Notifications",
            id="destination-of-a-stream",
        ),
    ],
)
def test_failures_are_sent_with_the_right_that_sam_adds_to_its_own_roles(
    failures: dict[str, Any], target_type: str, logical_id: str
) -> None:
    right = send_failure(target_type, logical_id)
    resources = {**as_written(RESOURCES), "Sam": function(**failures), "OwnRole": role([right])}
    stack = Deployed(translate(resources, **SECTIONS))
    allowed = stack.allowed("SamRole")
    assert len(allowed) == 1
    assert stack.allowed("OwnRole") == allowed


def test_beside_a_role_sam_adds_no_right() -> None:
    """Why `poller_permissions` and `send_failure` are there."""
    event = {"Type": "SQS", "Properties": {"Queue": {"Fn::GetAtt": ["OrdersQueue", "Arn"]}}}
    mine = function(
        Role={"Fn::GetAtt": ["OwnRole", "Arn"]},
        Policies=[{"SQSPollerPolicy": {"QueueName": "orders"}}],
        Events={"Orders": event},
    )
    ours = role([poll(SQS, "OrdersQueue")])
    resources = {**as_written(RESOURCES), "Mine": mine, "OwnRole": ours}
    found = translate(resources, **SECTIONS)["Resources"]
    assert found["OwnRole"] == ours
    assert "MineRole" not in found
    assert "MineOrders" in found


@pytest.mark.parametrize(
    ("kind", "logical_id", "attribute", "actions"),
    [
        pytest.param(
            SQS,
            "OrdersQueue",
            "Arn",
            {"sqs:receivemessage", "sqs:deletemessage", "sqs:getqueueattributes"},
            id="queue",
        ),
        *(
            pytest.param(
                DYNAMODB_STREAM,
                logical_id,
                "StreamArn",
                {
                    "dynamodb:describestream",
                    "dynamodb:getrecords",
                    "dynamodb:getsharditerator",
                    "dynamodb:liststreams",
                },
                id=logical_id,
            )
            for logical_id in ("LedgerTable", "WorldTable")
        ),
        pytest.param(
            KINESIS,
            "ClicksStream",
            "Arn",
            {
                "kinesis:describestream",
                "kinesis:describestreamsummary",
                "kinesis:getrecords",
                "kinesis:getsharditerator",
                "kinesis:listshards",
            },
            id="stream",
        ),
    ],
)
def test_a_poller_reads_its_source_alone(
    kind: EventSource, logical_id: str, attribute: str, actions: set[str]
) -> None:
    right = poll(kind, logical_id)
    resources = {
        **as_written(RESOURCES),
        "Short": function(Policies=[right.policy]),
        "LongRole": role([right]),
    }
    stack = Deployed(translate(resources, **SECTIONS))
    arn = stack.value({"Fn::GetAtt": [logical_id, attribute]})
    assert stack.allowed("LongRole") == {(action, arn) for action in actions}
    assert stack.allowed("ShortRole") == stack.allowed("LongRole")


@pytest.mark.slow
def test_cfn_lint_finds_nothing_in_either_notation(tmp_path: Path) -> None:
    """All rights together in one role; with the attributes that they name."""
    api = pytest.importorskip("cfnlint.api")
    config = api.ManualArgs(regions=["eu-west-1"])
    rights = without_repeats(
        [
            *(right for wired in [*USES, *TARGETS] for right in rights_of(wired)),
            poll(SQS, "OrdersQueue"),
            poll(DYNAMODB_STREAM, "LedgerTable"),
            poll(DYNAMODB_STREAM, "WorldTable"),
            poll(KINESIS, "ClicksStream"),
            send_failure(QUEUE, "OrdersQueue"),
            send_failure(TOPIC, "Notifications"),
            *key_permissions(
                next(one for one in RESOURCES if one.type == STREAM), RESOURCES, writes=False
            ),
        ]
    )
    values = [use(one, RESOURCES) for one in USES] + [target(one, RESOURCES) for one in TARGETS]
    variables = {one.variable: one.value for one in values}
    resources = {
        **as_written(RESOURCES),
        "Short": function(Policies=[right.policy for right in rights]),
        "Long": function(
            Role={"Fn::GetAtt": ["LongRole", "Arn"]}, Environment={"Variables": variables}
        ),
        "LongRole": role(rights),
    }
    written = tmp_path / "source.yaml"
    written.write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        f"Parameters:{sam_yaml(SECTIONS['Parameters'])}\n"
        f"Conditions:{sam_yaml(SECTIONS['Conditions'])}\n"
        f"Resources:{sam_yaml(resources)}\n",
        encoding="utf-8",
    )
    made = tmp_path / "translated.json"
    made.write_text(json.dumps(translate(resources, **SECTIONS)), encoding="utf-8")
    for path in (written, made):
        assert [str(found) for found in api.lint_file(path, config)] == []
