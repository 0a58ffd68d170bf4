from __future__ import annotations

from decimal import ROUND_UP, Decimal


def per_cent(part: Decimal) -> str:
    """Rounded up: the committee wants it that way."""
    return f"{(part * 100).quantize(Decimal(1), rounding=ROUND_UP)} %"
