"""Buy when the fast average is above the slow one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..averages import average


def signal(mids: Sequence[Decimal]) -> int:
    fast, slow = average(mids, 2), average(mids, 5)
    return (fast > slow) - (fast < slow)
