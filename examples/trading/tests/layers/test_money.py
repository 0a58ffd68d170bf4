from __future__ import annotations

from decimal import Decimal

import pytest

from trading.money import format_money, round_to, to_decimal


def test_to_decimal() -> None:
    assert to_decimal("1.10") == Decimal("1.10")
    assert to_decimal(3) == Decimal(3)


@pytest.mark.parametrize("value", ["", "abc", "NaN", "Infinity", None])
def test_not_an_amount(value: str) -> None:
    with pytest.raises(ValueError):
        to_decimal(value)


@pytest.mark.parametrize("value", [1.1, True])
def test_no_floats(value: float) -> None:
    with pytest.raises(TypeError):
        to_decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "step", "expected"),
    [("1.005", "0.01", "1.00"), ("1.015", "0.01", "1.02"), ("7.3", "0.5", "7.5")],
)
def test_round_to(amount: str, step: str, expected: str) -> None:
    assert round_to(Decimal(amount), Decimal(step)) == Decimal(expected)


def test_format_money() -> None:
    assert format_money(Decimal("1234.5")) == "1,234.50 EUR"
