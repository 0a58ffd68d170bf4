"""Permissions in both notations: they allow the same, only on the named resource.

SAM's translator is the reference for its policy templates.
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


def permissions_of(answer: str) -> tuple[Permission, ...]:
    """Return the permissions of an answer, of ``uses`` or ``publishes_to``."""
    found = use(answer, RESOURCES) if ":" in answer else target(answer, RESOURCES)
    return found.permissions


def poll(kind: EventSource, logical_id: str) -> Permission:
    """Return the permission that Lambda needs to poll a resource of the template."""
    source = PolledSource(kind, logical_id, arn_of(logical_id, kind.attribute))
    [found] = poller_permissions(source, added_by_sam=True)
    return found


def role(permissions: list[Permission] | tuple[Permission, ...]) -> dict[str, Any]:
    statements = [permission.statement for permission in permissions]
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
            "Policies": [{"PolicyName": "permissions", "PolicyDocument": document}],
        },
    }


def function(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Serverless::Function", "Properties": {**FUNCTION, **properties}}


def stem(answer: str) -> str:
    return answer.title().replace(":", "")


@cache
def translated() -> dict[str, Any]:
    """Translate the shop with two functions for each use and target, one in each notation."""
    resources = as_written(RESOURCES)
    for answer in [*USES, *TARGETS]:
        permissions = permissions_of(answer)
        name = stem(answer)
        resources[f"{name}Short"] = function(
            Policies=[permission.policy for permission in permissions]
        )
        resources[f"{name}Long"] = function(Role={"Fn::GetAtt": [f"{name}LongRole", "Arn"]})
        resources[f"{name}LongRole"] = role(permissions)
    return translate(resources, **SECTIONS)


def deployed(*, production: bool = True) -> Deployed:
    parameters = {"Prefix": "/shop", "Flat": "shop"}
    return Deployed(translated(), parameters, {"IsProduction": production})


@pytest.mark.parametrize("production", [True, False], ids=["production", "test"])
@pytest.mark.parametrize("answer", [*USES, *TARGETS])
def test_both_notations_allow_the_same(answer: str, *, production: bool) -> None:
    stack = deployed(production=production)
    allowed = stack.allowed(f"{stem(answer)}ShortRole")
    assert allowed
    assert stack.allowed(f"{stem(answer)}LongRole") == allowed


@pytest.mark.parametrize("answer", [*USES, *TARGETS])
def test_only_the_named_resource_and_its_key_are_allowed(answer: str) -> None:
    stack = deployed()
    named = stack.arn(answer.partition(":")[0])
    keys = {stack.arn("ShopKey"), stack.arn("ProductionKey")}
    within = {named, f"{named}/*", f"{named}/index/*", *keys}
    allowed = stack.allowed(f"{stem(answer)}LongRole")
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


def test_a_name_is_the_same_resource_in_both_notations() -> None:
    """The evaluation distinguishes logical ids, names and ARNs."""
    stack = deployed()
    assert "LedgerTable" not in stack.arn("LedgerTable")
    assert stack.value({"Ref": "LedgerTable"}) == stack.name("LedgerTable")
    assert stack.value({"Ref": "Refunds"}) == stack.arn("Refunds") != stack.name("Refunds")


def test_sids_name_their_resource_and_are_unique() -> None:
    permissions = without_repeats(
        [
            *(permission for answer in [*USES, *TARGETS] for permission in permissions_of(answer)),
            *(poll(SQS, "OrdersQueue"), poll(DYNAMODB_STREAM, "LedgerTable")),
            send_failure(QUEUE, "OrdersQueue"),
        ]
    )
    sids = [permission.sid for permission in permissions]
    assert len(set(sids)) == len(sids) > len(USES)
    assert all(sid.isalnum() and sid[0].isupper() for sid in sids)
    assert {"SendToOrdersQueue", "ReadLedgerTable", "PublishToNotifications"} <= set(sids)
    for permission in permissions:
        if "Fn::If" not in permission.statement:
            assert permission.statement["Sid"] == permission.sid


def test_permissions_with_the_same_sid_are_the_same_permission() -> None:
    first, second = permissions_of("SealedTable:read")[1], permissions_of("SealedSecret:read")[1]
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
def test_failures_are_sent_with_the_permission_that_sam_adds_to_its_roles(
    failures: dict[str, Any], target_type: str, logical_id: str
) -> None:
    permission = send_failure(target_type, logical_id)
    resources = {
        **as_written(RESOURCES),
        "Sam": function(**failures),
        "OwnRole": role([permission]),
    }
    stack = Deployed(translate(resources, **SECTIONS))
    allowed = stack.allowed("SamRole")
    assert len(allowed) == 1
    assert stack.allowed("OwnRole") == allowed


def test_sam_adds_no_permission_to_a_given_role() -> None:
    """Therefore `poller_permissions` and `send_failure` are needed."""
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
def test_a_poller_only_reads_its_source(
    kind: EventSource, logical_id: str, attribute: str, actions: set[str]
) -> None:
    permission = poll(kind, logical_id)
    resources = {
        **as_written(RESOURCES),
        "Short": function(Policies=[permission.policy]),
        "LongRole": role([permission]),
    }
    stack = Deployed(translate(resources, **SECTIONS))
    arn = stack.value({"Fn::GetAtt": [logical_id, attribute]})
    assert stack.allowed("LongRole") == {(action, arn) for action in actions}
    assert stack.allowed("ShortRole") == stack.allowed("LongRole")


@pytest.mark.slow
def test_cfn_lint_finds_nothing_in_either_notation(tmp_path: Path) -> None:
    """One role has all permissions, and a function all variables."""
    api = pytest.importorskip("cfnlint.api")
    config = api.ManualArgs(regions=["eu-west-1"])
    permissions = without_repeats(
        [
            *(permission for answer in [*USES, *TARGETS] for permission in permissions_of(answer)),
            poll(SQS, "OrdersQueue"),
            poll(DYNAMODB_STREAM, "LedgerTable"),
            poll(DYNAMODB_STREAM, "WorldTable"),
            poll(KINESIS, "ClicksStream"),
            send_failure(QUEUE, "OrdersQueue"),
            send_failure(TOPIC, "Notifications"),
            *key_permissions(
                next(resource for resource in RESOURCES if resource.type == STREAM),
                RESOURCES,
                writes=False,
            ),
        ]
    )
    uses = [use(answer, RESOURCES) for answer in USES]
    published = [target(name, RESOURCES) for name in TARGETS]
    variables = {found.variable: found.value for found in uses}
    variables |= {found.variable: found.value for found in published}
    resources = {
        **as_written(RESOURCES),
        "Short": function(Policies=[permission.policy for permission in permissions]),
        "Long": function(
            Role={"Fn::GetAtt": ["LongRole", "Arn"]}, Environment={"Variables": variables}
        ),
        "LongRole": role(permissions),
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
