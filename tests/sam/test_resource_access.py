"""Resources that a function can use, their environment variables, and answers that are refused."""

from __future__ import annotations

from typing import Any

import pytest
from iam import Deployed
from shop import as_written, shop_resources

from sam_scaffold.sam.iam.resource_access import TYPES, choices, use, use_problem, uses_problem
from sam_scaffold.sam.model.template import Resource

RESOURCES = shop_resources()
TABLE = "AWS::DynamoDB::Table"


def resource(logical_id: str, kind: str = TABLE, **properties: Any) -> Resource:
    return Resource(logical_id, kind, properties, "")


def test_choices_are_in_the_order_of_the_template() -> None:
    found = choices(RESOURCES)
    assert found[:4] == [
        "LedgerTable:read",
        "LedgerTable:write",
        "LedgerTable:crud",
        "WorldTable:read",
    ]
    assert {"ReportsBucket:crud", "ApiSecret:read", "SlashParameter:read"} <= set(found)
    assert {"OrdersStateMachine:write", "Refunds:write"} <= set(found)
    assert {"BillingFunction:write", "Mailer:write"} <= set(found)


def test_choices_are_the_answers_without_a_problem() -> None:
    accesses = ("read", "write", "crud")
    every = [f"{resource.logical_id}:{access}" for resource in RESOURCES for access in accesses]
    assert [answer for answer in every if not use_problem(answer, RESOURCES)] == choices(RESOURCES)


def test_the_resources_of_these_types_give_the_same_choices() -> None:
    own = [resource for resource in RESOURCES if resource.type in TYPES]
    assert choices(own) == choices(RESOURCES)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        pytest.param("LedgerTabel:read", "Did you mean LedgerTable?", id="unknown"),
        pytest.param("Nothing:read", "not a table, bucket, secret", id="nothing-near"),
        pytest.param("OrdersQueue:write", "but an AWS::SQS::Queue", id="wrong-type"),
        pytest.param("LedgerTable", "'LedgerTable:read'", id="no-access"),
        pytest.param("", "'LedgerTable:read'", id="empty"),
        pytest.param(
            "LedgerTable:delete",
            "LedgerTable:read or LedgerTable:write or LedgerTable:crud",
            id="unknown-access",
        ),
        pytest.param("ApiSecret:write", "a secret. Use ApiSecret:read.", id="secrets-are-read"),
        pytest.param("Refunds:read", "a state machine. Use Refunds:write.", id="machines-start"),
        pytest.param("LedgerTable:", "Use LedgerTable:read", id="empty-access"),
        pytest.param("CacheTable:read", "the condition IsProduction", id="condition"),
    ],
)
def test_bad_answers_are_explained_in_one_line(answer: str, says: str) -> None:
    problem = use_problem(answer, RESOURCES)
    assert says in problem
    assert "\n" not in problem
    assert uses_problem(["ReportsBucket:read", answer], RESOURCES) == problem


def test_a_conditional_resource_is_not_suggested() -> None:
    assert "CacheTable" not in use_problem("CachTable:read", RESOURCES)
    assert use_problem("CachTable:read", []).endswith("It has none.")


def test_several_uses_are_accepted() -> None:
    assert uses_problem(["LedgerTable:read", "ReportsBucket:crud"], RESOURCES) == ""
    assert uses_problem([], RESOURCES) == ""


@pytest.mark.parametrize("second", ["LedgerTable:write", "LedgerTable:read"])
def test_a_resource_is_named_once(second: str) -> None:
    problem = uses_problem(["LedgerTable:read", second], RESOURCES)
    assert "the same resource. Name it only once." in problem
    assert repr(second) in problem


def test_two_resources_do_not_share_a_variable() -> None:
    two = [resource("Ledger"), resource("LedgerTable")]
    problem = uses_problem(["Ledger:read", "LedgerTable:read"], two)
    assert "LEDGER_TABLE" in problem


@pytest.mark.parametrize(
    ("answer", "variable"),
    [
        ("LedgerTable:read", "LEDGER_TABLE"),
        ("Simple:read", "SIMPLE_TABLE"),
        ("ReportsBucket:write", "REPORTS_BUCKET"),
        ("ApiSecret:read", "API_SECRET_ARN"),
        ("LimitParameter:read", "LIMIT_PARAMETER"),
        ("OrdersStateMachine:write", "ORDERS_STATE_MACHINE_ARN"),
        ("Refunds:write", "REFUNDS_STATE_MACHINE_ARN"),
        ("BillingFunction:write", "BILLING_FUNCTION"),
        ("Mailer:write", "MAILER_FUNCTION"),
    ],
)
def test_a_variable_names_the_kind_of_its_value(answer: str, variable: str) -> None:
    found = use(answer, RESOURCES)
    assert found.variable == variable
    assert f"{found.logical_id}:{found.access}" == answer
    stack = Deployed({"Resources": as_written(RESOURCES)})
    is_arn = stack.value(found.value) == stack.arn(found.logical_id)
    assert is_arn == variable.endswith("_ARN")


def test_each_access_has_its_own_permission() -> None:
    found = {access: use(f"LedgerTable:{access}", RESOURCES) for access in ("read", "crud")}
    assert found["read"].permissions != found["crud"].permissions
    assert found["read"].value == found["crud"].value


@pytest.mark.parametrize(
    ("answer", "sids"),
    [
        ("SealedBucket:read", ["ReadSealedBucket", "DecryptWithShopKey"]),
        ("SealedBucket:write", ["WriteSealedBucket", "EncryptWithShopKey"]),
        ("SealedBucket:crud", ["CrudSealedBucket", "EncryptWithShopKey"]),
        ("SealedTable:crud", ["CrudSealedTable", "DecryptWithShopKey"]),
        ("ReportsBucket:write", ["WriteReportsBucket"]),
    ],
)
def test_permissions_include_the_key_of_the_resource(answer: str, sids: list[str]) -> None:
    assert [right.sid for right in use(answer, RESOURCES).permissions] == sids


@pytest.mark.parametrize("stated", ["/shop", "shop"])
@pytest.mark.parametrize(
    "name",
    [
        pytest.param({"Ref": "Stated"}, id="parameter"),
        pytest.param({"Fn::Sub": "${Stated}/limit"}, id="prefix"),
        pytest.param({"Fn::Sub": ["${Own}/limit", {"Own": {"Ref": "Stated"}}]}, id="own-variable"),
        pytest.param({"Fn::Sub": "/${AWS::Region}/limit"}, id="slash-before-a-variable"),
        pytest.param({"Fn::Sub": "limit-${AWS::Region}"}, id="no-slash-before-a-variable"),
        pytest.param({"Fn::Join": ["/", [{"Ref": "Stated"}, "limit"]]}, id="join"),
        pytest.param("/limit", id="slash"),
        pytest.param("limit", id="no-slash"),
    ],
)
def test_a_slash_in_front_of_a_parameter_is_not_doubled(name: Any, stated: str) -> None:
    parameter = resource("Limit", "AWS::SSM::Parameter", Name=name)
    stack = Deployed({"Resources": as_written([parameter])}, {"Stated": stated})
    (right,) = use("Limit:read", [parameter]).permissions
    arn = stack.value(right.statement["Resource"])
    assert arn == stack.arn("Limit")
    assert "//" not in arn
    assert ":parameter/" in arn


def test_a_known_name_needs_no_split() -> None:
    (right,) = use("SlashParameter:read", RESOURCES).permissions
    assert right.statement["Resource"] == {
        "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}"
        ":parameter${SlashParameter}"
    }
