from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sam_scaffold.migration.layouts.links import links_work

on_posix = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")


@on_posix
def test_links_are_tried_out_and_nothing_is_left(tmp_path: Path) -> None:
    assert links_work(tmp_path)
    assert list(tmp_path.iterdir()) == []


@on_posix
@pytest.mark.parametrize("value", ["true", "false"])
def test_git_has_its_say(tmp_path: Path, value: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "config", "core.symlinks", value], cwd=tmp_path, check=True)
    assert links_work(tmp_path) is (value == "true")
    (tmp_path / "below").mkdir()
    assert links_work(tmp_path / "below") is (value == "true")


def test_no_links_where_nothing_can_be_written(tmp_path: Path) -> None:
    assert not links_work(tmp_path / "missing")
