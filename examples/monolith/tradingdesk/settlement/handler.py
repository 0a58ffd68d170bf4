"""Calculate the payments and their dates."""

from __future__ import annotations

from typing import Any

from tradingdesk.settlement.netting import netted
from tradingdesk.shared.calendars import business_days_after
from tradingdesk.shared.domain.fill import Fill
from tradingdesk.shared.events import detail

DAYS = 2


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    fills = [Fill.from_dict(each) for each in detail(event)["fills"]]
    last = max(fill.day for fill in fills)
    return {"due": business_days_after(last, DAYS).isoformat(), "amounts": netted(fills)}
