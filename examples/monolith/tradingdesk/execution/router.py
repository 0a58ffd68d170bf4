from __future__ import annotations

from tradingdesk.execution.venues import Venue, cheapest
from tradingdesk.shared import clock
from tradingdesk.shared.domain.fill import Fill
from tradingdesk.shared.domain.order import Order
from tradingdesk.shared.money import cents


class Router:
    """Router of orders to a venue, by default to the cheapest one."""

    def __init__(self, venues: dict[str, Venue], preferred: str) -> None:
        self._venues = venues
        self._preferred = preferred

    def execute(self, order: Order) -> Fill:
        venue = self._venues.get(self._preferred) or cheapest(self._venues, order)
        price = cents(order.limit * (1 + venue.fee))
        return Fill(order.symbol, order.quantity, price, venue.name, clock.now().date())
