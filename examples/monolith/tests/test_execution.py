from __future__ import annotations

from unittest import mock

from tradingdesk.execution.handler import handler
from tradingdesk.shared.container import Container
from tradingdesk.shared.domain.order import Order


def test_a_large_order_goes_to_the_block_venue(order: dict, fill: dict) -> None:
    assert handler(order, None) == {**fill, "tag": "B-ACME-240315"}


def test_a_small_one_to_the_lit_venue(order: dict) -> None:
    assert handler({**order, "quantity": 10}, None)["venue"] == "lit"


def test_the_venue_can_be_told(order: dict, monkeypatch) -> None:
    monkeypatch.setenv("VENUE", "lit")
    assert Container().execution.execute(Order.from_dict(order)).venue == "lit"


def test_an_audit_line_is_written(order: dict) -> None:
    with mock.patch("tradingdesk.execution.handler.logger") as logger:
        handler(order, None)
    logger.info.assert_called_once_with("2024-03-15 block ACME +200 @ 101.52")
