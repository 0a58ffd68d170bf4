"""Connections of a function: source, results, permissions, variables, logs and alarms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from answers import ANSWERS, facts
from contexts import context
from shop import shop

from sam_scaffold.aws.event_sources.polled import DYNAMODB_STREAM, SQS
from sam_scaffold.aws.event_sources.pushed import EVENTBRIDGE, S3, SCHEDULE, SNS
from sam_scaffold.components.connections import resource_variables
from sam_scaffold.components.trigger import Trigger
from sam_scaffold.questions.connection_questions import chosen_resources
from sam_scaffold.sam.style.house_style import HouseStyle

ON_QUEUE = Trigger(sources={"A new queue": "new"}, new_source="Queue", event_source=SQS)
ON_TABLE = Trigger(
    sources={"A new table": "new"},
    new_source="Table",
    keeps_failures=True,
    event_source=replace(DYNAMODB_STREAM, repeats=False),
)
ON_BUS = Trigger(
    sources={"The default bus": "default", "A new bus": "new"},
    new_source="Bus",
    keeps_failures=True,
    event_source=EVENTBRIDGE,
)
ON_TOPIC = Trigger(sources={"A new topic": "new"}, event_source=replace(SNS, repeats=False))
ON_BUCKET = Trigger(
    sources={"A new bucket": "new"},
    reads_source=True,
    event_source=replace(S3, repeats=False, names_function=False),
)
ON_TIME = Trigger(keeps_failures=True, event_source=SCHEDULE)

TABLE = "AWS::DynamoDB::Table"

POWERTOOLS = {"powertools": True}


def recorded(answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Resources of the shop that answers name, as copier records them."""
    return chosen_resources(context(answers, template=shop()))


def wired(
    answers: dict[str, Any] | None = None, trigger: Trigger | None = None, **style: Any
) -> dict[str, Any]:
    """Return the facts of a function of the shop, with resources recorded as by Copier."""
    given = {**ANSWERS, **(answers or {})}
    return facts({**given, "resources": recorded(given)}, trigger, **style)


@pytest.mark.parametrize(
    ("source", "trigger", "logical_id", "new"),
    [
        pytest.param("new", ON_QUEUE, "OrderRouterQueue", True, id="new"),
        pytest.param("OrdersQueue", ON_QUEUE, "OrdersQueue", False, id="existing"),
        pytest.param("default", ON_BUS, "", False, id="no-resource"),
        pytest.param("new", ON_BUS, "OrderRouterBus", False, id="new-that-others-may-use"),
        pytest.param("", ON_TIME, "", False, id="a-trigger-without-sources"),
        pytest.param(None, ON_TIME, "", False, id="unasked"),
    ],
)
def test_source(
    source: str | None,
    trigger: Trigger,
    logical_id: str,
    new: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    found = wired({} if source is None else {"source": source}, trigger)
    assert (found["source"], found["new_source"]) == (logical_id, new)


OUTPUTS = {
    "new_queue": ("queue", "OrderRouterOutputQueue", True, False, "OUTPUT_QUEUE_URL"),
    "new_topic": ("topic", "OrderRouterOutputTopic", False, False, "OUTPUT_TOPIC_ARN"),
    "new_bus": ("bus", "OrderRouterOutputBus", False, False, "OUTPUT_BUS_NAME"),
    "OrdersQueue": ("queue", "OrdersQueue", False, False, "ORDERS_QUEUE_URL"),
    "FifoQueue": ("queue", "FifoQueue", False, True, "FIFO_QUEUE_URL"),
    "Notifications": ("topic", "Notifications", False, False, "NOTIFICATIONS_TOPIC_ARN"),
    "FifoTopic": ("topic", "FifoTopic", False, True, "FIFO_TOPIC_ARN"),
    "OrdersBus": ("bus", "OrdersBus", False, False, "ORDERS_BUS_NAME"),
}


@pytest.mark.parametrize(("answer", "expected"), OUTPUTS.items(), ids=OUTPUTS.keys())
def test_output_and_its_variable(answer: str, expected: tuple[Any, ...]) -> None:
    found = wired({"publishes_to": answer})
    output = found["output"]
    assert tuple(output[key] for key in ("kind", "logical_id", "new", "fifo", "variable")) == (
        expected
    )
    assert found["environment"][output["variable"]] == {"Ref": output["logical_id"]}
    assert len(found["policies"]) == 1
    assert output["logical_id"] in str(found["policies"])


def test_without_connections_there_is_nothing_of_them() -> None:
    found = wired()
    assert (found["source"], found["output"], found["idempotency_table"]) == ("", None, "")
    assert (found["policies"], found["role_id"], found["role"]) == ([], "", None)
    assert found["calls_aws"] is False
    assert found["environment"] == {"LOG_LEVEL": "INFO"}


@pytest.mark.parametrize(
    ("answers", "calls"),
    [
        ({"publishes_to": "new_queue"}, True),
        ({"powertools": True}, True),
        ({"uses": ["LedgerTable:read"]}, False),
    ],
    ids=["publishes", "remembers", "uses"],
)
def test_handler_calls_aws_where_it_publishes_or_remembers(
    answers: dict[str, Any],
    calls: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Generated code does not call resources in ``uses``, except for publishing."""
    assert wired(answers, ON_TIME)["calls_aws"] is calls


STAGE_VARIABLES = {"Environment": {"Variables": {"LOG_LEVEL": {"Ref": "Level"}, "STAGE": "x"}}}
SERVICE = {"POWERTOOLS_SERVICE_NAME": "order-router"}
NAMESPACE = {"POWERTOOLS_METRICS_NAMESPACE": {"Ref": "AWS::StackName"}}
LEVEL = {"LOG_LEVEL": "INFO"}

ENVIRONMENTS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "standard": ({}, {}, LEVEL),
    "log-level-of-globals": ({}, {"globals": STAGE_VARIABLES}, {}),
    "variables-of-globals": (
        {}, {"globals": {"Environment": {"Variables": {"STAGE": "x"}}}}, LEVEL,
    ),
    "empty-environment-of-globals": ({}, {"globals": {"Environment": {}}}, LEVEL),
    "house": (
        {}, {"environment": {"SERVICE": "{kebab}", "DEEP": {"Fn::Sub": "${Stage}-{snake}"}}},
        {**LEVEL, "SERVICE": "order-router", "DEEP": {"Fn::Sub": "${Stage}-order_router"}},
    ),
    "powertools": (POWERTOOLS, {}, {**LEVEL, **SERVICE, **NAMESPACE}),
    "powertools-namespace-of-globals": (
        POWERTOOLS,
        {"globals": {"Environment": {"Variables": {"POWERTOOLS_METRICS_NAMESPACE": "shop"}}}},
        {**LEVEL, **SERVICE},
    ),
    "powertools-service-of-the-style": (
        POWERTOOLS, {"environment": {"POWERTOOLS_SERVICE_NAME": "shop-{snake}"}},
        {**LEVEL, **NAMESPACE, "POWERTOOLS_SERVICE_NAME": "shop-order_router"},
    ),
    "uses": (
        {"uses": ["LedgerTable:read", "ApiSecret:read"]}, {},
        {**LEVEL, "LEDGER_TABLE": {"Ref": "LedgerTable"}, "API_SECRET_ARN": {"Ref": "ApiSecret"}},
    ),
    "literals-as-text": (
        {"environment": {"A1": 1, "B1": True, "C1": False, "D1": 1.5, "E1": "x", "F1": ""}}, {},
        {**LEVEL, "A1": "1", "B1": "true", "C1": "false", "D1": "1.5", "E1": "x", "F1": ""},
    ),
    "literal-log-level": ({"environment": {"LOG_LEVEL": "DEBUG"}}, {}, {"LOG_LEVEL": "DEBUG"}),
    "literal-against-globals": (
        {"environment": {"LOG_LEVEL": "DEBUG"}}, {"globals": STAGE_VARIABLES},
        {"LOG_LEVEL": "DEBUG"},
    ),
    "no-literals": ({"environment": None}, {}, LEVEL),
}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "style", "expected"), ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys()
)
def test_environment(
    answers: dict[str, Any], style: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert wired(answers, **style)["environment"] == expected


def test_a_table_of_the_template_never_hides_the_one_of_the_function() -> None:
    """The variable of a used table called IdempotencyTable does not clash."""
    resource = {"logical_id": "IdempotencyTable", "type": TABLE, "properties": {}, "condition": ""}
    answers = {**POWERTOOLS, "uses": ["IdempotencyTable:read"], "resources": [resource]}
    environment = facts(answers, ON_TIME)["environment"]
    assert environment["IDEMPOTENCY_TABLE"] == {"Ref": "IdempotencyTable"}
    assert environment["IDEMPOTENCY_TABLE_NAME"] == {"Ref": "OrderRouterIdempotencyTable"}


def test_variables_that_lead_somewhere_are_known_before_the_rest() -> None:
    answers = {**POWERTOOLS, "uses": ["LedgerTable:read"], "publishes_to": "new_queue"}
    given = {**ANSWERS, **answers, "resources": recorded(answers)}
    assert resource_variables(given, HouseStyle(), ON_TIME) == {
        "LEDGER_TABLE": {"Ref": "LedgerTable"},
        "OUTPUT_QUEUE_URL": {"Ref": "OrderRouterOutputQueue"},
        "IDEMPOTENCY_TABLE_NAME": {"Ref": "OrderRouterIdempotencyTable"},
    }
    assert resource_variables(ANSWERS, HouseStyle(), ON_TIME) == {}


@pytest.mark.parametrize(
    ("answers", "trigger", "table"),
    [
        (POWERTOOLS, ON_TIME, "OrderRouterIdempotencyTable"),
        (POWERTOOLS, Trigger(), ""),
        ({}, ON_TIME, ""),
    ],
    ids=["repeats", "comes-once", "without-powertools"],
)
def test_idempotency_table(answers: dict[str, Any], trigger: Trigger, table: str) -> None:
    found = wired(answers, trigger)
    assert found["idempotency_table"] == table
    assert ("IDEMPOTENCY_TABLE_NAME" in found["environment"]) == bool(table)
    assert [f"RememberIn{table}" in str(policy) for policy in found["policies"]] == [True] * bool(
        table
    )


PERMISSIONS: dict[str, tuple[dict[str, Any], Trigger, list[str], list[str]]] = {
    "none": ({}, Trigger(), [], []),
    "polls-a-new-queue": (
        {"source": "new"}, ON_QUEUE, [], ["PollOrderRouterQueue"],
    ),
    "polls-a-queue": ({"source": "OrdersQueue"}, ON_QUEUE, [], ["PollOrdersQueue"]),
    "polls-a-queue-with-a-key": (
        {"source": "SealedQueue"}, ON_QUEUE, ["DecryptWithShopKey"], ["PollSealedQueue"],
    ),
    "reads-a-stream": (
        {"source": "LedgerTable"}, ON_TABLE, [],
        ["PollLedgerTable", "SendFailuresToOrderRouterDeadLetterQueue"],
    ),
    "listens-to-a-bus": (
        {"source": "OrdersBus"}, ON_BUS, [], ["SendFailuresToOrderRouterDeadLetterQueue"],
    ),
    "is-told-by-a-topic-with-a-key": ({"source": "SealedTopic"}, ON_TOPIC, [], []),
    "reads-a-bucket-with-a-key": (
        {"source": "SealedBucket"}, ON_BUCKET, ["DecryptWithShopKey"], [],
    ),
    "woken-by-time": ({}, ON_TIME, [], ["SendFailuresToOrderRouterDeadLetterQueue"]),
    "publishes": (
        {"publishes_to": "SealedQueue"}, Trigger(),
        ["SendToSealedQueue", "EncryptWithShopKey"], [],
    ),
    "publishes-to-a-new-one": (
        {"publishes_to": "new_bus"}, Trigger(), ["PutEventsOnOrderRouterOutputBus"], [],
    ),
    "uses": (
        {"uses": ["LedgerTable:crud", "BillingFunction:write"]}, Trigger(),
        ["CrudLedgerTable", "InvokeBillingFunction"], [],
    ),
    "uses-two-with-one-key": (
        {"uses": ["SealedTable:read", "SealedSecret:read"]}, Trigger(),
        ["ReadSealedTable", "DecryptWithShopKey", "ReadSealedSecret"], [],
    ),
    "remembers": (
        {**POWERTOOLS, "source": "new"}, ON_QUEUE,
        ["RememberInOrderRouterIdempotencyTable"], ["PollOrderRouterQueue"],
    ),
    "all-at-once": (
        {**POWERTOOLS, "source": "SealedQueue", "publishes_to": "Notifications",
         "uses": ["ReportsBucket:write"]},
        ON_QUEUE,
        ["WriteReportsBucket", "PublishToNotifications", "RememberInOrderRouterIdempotencyTable",
         "DecryptWithShopKey"],
        ["PollSealedQueue"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "trigger", "own", "implied"), PERMISSIONS.values(), ids=PERMISSIONS.keys()
)
def test_permissions_as_policies_and_in_a_role(
    answers: dict[str, Any], trigger: Trigger, own: list[str], implied: list[str]
) -> None:
    """A role also spells out what SAM adds to those that it makes."""
    by_policies = wired({**answers, "iam": "policies"}, trigger)
    by_role = wired({**answers, "iam": "role"}, trigger)
    assert len(by_policies["policies"]) == len(own)
    assert (by_policies["role_id"], by_policies["role"]) == ("", None)
    assert by_role["policies"] == []
    assert by_role["role_id"] == "OrderRouterExecutionRole"
    statements = [
        statement
        for policy in by_role["role"].get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    assert [statement["Sid"] for statement in statements] == [*implied, *own]
    resources = [statement["Resource"] for statement in statements]
    assert all("*" not in (resource, *resource) for resource in resources)


def test_role_is_called_as_the_house_calls_them() -> None:
    assert wired({"iam": "role"}, role_id="RoleOf{pascal}")["role_id"] == "RoleOfOrderRouter"


@pytest.mark.parametrize(
    ("answers", "topic", "needed"),
    [
        ({"alarm_topic": "new"}, "AlarmsTopic", ["alarms_topic"]),
        ({"alarm_topic": "Notifications"}, "Notifications", []),
    ],
    ids=["new", "existing"],
)
def test_alarm_topic(answers: dict[str, Any], topic: str, needed: list[str]) -> None:
    found = wired(answers)
    assert found["alarm_topic"] == topic
    assert [need["answers"]["name"] for need in found["needs"]] == needed


@pytest.mark.parametrize(
    ("answers", "given", "log_group"),
    [
        ({}, {}, "OrderRouterLogGroup"),
        ({"log_retention": 0}, {}, ""),
        ({}, {"LoggingConfig": {"LogGroup": {"Ref": "Logs"}}}, ""),
        ({}, {"LoggingConfig": {"LogFormat": "JSON"}}, "OrderRouterLogGroup"),
    ],
    ids=["own", "not-wanted", "of-globals", "format-of-globals"],
)
def test_log_group(answers: dict[str, Any], given: dict[str, Any], log_group: str) -> None:
    assert wired(answers, globals=given)["log_group"] == log_group
