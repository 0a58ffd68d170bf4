from __future__ import annotations

from decimal import Decimal

from tradingdesk.backtest import engine, report


def test_backtest() -> None:
    assert report.table(engine.run([Decimal(1), Decimal(2)])) == "   0 +0\n   1 +1"
