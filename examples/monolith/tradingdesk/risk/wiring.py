"""Create the services of this function for the container."""

from __future__ import annotations

from typing import Any

from tradingdesk.risk.checks import Checks
from tradingdesk.risk.limits import Limits


def build(container: Any) -> Checks:
    return Checks(Limits.agreed())
