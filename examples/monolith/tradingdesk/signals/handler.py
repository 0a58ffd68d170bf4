"""Find signals in the last quotes."""

from __future__ import annotations

from typing import Any

from tradingdesk.shared.domain.quote import Quote
from tradingdesk.shared.events import detail
from tradingdesk.shared.logs import get_logger
from tradingdesk.signals.strategies import crossing, momentum

logger = get_logger(__name__)

STRATEGIES = (crossing.signal, momentum.signal)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    quotes = [Quote.from_dict(each) for each in detail(event)["quotes"]]
    mids = [quote.mid for quote in quotes]
    score = sum(strategy(mids) for strategy in STRATEGIES)
    logger.info("score %d", score)
    return {"symbol": quotes[-1].symbol, "score": score}
