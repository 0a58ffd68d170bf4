"""Acknowledgements to the sender of an order."""

from __future__ import annotations

from tradingdesk.execution.tags import tag
from tradingdesk.shared.domain.fill import Fill


def acknowledged(fill: Fill) -> dict:
    return {**fill.to_dict(), "tag": tag(fill)}
