"""Tests of prices."""

from __future__ import annotations

from shop.prices import total


def test_total() -> None:
    """The total is the sum of all amounts."""
    assert total([1, 2, 3]) == 6


def test_total_without_amounts() -> None:
    """The total of no amounts is zero."""
    assert total([]) == 0
