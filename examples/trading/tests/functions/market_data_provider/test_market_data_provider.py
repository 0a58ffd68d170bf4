from __future__ import annotations

from decimal import Decimal
from types import ModuleType

import pytest

NOW = 1_715_950_000


@pytest.fixture
def module(load_function) -> ModuleType:
    return load_function("market_data_provider")


@pytest.fixture
def payload() -> dict[str, object]:
    return {
        "quotes": [
            {"symbol": "VWCE.DE", "price": "101.5", "as_of": NOW - 60},
            {"symbol": "AGGH.AS", "price": "4.71", "as_of": NOW - 901},
        ]
    }


def test_stale_quotes_are_left_out(module: ModuleType, payload: dict[str, object]) -> None:
    assert [quote.symbol for quote in module.fresh_quotes(payload, NOW, 900)] == ["VWCE.DE"]


def test_bad_answer_raises(module: ModuleType) -> None:
    with pytest.raises(KeyError):
        module.fresh_quotes({"error": "quota"}, NOW, 900)


def test_handler_stores_quotes(module: ModuleType, payload, fake_aws, monkeypatch) -> None:
    monkeypatch.setenv("QUOTE_API_URL", "https://quotes.invalid")
    monkeypatch.setenv("SYMBOLS", "VWCE.DE,AGGH.AS")
    monkeypatch.setenv("MAX_QUOTE_AGE", "900")
    monkeypatch.setattr(module, "fetch", lambda url, symbols: payload)
    monkeypatch.setattr(module.time, "time", lambda: NOW)

    assert module.lambda_handler({}, None) == {"stored": 1}
    item = fake_aws.ledger.items["QUOTE#VWCE.DE", "LATEST"]
    assert item["price"] == Decimal("101.5")
    assert item["expires_at"] > NOW
