"""Says what speaks against an order."""

from __future__ import annotations

from typing import Any

from tradingdesk.shared.container import Container
from tradingdesk.shared.domain.order import Order
from tradingdesk.shared.events import detail


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    problems = Container().risk.problems(Order.from_dict(detail(event)))
    return {"accepted": not problems, "problems": problems}
