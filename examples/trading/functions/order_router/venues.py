"""Choice of the venue of an order."""

from __future__ import annotations

from decimal import Decimal

from trading.models import Order

# Above this notional the lit book moves against us.
BLOCK_NOTIONAL = Decimal("250000")


def choose_venue(order: Order) -> str:
    """Return the MIC of the venue."""
    if order.notional >= BLOCK_NOTIONAL:
        return "XBLK"
    if order.symbol.endswith(".DE"):
        return "XETR"
    return "XAMS"
