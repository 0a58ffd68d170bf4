"""Convert raw ticks to quotes."""

from __future__ import annotations

from typing import Any

from tradingdesk.market_data.feed import ticks
from tradingdesk.market_data.normaliser import normalised
from tradingdesk.shared.events import detail
from tradingdesk.shared.logs import get_logger

logger = get_logger(__name__)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    quotes = [normalised(tick) for tick in ticks(detail(event)["raw"])]
    logger.info("%d quotes", len(quotes))
    return {"quotes": [quote.to_dict() for quote in quotes]}
