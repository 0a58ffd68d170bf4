from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Quote:
    symbol: str
    bid: Decimal
    ask: Decimal

    @property
    def mid(self) -> Decimal:
        return (self.bid + self.ask) / 2

    @classmethod
    def from_dict(cls, data: dict) -> Quote:
        return cls(data["symbol"], Decimal(str(data["bid"])), Decimal(str(data["ask"])))

    def to_dict(self) -> dict:
        return {"symbol": self.symbol, "bid": str(self.bid), "ask": str(self.ask)}
