from __future__ import annotations

from types import ModuleType

import pytest

from trading.models import Order


@pytest.fixture
def module(load_function, monkeypatch) -> ModuleType:
    monkeypatch.setenv("NOTIFICATIONS_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:topic")
    return load_function("trade_reporter", "app")


class PagedTable:
    def __init__(self, *pages: list[dict[str, str]]) -> None:
        self.pages = pages

    def query(self, ExclusiveStartKey: int = 0, **_: object) -> dict[str, object]:
        page: dict[str, object] = {"Items": self.pages[ExclusiveStartKey]}
        if ExclusiveStartKey + 1 < len(self.pages):
            page["LastEvaluatedKey"] = ExclusiveStartKey + 1
        return page


def test_biggest_first(module: ModuleType, order) -> None:
    small = Order.from_dict(order)
    big = Order.from_dict(order | {"order_id": "o-2", "quantity": "20"})
    assert [row[0] for row in module.rows([small, big])] == ["o-2", "o-1"]


def test_all_pages_are_read(module: ModuleType, order) -> None:
    ledger = PagedTable([order], [], [order | {"order_id": "o-2"}])
    assert [found.order_id for found in module.orders_of(ledger, "2024-05-17")] == ["o-1", "o-2"]


def test_quiet_day(module: ModuleType, fake_aws) -> None:
    fake_aws.ledger = PagedTable([])
    assert module.handler({"day": "2024-05-17"}, None) == {"day": "2024-05-17", "orders": 0}
    ((_, arguments),) = fake_aws.api.calls
    assert arguments["Message"] == "No orders on 2024-05-17."


def test_bad_record_raises(module: ModuleType, fake_aws) -> None:
    fake_aws.ledger = PagedTable([{"order_id": "o-1"}])
    with pytest.raises(KeyError):
        module.handler({"day": "2024-05-17"}, None)


def test_render(module: ModuleType, order) -> None:
    pytest.importorskip("tabulate")
    text = module.render("2024-05-17", [Order.from_dict(order)])
    assert "VWCE.DE" in text
    assert text.endswith("Total notional: 1,015.00 EUR")
