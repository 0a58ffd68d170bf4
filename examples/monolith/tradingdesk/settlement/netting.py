from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from tradingdesk.shared.domain.fill import Fill
from tradingdesk.shared.domain.instrument import instrument
from tradingdesk.shared.money import shown


def netted(fills: Iterable[Fill]) -> list[str]:
    """Return one amount per currency."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fill in fills:
        sums[instrument(fill.symbol).currency] += fill.amount
    return [shown(amount, currency) for currency, amount in sorted(sums.items())]
