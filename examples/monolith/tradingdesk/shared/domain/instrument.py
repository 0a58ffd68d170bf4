from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tradingdesk.shared.errors import UnknownInstrument

_LIST = Path(__file__).parent / "instruments.csv"


@dataclass(frozen=True)
class Instrument:
    symbol: str
    name: str
    currency: str
    lot: int


@lru_cache
def _all() -> dict[str, Instrument]:
    with _LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["symbol"]: Instrument(row["symbol"], row["name"], row["currency"], int(row["lot"]))
        for row in rows
    }


def instrument(symbol: str) -> Instrument:
    try:
        return _all()[symbol]
    except KeyError:
        raise UnknownInstrument(symbol) from None
