from __future__ import annotations

from decimal import ROUND_UP, Decimal


def per_cent(part: Decimal) -> str:
    """Round up, as the risk committee requires."""
    return f"{(part * 100).quantize(Decimal(1), rounding=ROUND_UP)} %"
