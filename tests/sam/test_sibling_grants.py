"""Names and permissions that the functions of a template have for one of its resources."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, resource, template

from sam_scaffold.sam.iam import publish_targets, resource_access
from sam_scaffold.sam.iam.sibling_grants import Asked, Siblings
from sam_scaffold.sam.model.template import Template

TABLE = resource("LedgerTable", "AWS::DynamoDB::Table")
OTHER = resource("OtherTable", "AWS::DynamoDB::Table")
BUCKET = resource("DropBucket", "AWS::S3::Bucket")
QUEUE = resource("OrdersQueue", "AWS::SQS::Queue")

ARN = {"Fn::GetAtt": ["LedgerTable", "Arn"]}
BY_NAME = {"Fn::Sub": "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${LedgerTable}"}


def statement(actions: Any, on: Any = ARN, **others: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": on, **others}


def granted(*statements: Any, name: str = "OrdersFunction") -> dict[str, Any]:
    """Return a function with one document of statements."""
    return dict(function(name, Policies=[{"Statement": list(statements)}]))


def grants(use: str, *resources: dict[str, Any], role: bool = False) -> list[dict[str, Any]] | None:
    """Return how the functions of a template grant a use."""
    found = template(TABLE, OTHER, BUCKET, QUEUE, *resources)
    return Siblings(found, "NewFunction").statements(asked(found, use), is_role=role)


def asked(found: Template, use: str) -> Asked:
    logical_id, _, access = use.partition(":")
    resources = found.of_type(*resource_access.TYPES, *publish_targets.TYPES)
    if access == "send":
        target = publish_targets.target(logical_id, resources)
        return Asked(logical_id, "write", target.permissions[0])
    return Asked(logical_id, access, resource_access.use(use, resources).permissions[0])


PUTS = statement(["dynamodb:PutItem", "dynamodb:UpdateItem"])
GETS = statement("dynamodb:GetItem", BY_NAME)


def test_smallest_grant_that_is_enough_is_taken() -> None:
    more = statement(["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"])
    found = grants("LedgerTable:write", granted(more), granted(PUTS, name="BasketsFunction"))
    assert found == [PUTS]


def test_smallest_is_the_one_with_the_fewest_actions_of_any_kind() -> None:
    mixed = statement(["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query"])
    assert grants("LedgerTable:write", granted(mixed), granted(PUTS, name="B")) == [PUTS]
    every = statement("dynamodb:*")
    assert grants("LedgerTable:write", granted(every), granted(mixed, name="B")) == [
        statement(["dynamodb:PutItem"])
    ]


def test_only_what_is_asked_is_granted() -> None:
    mixed = statement(["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:ListStreams"])
    assert grants("LedgerTable:read", granted(mixed)) == [statement(["dynamodb:GetItem"])]


def test_form_of_a_statement_is_kept_except_its_sid() -> None:
    assert grants("LedgerTable:read", granted({"Sid": "Get", **GETS})) == [GETS]
    several = statement("dynamodb:GetItem", [ARN, {"Fn::GetAtt": ["OtherTable", "Arn"]}])
    assert grants("LedgerTable:read", granted(several)) == [statement("dynamodb:GetItem", [ARN])]


def test_who_reads_and_who_writes_make_up_both() -> None:
    found = grants("LedgerTable:crud", granted(PUTS), granted(GETS, name="BasketsFunction"))
    assert found == [GETS, PUTS]


def test_usual_permissions_to_read_and_to_write_do_not_limit_both() -> None:
    on = [ARN, {"Fn::Sub": "${LedgerTable.Arn}/index/*"}]
    usual = [
        statement([f"dynamodb:{name}" for name in names.split()], on)
        for names in (
            "GetItem Scan Query BatchGetItem DescribeTable", "PutItem UpdateItem BatchWriteItem"
        )
    ]  # fmt: skip
    functions = [granted(own, name=f"F{index}") for index, own in enumerate(usual)]
    assert grants("LedgerTable:crud", *functions, role=True) is None


@pytest.mark.parametrize(
    "unfit",
    [
        statement("dynamodb:PutItem", "*"),
        statement("dynamodb:PutItem", Condition={"Bool": {"aws:SecureTransport": True}}),
        statement("dynamodb:GetItem"),
        statement("dynamodb:PutItem", {"Fn::GetAtt": ["OtherTable", "Arn"]}),
        {**statement("dynamodb:PutItem"), "Effect": "Deny"},
    ],
    ids=["any-resource", "condition", "other-access", "other-resource", "deny"],
)
def test_other_statements_only_show_the_notation(unfit: dict[str, Any]) -> None:
    role = grants("LedgerTable:write", granted(unfit), role=True)
    assert role is None
    for found in grants("LedgerTable:write", granted(unfit)) or []:
        assert found["Action"] == [
            "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"
        ]  # fmt: skip


def test_patterns_stand_for_the_actions_that_are_asked() -> None:
    every = statement("dynamodb:*")
    found = grants("LedgerTable:write", granted(every), role=True)
    assert found == [
        statement(["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"])
    ]


def test_policy_templates_are_used_where_the_others_use_them() -> None:
    policy = function("A", Policies=[{"DynamoDBCrudPolicy": {"TableName": {"Ref": "LedgerTable"}}}])
    assert grants("LedgerTable:read", policy) is None
    other = function("A", Policies=[{"DynamoDBReadPolicy": {"TableName": {"Ref": "OtherTable"}}}])
    assert grants("LedgerTable:read", other) is None
    # Statements for another service say nothing about this one.
    sends = statement("sqs:SendMessage", {"Fn::GetAtt": ["OrdersQueue", "Arn"]})
    assert grants("LedgerTable:read", other, granted(sends)) is None


def test_statements_are_used_where_the_others_have_only_these() -> None:
    sends = statement("sqs:SendMessage", {"Fn::GetAtt": ["OrdersQueue", "Arn"]})
    (found,) = grants("LedgerTable:read", granted(sends)) or [{}]
    assert "dynamodb:GetItem" in found["Action"]
    assert "Sid" not in found
    assert grants("LedgerTable:read", granted(sends), role=True) is None
    assert grants("LedgerTable:read") is None


def test_table_of_powertools_shows_no_notation() -> None:
    table = resource("OrdersIdempotencyTable", "AWS::DynamoDB::Table")
    own = statement("dynamodb:GetItem", {"Fn::GetAtt": ["OrdersIdempotencyTable", "Arn"]})
    assert grants("LedgerTable:read", table, granted(own)) is None


def test_roles_count_like_policies() -> None:
    role = resource(
        "OrdersRole", "AWS::IAM::Role",
        Policies=[{"PolicyName": "a", "PolicyDocument": {"Statement": [PUTS]}}],
    )  # fmt: skip
    own = function("OrdersFunction", Role={"Fn::GetAtt": ["OrdersRole", "Arn"]})
    assert grants("LedgerTable:write", role, own, role=True) == [PUTS]
    usual = statement(["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"])
    on = [ARN, {"Fn::Sub": "${LedgerTable.Arn}/index/*"}]
    assert grants("LedgerTable:write", granted({**usual, "Resource": on}), role=True) is None


def test_message_is_sent_as_by_the_others() -> None:
    sends = statement("sqs:SendMessage", {"Fn::GetAtt": ["OrdersQueue", "Arn"]})
    assert grants("OrdersQueue:send", granted(sends), role=True) == [sends]


def at(end: str) -> dict[str, Any]:
    return statement("s3:PutObject", {"Fn::Sub": "${DropBucket.Arn}" + end})


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (["/incoming/*"], "/incoming/*"),
        (["/incoming/*", "/incoming/*"], "/incoming/*"),
        (["/incoming/*", "/reports/*"], "/*"),
        (["/incoming/*", "/*"], "/*"),
        (["/*"], "/*"),
    ],
)
def test_prefix_of_a_bucket_is_kept_if_all_have_it(ends: list[str], expected: str) -> None:
    functions = [granted(at(end), name=f"F{index}") for index, end in enumerate(ends)]
    assert grants("DropBucket:write", *functions) == [at(expected)]


def test_prefix_in_a_join_is_a_prefix() -> None:
    joined = [
        statement("s3:PutObject", {"Fn::Join": ["", [{"Fn::GetAtt": ["DropBucket", "Arn"]}, end]]})
        for end in ("/incoming/*", "/*")
    ]
    functions = [granted(own, name=f"F{index}") for index, own in enumerate(joined)]
    assert grants("DropBucket:write", *functions) == [joined[1]]


# --- Names ----------------------------------------------------------------------


def named(name: str, *variables: str, value: Any = None) -> dict[str, Any]:
    stated = dict.fromkeys(variables, value or {"Ref": "LedgerTable"})
    return dict(function(name, Environment={"Variables": stated}))


REF = {"Ref": "LedgerTable"}


def test_most_frequent_name_is_first_and_the_first_of_the_file_in_a_tie() -> None:
    found = template(TABLE, named("A", "TABLE", "LEDGER"), named("B", "NAME"), named("C", "NAME"))
    assert Siblings(found, "X").variables(REF) == ["NAME", "TABLE", "LEDGER"]
    assert Siblings(found, "C").variables(REF) == ["TABLE", "LEDGER", "NAME"]


def test_other_kind_of_value_is_another_name() -> None:
    found = template(TABLE, named("A", "TABLE_ARN", value=ARN))
    assert Siblings(found, "X").variables(REF) == []


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "OrdersQueue"},
        {"Fn::Sub": "${OrdersQueue}"},
        {"Fn::GetAtt": ["OrdersQueue", "QueueUrl"]},
        {"Fn::GetAtt": "OrdersQueue.QueueUrl"},
        {"Fn::Sub": "${OrdersQueue.QueueUrl}"},
    ],
)
def test_other_spelling_of_a_value_is_the_same_name(value: Any) -> None:
    found = template(QUEUE, named("A", "QUEUE", value=value))
    assert Siblings(found, "X").variables({"Ref": "OrdersQueue"}) == ["QUEUE"]


def test_name_of_globals() -> None:
    environment = {"Variables": {"TABLE_NAME": REF}}
    found = template(TABLE, Globals=globals_(Environment=environment))
    assert Siblings(found, "X").of_globals(REF) == "TABLE_NAME"
    assert Siblings(template(TABLE), "X").of_globals(REF) == ""
