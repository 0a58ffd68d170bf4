from __future__ import annotations

from decimal import Decimal

import pytest

from tradingdesk.market_data.handler import handler as market_data
from tradingdesk.shared.errors import UnknownInstrument
from tradingdesk.signals.averages import average
from tradingdesk.signals.handler import handler as signals


def test_ticks_become_quotes() -> None:
    event = {"detail": {"raw": "# opening\nACME|101.7|101.5\n"}}
    assert market_data(event, None) == {
        "quotes": [{"symbol": "ACME", "bid": "101.5", "ask": "101.7"}]
    }


def test_unknown_symbol() -> None:
    with pytest.raises(UnknownInstrument):
        market_data({"raw": "NONE|1|2"}, None)


@pytest.mark.parametrize(("prices", "score"), [([1, 2, 3], 2), ([3, 2, 1], -2), ([1, 1, 1], 0)])
def test_score(prices: list[int], score: int) -> None:
    quotes = [{"symbol": "ACME", "bid": price, "ask": price} for price in prices]
    assert signals({"quotes": quotes}, None) == {"symbol": "ACME", "score": score}


def test_average_of_few() -> None:
    assert average([Decimal(1), Decimal(2)], 5) == Decimal("1.5")
