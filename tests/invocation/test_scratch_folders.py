"""Folders for the time that a function runs, and those of commands that were killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sam_scaffold.invocation.scratch_folders import scratch_folder


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def left(folder: Path, pid: int, hours: float) -> Path:
    found = folder / f"sam-scaffold-run-{pid}-abc"
    (found / "code").mkdir(parents=True)
    at = time.time() - 3600 * hours
    os.utime(found, (at, at))
    return found


def ended() -> int:
    """The id of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        return process.pid


def test_it_goes_when_it_is_closed(tmp_path: Path) -> None:
    with scratch_folder() as name:
        assert Path(name).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_is_removed(tmp_path: Path) -> None:
    old = left(tmp_path, ended(), 2)
    with scratch_folder():
        assert not old.exists()


@pytest.mark.parametrize(("lives", "hours"), [(True, 2), (False, 0.5)], ids=["lives", "young"])
def test_what_may_be_in_use_stays(lives: bool, hours: float, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    found = left(tmp_path, os.getpid() if lives else ended(), hours)
    other = tmp_path / "sam-scaffold-run-notes"
    other.mkdir()
    with scratch_folder():
        assert found.is_dir()
        assert other.is_dir()
