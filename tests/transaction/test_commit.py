"""Several files change together or not at all."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from journaled import (
    CHANGES,
    OLD,
    STEPS,
    before_step,
    commit,
    fail_at,
    journals,
    kill_at,
    new_state,
    raising,
    recover,
)
from platforms import posix
from repositories import Repository, Snapshot

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.transaction import files, journal
from sam_scaffold.transaction.file_change import Step

pytestmark = pytest.mark.usefixtures("cache")


def test_all_is_written_and_emptied_folders_go(
    repository: Repository, cache: Path, tmp_path: Path
) -> None:
    commit(repository)
    assert repository.snapshot() == new_state(tmp_path)
    assert journals(cache) == []


def test_nothing_to_change_writes_no_journal(
    repository: Repository, old: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "write_durably", raising(AssertionError()))
    commit(repository, {"template.yaml": b"old\n", "nowhere.txt": None})
    assert repository.snapshot() == old


def test_folder_with_something_else_in_it_stays(repository: Repository) -> None:
    repository.write("a/ours.txt", "ours\n")
    commit(repository)
    assert repository.text("a/ours.txt") == "ours\n"
    assert not (repository.root / "a/gone.txt").exists()


def test_folders_above_the_repository_stay(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {"template.yaml": "old\n"})
    commit(repository, {"template.yaml": None})
    assert list(repository.root.iterdir()) == []


@STEPS
@pytest.mark.parametrize(
    "error",
    [ScaffoldError("disk full."), MemoryError(), KeyboardInterrupt()],
    ids=["refused", "mistake", "interrupt"],
)
def test_failure_at_any_file_takes_all_back(
    error: BaseException, step: int, repository: Repository, old: Snapshot, cache: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, step, error)
        with pytest.raises(type(error)):
            commit(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []


@pytest.mark.parametrize(
    ("owner", "point", "path"),
    [
        (Path, "mkdir", "new/deep/one.txt"),
        (Path, "open", "new/deep/one.txt"),
        (files, "_name", "b/two.txt"),
        (os, "open", "b/kept.txt"),
        (Path, "replace", "template.yaml"),
    ],
)
def test_full_disk_takes_all_back(
    owner: Any, point: str, path: str, repository: Repository, old: Snapshot, cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    real = getattr(owner, point)
    folder, _, name = path.rpartition("/")
    full = [OSError(28, "No space left on device", str(repository.root / folder))]

    def call(place: Any, *args: Any, **kwargs: Any) -> Any:
        where = str(getattr(place, "name", place))
        there = folder.endswith(where) if point == "mkdir" else f".{name}." in where
        if full and there:
            raise full.pop()
        return real(place, *args, **kwargs)

    monkeypatch.setattr(owner, point, call)
    with pytest.raises(ScaffoldError, match=f"^{re.escape(path)} cannot be written: No space left"):
        commit(repository)
    assert full == []
    assert repository.snapshot() == old
    assert journals(cache) == []


def test_file_that_cannot_be_deleted_is_named(
    repository: Repository, old: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.unlink

    def unlink(path: Path, **kwargs: Any) -> None:
        if path.name == "gone.txt":
            raise PermissionError(13, "Permission denied")
        real(path, **kwargs)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(
        ScaffoldError, match=r"^a/gone\.txt cannot be deleted: Permission denied\.$"
    ):
        commit(repository)
    assert repository.snapshot() == old


def test_journal_that_cannot_be_written_is_said(
    repository: Repository, old: Snapshot, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", raising(OSError(28, "No space left on device")))
    with pytest.raises(ScaffoldError, match=r"journals.* cannot be written: No space left"):
        commit(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []


@pytest.mark.parametrize(
    ("step", "path", "message"),
    [
        (1, "b/two.txt", r"^b/two\.txt exists"),
        (2, "a/gone.txt", r"^a/gone\.txt was changed meanwhile"),
        (4, "template.yaml", r"^template\.yaml was changed meanwhile"),
    ],
)
def test_what_somebody_writes_meanwhile_is_kept(
    step: int, path: str, message: str, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_step(monkeypatch, step, repository, path)
    with pytest.raises(ScaffoldError, match=message):
        commit(repository)
    expected = {**{name: text.encode() for name, text in OLD.items()}, path: b"theirs\n"}
    assert {name: repository.read(name) for name in repository.files()} == expected


def test_same_file_that_somebody_makes_meanwhile_is_kept(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is as ours was to be, but it is not ours to delete."""
    before_step(monkeypatch, 1, repository, "b/two.txt")
    with pytest.raises(ScaffoldError, match="exists"):
        commit(repository, {**CHANGES, "b/two.txt": b"theirs\n"})
    assert repository.text("b/two.txt") == "theirs\n"


def test_what_cannot_be_taken_back_is_left_to_the_next_command(
    repository: Repository, old: Snapshot, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, 4, ScaffoldError("disk full."))
        patch.setattr(Step, "undo", raising(ScaffoldError("disk still full.")))
        with pytest.raises(ScaffoldError, match=r"^disk full\.$"):
            commit(repository)
    assert "disk still full. The next command tries again" in caplog.text
    assert len(journals(cache)) == 1
    recover(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []


@posix
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_modes_are_kept(mode: int, repository: Repository) -> None:
    path = repository.root / "template.yaml"
    path.chmod(mode)
    commit(repository)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    kill_at(5, repository, {"template.yaml": b"newer\n", "x": b"", "y": b""})
    repository.write("y", "theirs\n")
    (repository.root / "x").unlink()
    recover(repository)
    assert repository.text() == "new\n"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_file_outside_of_the_repository_is_refused(
    repository: Repository, old: Snapshot, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere.yaml").write_bytes(b"old\n")
    with pytest.raises(ScaffoldError, match=r"elsewhere\.yaml leads out of the repository"):
        commit(repository, {"x": b"", "../elsewhere.yaml": b"new\n"})
    assert repository.snapshot() == old
    assert (tmp_path / "elsewhere.yaml").read_bytes() == b"old\n"


def test_file_that_is_named_twice_is_written_once(repository: Repository) -> None:
    path = repository.root / "template.yaml"
    (repository.root / "link.yaml").symlink_to("template.yaml")
    journal.commit({path: b"new\n", repository.root / "link.yaml": b"new\n"}, [path])
    assert path.read_bytes() == b"new\n"
    assert (repository.root / "link.yaml").is_symlink()
