"""One container for all, so that tests can replace anything."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from exchange.shared.money import Money

if TYPE_CHECKING:
    from exchange.settlement.book import Book


class Container:
    """Makes services when somebody asks for them."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def money(self, cents: int) -> Money:
        return Money(cents)

    def execution(self) -> Any:
        """Made late: at the top, this import would go round in circles."""
        if "execution" not in self._made:
            wiring = import_module("exchange.execution.wiring")
            self._made["execution"] = wiring.service(self)
        return self._made["execution"]

    def book(self) -> Book:
        from exchange.settlement.book import Book

        return self._made.setdefault("book", Book())
