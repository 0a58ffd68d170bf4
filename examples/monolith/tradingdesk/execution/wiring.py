"""Create the services of this function for the container."""

from __future__ import annotations

from typing import Any

from tradingdesk.execution.router import Router
from tradingdesk.execution.venues import VENUES


def build(container: Any) -> Router:
    return Router(VENUES, container.settings.venue)
