"""What whoever sent an order hears of it."""

from __future__ import annotations

from tradingdesk.execution.tags import tag
from tradingdesk.shared.domain.fill import Fill


def acknowledged(fill: Fill) -> dict:
    return {**fill.to_dict(), "tag": tag(fill)}
