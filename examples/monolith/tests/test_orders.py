from __future__ import annotations

from decimal import Decimal
from unittest import mock

from tradingdesk.order_intake.handler import handler as intake
from tradingdesk.risk.handler import handler as risk


def test_an_order_is_executed(order: dict, fill: dict) -> None:
    assert intake({"detail": order}, None) == {"status": "executed", "fill": fill}


def test_an_order_is_stopped(order: dict) -> None:
    stopped = intake({**order, "quantity": 2000}, None)
    assert stopped["status"] == "stopped"
    assert stopped["reasons"] == ["203,000.00 USD is more than 100,000.00 USD"]


def test_odd_lots_are_refused(order: dict) -> None:
    assert intake({**order, "quantity": 7}, None)["status"] == "refused"


def test_unknown_instruments_are_refused(order: dict) -> None:
    refused = intake({**order, "symbol": "NONE"}, None)
    assert refused == {"status": "refused", "reason": "no such instrument: NONE"}


def test_the_risk_is_asked(order: dict) -> None:
    with mock.patch("tradingdesk.risk.checks.Checks.problems", return_value=["no"]):
        assert intake(order, None) == {"status": "stopped", "reasons": ["no"]}


def test_risk_of_an_order(order: dict) -> None:
    assert risk(order, None) == {"accepted": True, "problems": [], "of_limit": "21 %"}


def test_limits_are_those_of_the_file(order: dict) -> None:
    signed = {"amounts": {}, "default": Decimal(1)}
    with mock.patch("tradingdesk.risk.limits.json.loads", return_value=signed):
        assert risk(order, None)["accepted"] is False
