"""Accept orders, and send those that pass the risk checks."""

from __future__ import annotations

from typing import Any

from tradingdesk.order_intake.validation import valid_order
from tradingdesk.shared.container import Container
from tradingdesk.shared.errors import OrderRefused
from tradingdesk.shared.events import detail
from tradingdesk.shared.logs import get_logger

logger = get_logger(__name__)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    container = Container()
    try:
        order = valid_order(detail(event))
    except OrderRefused as error:
        logger.warning("refused: %s", error)
        return {"status": "refused", "reason": str(error)}
    if problems := container.risk.problems(order):
        return {"status": "stopped", "reasons": problems}
    return {"status": "executed", "fill": container.execution.execute(order).to_dict()}
