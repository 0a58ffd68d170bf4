"""Places that git would not take."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.needs.ignored_places import check_not_ignored

PLACES = ("functions/orders/orders.py", "layers/shared/money.py")


def ignoring(root: Path, text: str) -> Path:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text(text)
    return root


def test_an_ignored_place_is_refused_with_the_line(tmp_path: Path) -> None:
    with pytest.raises(
        ScaffoldError, match=r"layers/shared/money\.py .*: \.gitignore:2 ignores it \(layers/\)"
    ):
        check_not_ignored(ignoring(tmp_path, "*.pyc\nlayers/\n"), PLACES)


@pytest.mark.parametrize("text", ["build/\n", "layers/*\n!layers/shared\n"])
def test_other_places_are_not(tmp_path: Path, text: str) -> None:
    check_not_ignored(ignoring(tmp_path, text), PLACES)


def test_there_is_no_rule_without_git(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("layers/\n")

    check_not_ignored(tmp_path, PLACES)


def test_no_place_at_all_is_fine(tmp_path: Path) -> None:
    check_not_ignored(ignoring(tmp_path, "layers/\n"), ())
