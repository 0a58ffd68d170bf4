"""Find trades that the regulator would ask about."""

from __future__ import annotations

from typing import Any

from tradingdesk.shared.domain.fill import Fill
from tradingdesk.shared.events import detail
from tradingdesk.shared.logs import get_logger
from tradingdesk.surveillance.patterns import wash_trades

logger = get_logger(__name__)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    found = wash_trades([Fill.from_dict(each) for each in detail(event)["fills"]])
    for symbol in found:
        logger.warning("wash trade in %s", symbol)
    return {"wash_trades": found}
