from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files


class Limits:
    """The largest amount of an order, by symbol."""

    def __init__(self, amounts: dict[str, Decimal], default: Decimal) -> None:
        self._amounts = amounts
        self._default = default

    @classmethod
    def agreed(cls) -> Limits:
        """Return the limits that the risk committee signed."""
        text = files("tradingdesk.risk").joinpath("limits.json").read_text(encoding="utf-8")
        data = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        return cls(data["amounts"], data["default"])

    def of(self, symbol: str) -> Decimal:
        return self._amounts.get(symbol, self._default)
