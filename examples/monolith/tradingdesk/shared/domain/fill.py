from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Fill:
    """An order, or a part of it, that was executed."""

    symbol: str
    quantity: int
    price: Decimal
    venue: str
    day: date

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity

    @classmethod
    def from_dict(cls, data: dict) -> Fill:
        return cls(
            data["symbol"],
            int(data["quantity"]),
            Decimal(data["price"]),
            data["venue"],
            date.fromisoformat(data["day"]),
        )

    def to_dict(self) -> dict:
        return {**asdict(self), "price": str(self.price), "day": self.day.isoformat()}
