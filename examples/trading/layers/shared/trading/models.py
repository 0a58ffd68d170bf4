"""The messages and records of the functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from trading.money import to_decimal


class Side(StrEnum):
    BUY = "BUY"
    SELL = "SELL"

    @property
    def sign(self) -> int:
        return 1 if self is Side.BUY else -1


@dataclass(frozen=True, slots=True)
class Quote:
    symbol: str
    price: Decimal
    as_of: int  # seconds since the epoch, UTC

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Quote:
        price = to_decimal(data["price"])
        if price <= 0:
            raise ValueError(f"price must be positive: {price}")
        return cls(symbol=str(data["symbol"]), price=price, as_of=int(data["as_of"]))


@dataclass(frozen=True, slots=True)
class Order:
    order_id: str
    symbol: str
    side: Side
    quantity: Decimal
    limit_price: Decimal
    trade_date: str  # ISO date in the exchange's time zone

    @property
    def notional(self) -> Decimal:
        return self.quantity * self.limit_price

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Order:
        quantity = to_decimal(data["quantity"])
        if quantity <= 0:
            raise ValueError(f"quantity must be positive: {quantity}")
        return cls(
            order_id=str(data["order_id"]),
            symbol=str(data["symbol"]),
            side=Side(data["side"]),
            quantity=quantity,
            limit_price=to_decimal(data["limit_price"]),
            trade_date=str(data["trade_date"]),
        )

    def to_dict(self) -> dict[str, str]:
        """Return the message for a queue: strings only, so that no decimal becomes a float."""
        return {
            "order_id": self.order_id,
            "symbol": self.symbol,
            "side": self.side.value,
            "quantity": str(self.quantity),
            "limit_price": str(self.limit_price),
            "trade_date": self.trade_date,
        }
