"""Tests of prices."""

from __future__ import annotations

from shop.prices import total


def test_total_adds_up() -> None:
    """All amounts count."""
    assert total([1, 2, 3]) == 6


def test_total_of_nothing() -> None:
    """Without amounts there is nothing."""
    assert total([]) == 0
