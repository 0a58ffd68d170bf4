"""`sam-scaffold check` finds what no other gate does; compare.py asks the others, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.checking.linting import Linter
from sam_scaffold.checking.pipeline import check

from .mistakes import MISTAKES, Mistake, make_repository


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


def found(folder: Path, linter: Linter, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(folder)
    return sorted({finding.rule.id for finding in check(["template.yaml"], linter).findings})


def test_there_is_nothing_to_say_of_the_repository_without_mistakes(
    tmp_path: Path, linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(make_repository(tmp_path), linter, monkeypatch) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_the_mistake_is_found_and_nothing_else(
    mistake: Mistake, tmp_path: Path, linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(mistake.make(tmp_path), linter, monkeypatch) == [mistake.rule]
