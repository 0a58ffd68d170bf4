"""Check an order against the limits."""

from __future__ import annotations

from typing import Any

from tradingdesk.risk.verdicts import verdict
from tradingdesk.shared.container import Container
from tradingdesk.shared.domain.order import Order
from tradingdesk.shared.events import detail


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    order = Order.from_dict(detail(event))
    return verdict(order, Container().risk.problems(order))
