from __future__ import annotations

from tradingdesk.health.handler import handler as health
from tradingdesk.settlement.handler import handler as settlement
from tradingdesk.statements.handler import handler as statements
from tradingdesk.surveillance.handler import handler as surveillance


def test_settlement_skips_the_weekend(fill: dict) -> None:
    assert settlement({"fills": [fill, {**fill, "symbol": "GLOBEX"}]}, None) == {
        "due": "2024-03-19",
        "amounts": ["20,304.00 EUR", "20,304.00 USD"],
    }


def test_statement(fill: dict) -> None:
    text = statements({"client": "Ada", "fills": [fill]}, None)
    assert text.startswith("Statement for Ada\n")
    assert "Acme Corporation" in text


def test_wash_trades(fill: dict) -> None:
    fills = [fill, {**fill, "quantity": -200}, {**fill, "symbol": "GLOBEX"}]
    assert surveillance({"fills": fills}, None) == {"wash_trades": ["ACME"]}


def test_health() -> None:
    assert health({}, None)["statusCode"] == 200
