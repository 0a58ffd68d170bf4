from __future__ import annotations

from datetime import datetime, timezone

import pytest


@pytest.fixture
def order() -> dict:
    return {"symbol": "ACME", "quantity": 200, "limit": "101.50"}


@pytest.fixture
def fill() -> dict:
    return {
        "symbol": "ACME",
        "quantity": 200,
        "price": "101.52",
        "venue": "block",
        "day": "2024-03-15",
    }


@pytest.fixture(autouse=True)
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    friday = datetime(2024, 3, 15, 12, tzinfo=timezone.utc)
    monkeypatch.setattr("tradingdesk.shared.clock.now", lambda: friday)
