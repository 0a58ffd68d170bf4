from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def average(values: Sequence[Decimal], last: int) -> Decimal:
    """Return the average of the last values, or of all if there are fewer."""
    chosen = values[-last:]
    return sum(chosen, Decimal(0)) / len(chosen)
