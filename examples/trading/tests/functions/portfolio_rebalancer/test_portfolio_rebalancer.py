from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from types import ModuleType

import pytest

DAY = date(2024, 5, 31)
PRICES = {"A": Decimal(100), "B": Decimal(10)}
TARGETS = {"A": Decimal("0.7"), "B": Decimal("0.3")}


@pytest.fixture
def module(load_function) -> ModuleType:
    return load_function("portfolio_rebalancer")


def test_back_to_the_targets(module: ModuleType) -> None:
    held = {"A": Decimal(80), "B": Decimal(200)}
    orders = module.rebalance(held, PRICES, TARGETS, Decimal(250), DAY)
    found = [(order.symbol, order.side, order.quantity) for order in orders]
    assert found == [("A", "SELL", 10), ("B", "BUY", 100)]
    assert orders[0].order_id == "rebalance-2024-05-31-A"


def test_small_differences_stay(module: ModuleType) -> None:
    held = {"A": Decimal(71), "B": Decimal(290)}
    assert module.rebalance(held, PRICES, TARGETS, Decimal(250), DAY) == []


def test_weights_must_add_up(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="add up"):
        module.rebalance({}, PRICES, {"A": Decimal("0.7")}, Decimal(250), DAY)


def test_other_days_do_nothing(module: ModuleType, fake_aws, monkeypatch) -> None:
    monkeypatch.setattr(module, "is_rebalancing_day", lambda today: False)
    assert module.lambda_handler({}, None) == {"orders": 0}


def test_orders_are_placed(module: ModuleType, fake_aws, monkeypatch) -> None:
    monkeypatch.setattr(module, "is_rebalancing_day", lambda today: True)
    monkeypatch.setenv("TARGET_WEIGHTS", json.dumps({"A": "0.7", "B": "0.3"}))
    monkeypatch.setenv("MIN_TRADE", "250")
    monkeypatch.setenv("ORDERS_QUEUE_URL", "https://sqs.invalid/orders")
    for symbol, quantity in (("A", 80), ("B", 200)):
        fake_aws.ledger.put_item({"pk": "POSITIONS", "sk": symbol, "quantity": quantity})
        quote = {"pk": f"QUOTE#{symbol}", "sk": "LATEST", "price": PRICES[symbol]}
        fake_aws.ledger.put_item(quote)

    assert module.lambda_handler({}, None) == {"orders": 2}
    bodies = [json.loads(arguments["MessageBody"]) for _, arguments in fake_aws.api.calls]
    assert [body["order"]["side"] for body in bodies] == ["SELL", "BUY"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2024-05-31", True), ("2024-05-30", False), ("2024-06-28", True), ("2024-06-30", False)],
)
def test_last_business_day(module: ModuleType, day: str, expected: bool) -> None:
    pytest.importorskip("dateutil")
    assert module.is_rebalancing_day(date.fromisoformat(day)) is expected
