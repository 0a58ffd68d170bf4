from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from tradingdesk.shared.domain.instrument import Instrument, instrument


@dataclass(frozen=True)
class Order:
    """An order to buy, or to sell if the quantity is negative."""

    symbol: str
    quantity: int
    limit: Decimal

    @property
    def instrument(self) -> Instrument:
        return instrument(self.symbol)

    @property
    def amount(self) -> Decimal:
        return abs(self.quantity) * self.limit

    @classmethod
    def from_dict(cls, data: dict) -> Order:
        return cls(data["symbol"], int(data["quantity"]), Decimal(str(data["limit"])))

    def to_dict(self) -> dict:
        return {**asdict(self), "limit": str(self.limit)}
