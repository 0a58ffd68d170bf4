"""The services of the functions, each created on first use.

Tests put stand-ins in: ``Container(table=FakeTable())``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tradingdesk.shared.settings import Settings

if TYPE_CHECKING:
    from tradingdesk.execution.router import Router
    from tradingdesk.risk.checks import Checks


class Container:
    """All services, created once per cold start."""

    def __init__(self, **made: Any) -> None:
        self.settings = Settings.from_environment()
        self._made = made

    @property
    def table(self) -> Any:
        if "table" not in self._made:
            from tradingdesk.shared.table import PositionsTable

            self._made["table"] = PositionsTable(self.settings.positions_table)
        return self._made["table"]

    @property
    def risk(self) -> Checks:
        """Return the risk checks; an import at the top would be circular."""
        if "risk" not in self._made:
            self._made["risk"] = import_module("tradingdesk.risk.wiring").build(self)
        return self._made["risk"]

    @property
    def execution(self) -> Router:
        if "execution" not in self._made:
            self._made["execution"] = import_module("tradingdesk.execution.wiring").build(self)
        return self._made["execution"]
