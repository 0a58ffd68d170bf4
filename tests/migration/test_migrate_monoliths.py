"""Monoliths of each kind come apart, work at each step, and come together again."""

from __future__ import annotations

from pathlib import Path

import pytest
from monoliths import KINDS, Monolith

pytestmark = pytest.mark.slow


@pytest.fixture(params=KINDS)
def monolith(request: pytest.FixtureRequest) -> Monolith:
    return Monolith.of(request.param)


def test_all_works_before(monolith: Monolith, tmp_path: Path) -> None:
    repository = monolith.copied(tmp_path / "work")
    assert len(monolith.passing(repository.root)) == monolith.passed
    for function in monolith.functions:
        assert monolith.answer(repository.root, function) == function.result
