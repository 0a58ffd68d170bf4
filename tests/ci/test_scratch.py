"""Temporary files of a run are in memory only if there is enough of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from platforms import posix

from . import scratch


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Replace the folder in memory, and report 16 GB of available memory."""
    folder, report = tmp_path / "shm", tmp_path / "meminfo"
    folder.mkdir()
    report.write_text("MemTotal:  24000000 kB\nMemAvailable:  16777216 kB\n")
    monkeypatch.setattr(scratch, "IN_MEMORY", folder)
    monkeypatch.setattr(scratch, "MEMORY", report)
    monkeypatch.setattr(scratch, "ENOUGH", 2**20)  # the folder is on a disk, here
    monkeypatch.delenv("TMPDIR", raising=False)
    return folder


@posix
def test_temporary_files_are_in_memory_and_removed(memory: Path) -> None:
    with scratch.scratch_folder():
        folder = Path(os.environ["TMPDIR"])
        assert folder.parent == memory
        (folder / "left").touch()
    assert "TMPDIR" not in os.environ
    assert list(memory.iterdir()) == []


def test_the_callers_folder_stays(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "elsewhere")
    with scratch.scratch_folder():
        assert os.environ["TMPDIR"] == "elsewhere"
    assert list(memory.iterdir()) == []


@posix
@pytest.mark.parametrize("report", ["MemAvailable:  1023 kB\n", "MemTotal:  24000000 kB\n"])
def test_with_less_memory_they_are_not(memory: Path, report: str) -> None:
    scratch.MEMORY.write_text(report)
    with scratch.scratch_folder():
        assert "TMPDIR" not in os.environ
    assert list(memory.iterdir()) == []


@posix
def test_without_such_a_folder_they_are_not(memory: Path) -> None:
    memory.rmdir()
    assert not scratch.has_enough_memory(memory, scratch.MEMORY)
