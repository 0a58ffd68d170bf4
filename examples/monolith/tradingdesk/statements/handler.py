"""Write the statement of a client."""

from __future__ import annotations

from typing import Any

from tradingdesk.shared.domain.fill import Fill
from tradingdesk.shared.events import detail
from tradingdesk.statements.layout import statement


def handler(event: dict[str, Any], context: Any) -> str:
    data = detail(event)
    return statement(data["client"], [Fill.from_dict(each) for each in data["fills"]])
