"""Amounts, which are decimals and never floats."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

_CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, rounding=ROUND_HALF_EVEN)


def shown(amount: Decimal, currency: str) -> str:
    return f"{cents(amount):,} {currency}"
