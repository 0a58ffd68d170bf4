"""Buy what rises."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def signal(mids: Sequence[Decimal]) -> int:
    return (mids[-1] > mids[0]) - (mids[-1] < mids[0])
