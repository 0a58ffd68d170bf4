from __future__ import annotations

from tradingdesk.shared.domain.fill import Fill


def audit_line(fill: Fill) -> str:
    return f"{fill.day} {fill.venue} {fill.symbol} {fill.quantity:+d} @ {fill.price}"
