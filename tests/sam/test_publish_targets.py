"""Targets that a function can publish to, and their environment variables."""

from __future__ import annotations

import pytest
from iam import Deployed
from shop import as_written, shop_resources

from sam_scaffold.sam.iam.publish_targets import TYPES, target, target_problem, targets

RESOURCES = shop_resources()


def test_targets_are_in_the_order_of_the_template() -> None:
    assert targets(RESOURCES) == [
        "OrdersQueue",
        "FifoQueue",
        "SealedQueue",
        "NamedKeyQueue",
        "Notifications",
        "FifoTopic",
        "SealedTopic",
        "OrdersBus",
    ]
    assert targets([resource for resource in RESOURCES if resource.type in TYPES]) == targets(
        RESOURCES
    )


def test_targets_are_the_resources_without_a_problem() -> None:
    names = [resource.logical_id for resource in RESOURCES]
    assert [name for name in names if not target_problem(name, RESOURCES)] == targets(RESOURCES)


@pytest.mark.parametrize(
    ("logical_id", "says"),
    [
        pytest.param("OrderQueue", "Did you mean OrdersQueue?", id="unknown"),
        pytest.param("LedgerTable", "not a queue, topic or bus", id="wrong-type"),
        pytest.param("LedgerTable", "but an AWS::DynamoDB::Table", id="its-type"),
        pytest.param("ReplayQueue", "the condition IsProduction", id="condition"),
    ],
)
def test_bad_targets_are_explained_in_one_line(logical_id: str, says: str) -> None:
    problem = target_problem(logical_id, RESOURCES)
    assert says in problem
    assert repr(logical_id) in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("logical_id", "variable", "fifo"),
    [
        ("OrdersQueue", "ORDERS_QUEUE_URL", False),
        ("FifoQueue", "FIFO_QUEUE_URL", True),
        ("Notifications", "NOTIFICATIONS_TOPIC_ARN", False),
        ("FifoTopic", "FIFO_TOPIC_ARN", True),
        ("OrdersBus", "ORDERS_BUS_NAME", False),
    ],
)
def test_a_variable_names_the_kind_of_its_value(
    logical_id: str, variable: str, *, fifo: bool
) -> None:
    found = target(logical_id, RESOURCES)
    assert (found.variable, found.fifo) == (variable, fifo)
    stack = Deployed({"Resources": as_written(RESOURCES)})
    is_arn = stack.value(found.value) == stack.arn(logical_id)
    assert is_arn == variable.endswith("_ARN")


@pytest.mark.parametrize(
    ("logical_id", "sids"),
    [
        ("SealedQueue", ["SendToSealedQueue", "EncryptWithShopKey"]),
        ("SealedTopic", ["PublishToSealedTopic", "EncryptWithShopKey"]),
        ("OrdersBus", ["PutEventsOnOrdersBus"]),
    ],
)
def test_permissions_include_the_key_of_the_target(logical_id: str, sids: list[str]) -> None:
    assert [right.sid for right in target(logical_id, RESOURCES).permissions] == sids
