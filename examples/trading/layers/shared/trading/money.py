"""Money helpers. Everything is a Decimal: floats have cost us a reconciliation once already."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

CENT = Decimal("0.01")


def to_decimal(value: str | int | Decimal) -> Decimal:
    """Parse an amount; floats, NaN and infinities are refused."""
    if isinstance(value, (bool, float)):
        raise TypeError(f"amounts must not be {type(value).__name__}: {value!r}")
    try:
        amount = Decimal(value)
    except (InvalidOperation, TypeError) as error:
        raise ValueError(f"not an amount: {value!r}") from error
    if not amount.is_finite():
        raise ValueError(f"not a finite amount: {value!r}")
    return amount


def round_to(amount: Decimal, step: Decimal = CENT) -> Decimal:
    """Round to a multiple of `step` (a tick size, a lot size), half to even."""
    return (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step


def format_money(amount: Decimal, currency: str = "EUR") -> str:
    """Format for people: `1,234.50 EUR`."""
    return f"{round_to(amount):,.2f} {currency}"
