"""The seed of random cases, and how many are drawn."""

from __future__ import annotations

import os
import secrets

SEED_VARIABLE = "SAM_SCAFFOLD_SEED"
SEED = int(os.environ.get(SEED_VARIABLE) or secrets.randbelow(2**32))
"""The cases are drawn from it; the same one gives the same cases."""

_TIMES = float(os.environ.get("SAM_SCAFFOLD_TIMES") or 1)
"""How many times the usual number of cases is drawn; a fraction draws fewer."""

IS_SAMPLE = _TIMES < 1


def times(number: int) -> int:
    """Return how many cases are drawn where a number is usual."""
    return max(1, round(number * _TIMES))
