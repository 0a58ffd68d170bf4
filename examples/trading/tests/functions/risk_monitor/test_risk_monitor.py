from __future__ import annotations

import json
from decimal import Decimal
from types import ModuleType

import pytest

from trading.models import Order


@pytest.fixture
def module(load_function, monkeypatch) -> ModuleType:
    monkeypatch.setenv("NOTIFICATIONS_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:topic")
    monkeypatch.setenv("MAX_EXPOSURE", "500000")
    monkeypatch.setenv("MAX_DAILY_LOSS", "25000")
    monkeypatch.setenv("DAILY_VOLATILITY", "0.018")
    return load_function("risk_monitor")


@pytest.fixture
def limits(module: ModuleType):
    return module.Limits(Decimal(500000), Decimal(25000), Decimal("0.018"))


def test_selling_lowers_exposure(module: ModuleType, order) -> None:
    sell = Order.from_dict(order | {"side": "SELL"})
    assert module.exposure_after(sell, Decimal(10)) == 0
    assert module.exposure_after(sell, Decimal(0)) == Decimal(1015)


def test_breach(module: ModuleType, order, limits) -> None:
    parsed = Order.from_dict(order | {"limit_price": "100"})
    assert module.breach(parsed, Decimal(4990), limits) is None
    assert "500,100.00 EUR" in module.breach(parsed, Decimal(4991), limits)


def test_alert_goes_out(module: ModuleType, order, fake_aws, monkeypatch) -> None:
    monkeypatch.setattr(module, "loss_probability", lambda exposure, limits: 0.123)
    fake_aws.ledger.put_item({"pk": "POSITIONS", "sk": "VWCE.DE", "quantity": Decimal(5000)})
    event = {
        "Records": [
            {"messageId": "m-1", "body": json.dumps(order)},
            {"messageId": "m-2", "body": "not json"},
        ]
    }

    answer = module.lambda_handler(event, None)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-2"}]}
    ((operation, arguments),) = fake_aws.api.calls
    assert operation == "publish"
    assert "12.3%" in arguments["Message"]


def test_quiet_when_all_is_well(module: ModuleType, order, fake_aws) -> None:
    event = {"Records": [{"messageId": "m-1", "body": json.dumps(order)}]}
    assert module.lambda_handler(event, None) == {"batchItemFailures": []}
    assert fake_aws.api.calls == []


def test_loss_probability(module: ModuleType, limits) -> None:
    pytest.importorskip("mpmath")
    assert module.loss_probability(Decimal(0), limits) == 0
    # t = 2.776 is the tabulated 97.5 % point for four degrees of freedom
    exposure = Decimal(25000) / Decimal("2.776") / Decimal("0.018")
    assert module.loss_probability(exposure, limits) == pytest.approx(0.025, abs=1e-4)
