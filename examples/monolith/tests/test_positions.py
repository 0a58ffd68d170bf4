from __future__ import annotations

from unittest import mock

from tradingdesk.positions import handler as positions
from tradingdesk.shared.container import Container
from tradingdesk.shared.table import PositionsTable


class FakeTable(dict):
    def add(self, symbol: str, quantity: int) -> int:
        self[symbol] = self.get(symbol, 0) + quantity
        return self[symbol]


def test_fills_add_up(fill: dict) -> None:
    with mock.patch("tradingdesk.positions.handler.container", Container(table=FakeTable())):
        positions.handler(fill, None)
        assert positions.handler(fill, None) == {"symbol": "ACME", "quantity": 400}


def test_the_table_is_asked_in_one_call() -> None:
    resource = mock.Mock()
    resource.Table.return_value.update_item.return_value = {"Attributes": {"quantity": 7}}
    assert PositionsTable("positions", resource).add("ACME", 3) == 7
    resource.Table.assert_called_once_with("positions")
