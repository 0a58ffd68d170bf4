from __future__ import annotations

from tradingdesk.risk.exposure import exposure
from tradingdesk.risk.limits import Limits
from tradingdesk.shared.domain.order import Order


def verdict(order: Order, problems: list[str]) -> dict:
    """The answer to the desk."""
    taken = exposure(order, Limits.agreed().of(order.symbol))
    return {"accepted": not problems, "problems": problems, "of_limit": taken}
