"""Update the positions with each fill."""

from __future__ import annotations

from typing import Any

from tradingdesk.shared.container import Container
from tradingdesk.shared.domain.fill import Fill
from tradingdesk.shared.events import detail

container = Container()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    fill = Fill.from_dict(detail(event))
    return {"symbol": fill.symbol, "quantity": container.table.add(fill.symbol, fill.quantity)}
