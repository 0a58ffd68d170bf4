from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tradingdesk.shared.domain.order import Order


@dataclass(frozen=True)
class Venue:
    name: str
    fee: Decimal
    smallest: Decimal


VENUES = {
    "lit": Venue("lit", Decimal("0.0010"), Decimal(0)),
    "block": Venue("block", Decimal("0.0002"), Decimal(10_000)),
}


def cheapest(venues: dict[str, Venue], order: Order) -> Venue:
    fit = [venue for venue in venues.values() if order.amount >= venue.smallest]
    return min(fit, key=lambda venue: venue.fee)
