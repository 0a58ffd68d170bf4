"""What all tests share."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent / "support"))

collect_ignore = ["migration/monoliths", "goldens"]
"""Whole repositories, and generated files: their tests are run where a test has put them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, so that a mistake shows early."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is imported by now: it is much, and stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
