from __future__ import annotations

from decimal import Decimal

import pytest

from trading.models import Order, Quote, Side


def test_order_there_and_back(order: dict[str, str]) -> None:
    parsed = Order.from_dict(order)
    assert parsed.side is Side.BUY
    assert parsed.notional == Decimal("1015.00")
    assert parsed.to_dict() == order


@pytest.mark.parametrize(
    "change", [{"quantity": "0"}, {"quantity": "-1"}, {"side": "HOLD"}, {"limit_price": "cheap"}]
)
def test_bad_orders(order: dict[str, str], change: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        Order.from_dict(order | change)


def test_quote_needs_a_price() -> None:
    with pytest.raises(ValueError, match="positive"):
        Quote.from_dict({"symbol": "VWCE.DE", "price": "0", "as_of": 1})
