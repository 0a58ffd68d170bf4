"""The part of a limit that an order uses."""

from __future__ import annotations

from decimal import Decimal

from tradingdesk.risk.rounding import per_cent
from tradingdesk.shared.domain.order import Order


def exposure(order: Order, most: Decimal) -> str:
    return per_cent(order.amount / most)
