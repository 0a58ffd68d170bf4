"""Fixtures for all tests."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def load_function(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ModuleType]]:
    """Return a loader for a function's module, which sees that function's folder only.

    Nearly all functions have a top-level `lambda_handler`: without this, the second test would
    get the first one's module out of `sys.modules`.
    """
    loaded: list[Path] = []

    def forget() -> None:
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file and any(folder in Path(file).parents for folder in loaded):
                del sys.modules[name]

    def load(function: str, module: str = "lambda_handler") -> ModuleType:
        folder = ROOT / "functions" / function
        forget()
        loaded.append(folder)
        monkeypatch.syspath_prepend(str(folder))
        return importlib.import_module(module)

    yield load
    forget()


class FakeTable:
    """A DynamoDB table in memory, with the calls that we use."""

    def __init__(self, *items: dict[str, object]) -> None:
        self.items = {(item["pk"], item["sk"]): item for item in items}

    def get_item(self, Key: dict[str, str], **_: object) -> dict[str, object]:
        item = self.items.get((Key["pk"], Key["sk"]))
        return {} if item is None else {"Item": item}

    def put_item(self, Item: dict[str, object]) -> None:
        self.items[Item["pk"], Item["sk"]] = Item

    def batch_writer(self) -> FakeTable:
        return self

    def __enter__(self) -> FakeTable:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FakeClient:
    """A client that records the arguments of all calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, object]]] = []

    def __getattr__(self, operation: str) -> Callable[..., None]:
        return lambda **arguments: self.calls.append((operation, arguments))


class FakeAws:
    """A fake of `trading.aws`."""

    def __init__(self) -> None:
        self.ledger = FakeTable()
        self.api = FakeClient()

    def table(self, _name: str) -> FakeTable:
        return self.ledger

    def client(self, _service: str) -> FakeClient:
        return self.api


@pytest.fixture
def fake_aws(monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    from trading import aws

    fake = FakeAws()
    monkeypatch.setattr(aws, "table", fake.table)
    monkeypatch.setattr(aws, "client", fake.client)
    monkeypatch.setenv("LEDGER_TABLE", "ledger")
    return fake


@pytest.fixture
def order() -> dict[str, str]:
    return {
        "order_id": "o-1",
        "symbol": "VWCE.DE",
        "side": "BUY",
        "quantity": "10",
        "limit_price": "101.50",
        "trade_date": "2024-05-17",
    }
