"""Tags by which the back office finds a fill."""

from __future__ import annotations

from tradingdesk.shared.domain.fill import Fill


def tag(fill: Fill) -> str:
    side = "B" if fill.quantity > 0 else "S"
    return f"{side}-{fill.symbol}-{fill.day:%y%m%d}"
