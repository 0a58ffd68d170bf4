from __future__ import annotations

from tradingdesk.risk.limits import Limits
from tradingdesk.shared.domain.order import Order
from tradingdesk.shared.money import shown


class Checks:
    """The checks of every order."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def problems(self, order: Order) -> list[str]:
        most = self._limits.of(order.symbol)
        if order.amount <= most:
            return []
        currency = order.instrument.currency
        return [f"{shown(order.amount, currency)} is more than {shown(most, currency)}"]
