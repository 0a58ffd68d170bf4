from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tradingdesk.shared.domain.fill import Fill


def wash_trades(fills: Sequence[Fill]) -> list[str]:
    """Return symbols that were bought and sold on one day, in the same quantity."""
    pairs = combinations(fills, 2)
    return sorted({a.symbol for a, b in pairs if _cancels(a, b)})


def _cancels(a: Fill, b: Fill) -> bool:
    return (a.symbol, a.day, a.quantity) == (b.symbol, b.day, -b.quantity)
