"""Conversion of ticks to quotes of known instruments."""

from __future__ import annotations

from decimal import Decimal

from tradingdesk.market_data.feed import Tick
from tradingdesk.shared.domain.instrument import instrument
from tradingdesk.shared.domain.quote import Quote


def normalised(tick: Tick) -> Quote:
    bid, ask = Decimal(tick.bid), Decimal(tick.ask)
    return Quote(instrument(tick.symbol).symbol, min(bid, ask), max(bid, ask))
