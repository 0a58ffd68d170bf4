"""Execute an order that passed the risk checks."""

from __future__ import annotations

from typing import Any

from tradingdesk.execution.acknowledgements import acknowledged
from tradingdesk.execution.audit import audit_line
from tradingdesk.shared.container import Container
from tradingdesk.shared.domain.order import Order
from tradingdesk.shared.events import detail
from tradingdesk.shared.logs import get_logger

logger = get_logger(__name__)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    fill = Container().execution.execute(Order.from_dict(detail(event)))
    logger.info(audit_line(fill))
    return acknowledged(fill)
