from unittest.mock import patch

from exchange.execution.handler import handler as execute
from exchange.health.handler import handler as health
from exchange.odds.handler import handler as odds
from exchange.settlement.handler import handler as settle
from exchange.shared.container import Container


def test_odds():
    assert odds({"odds": 2}, None) == {"odds": 1.9, "fill": "1.90"}


def test_execution():
    assert execute({"cents": 200, "odds": 1.5}, None) == {"filled": "3.00"}


def test_limit():
    with patch("exchange.execution.limits.MOST", 1):
        assert execute({"cents": 200, "odds": 1.5}, None) == {"refused": 200}


def test_the_container_is_patched():
    with patch("exchange.execution.wiring.Service", lambda money: "stub"):
        assert Container().execution() == "stub"


def test_settlement():
    assert settle({"bets": [["Ada", 5], ["Ada", 10]]}, None) == {"Ada": "0.15"}


def test_health():
    assert health({}, None) == "ok"
