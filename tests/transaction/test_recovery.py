"""The next command recovers from a killed one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from journaled import (
    CHANGES,
    NEW,
    OLD,
    RECOVERERS,
    STEPS,
    KilledError,
    commit,
    fail_at,
    journals,
    kill_at,
    new_state,
    recover,
)
from platforms import posix
from repositories import Repository, Snapshot

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.transaction import files, journal

pytestmark = pytest.mark.usefixtures("cache")


@RECOVERERS
@STEPS
def test_killed_command_is_taken_back(
    step: int, recoverer: Any, repository: Repository, old: Snapshot, cache: Path
) -> None:
    kill_at(step, repository)
    assert len(journals(cache)) == 1
    recoverer(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []
    recoverer(repository)
    assert repository.snapshot() == old


@RECOVERERS
def test_command_that_was_killed_when_all_was_written_is_brought_to_its_end(
    recoverer: Any, repository: Repository, cache: Path, tmp_path: Path
) -> None:
    kill_at(len(CHANGES), repository)
    recoverer(repository)
    assert repository.snapshot() == new_state(tmp_path)
    assert journals(cache) == []


def test_user_is_told_what_is_taken_back(
    repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    kill_at(3, repository)
    recover(repository)
    (record,) = caplog.records
    assert record.getMessage() == (
        "a command was killed; its changes (3 of 5 files) were rolled back."
    )


@pytest.mark.parametrize("step", [0, len(CHANGES)], ids=["nothing-done", "all-done"])
def test_where_nothing_changes_nothing_is_said(
    step: int, repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    kill_at(step, repository)
    recover(repository)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("new/deep/one.txt", "theirs\n"),
        ("a/gone.txt", "theirs\n"),
        ("b/kept.txt", "theirs\n"),
        ("b/kept.txt", None),
    ],
    ids=["new", "deleted", "changed", "changed-then-deleted"],
)
def test_what_somebody_changed_since_is_left_and_named(
    path: str, text: str | None, repository: Repository, cache: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    kill_at(4, repository)
    if text is None:
        (repository.root / path).unlink()
    else:
        repository.write(path, text)
    recover(repository)
    expected = {**OLD, path: text}
    assert {name: repository.text(name) for name in repository.files()} == {
        name: text for name, text in expected.items() if text is not None
    }
    assert path in caplog.text
    assert journals(cache) == []


def test_template_that_somebody_changed_after_the_last_write_keeps_its_files(
    repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    """All was there by then: to take the files back would leave a block without them."""
    kill_at(len(CHANGES), repository)
    repository.write("template.yaml", "new\nand theirs\n")
    recover(repository)
    expected = {**NEW, "template.yaml": "new\nand theirs\n"}
    assert {name: repository.text(name) for name in repository.files()} == expected
    assert "template.yaml" in caplog.text


def test_work_tree_that_was_cleaned_stays_clean(
    repository: Repository, old: Snapshot, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After `git checkout` and `git clean`, nothing turns up by itself."""
    kill_at(4, repository)
    for path in repository.files():
        (repository.root / path).unlink()
    (repository.root / "new/deep").rmdir()
    (repository.root / "new").rmdir()
    for path, text in OLD.items():
        repository.write(path, text)
    recover(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []
    assert caplog.records == []


def test_repository_that_is_gone_does_not_come_back(repository: Repository, cache: Path) -> None:
    kill_at(4, repository)
    for path in sorted(repository.root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    recover(repository)
    assert list(repository.root.iterdir()) == []
    assert journals(cache) == []


def test_folder_in_the_place_of_a_file_is_left(
    repository: Repository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kill_at(4, repository)
    (repository.root / "b/two.txt").unlink()
    repository.write("b/two.txt/theirs", "theirs\n")
    recover(repository)
    assert repository.text("b/two.txt/theirs") == "theirs\n"
    assert repository.text("b/kept.txt") == "kept\n"
    assert "b/two.txt" in caplog.text
    assert journals(cache) == []


@RECOVERERS
@pytest.mark.parametrize("point", ["create", "write"])
def test_half_written_file_goes(
    point: str, recoverer: Any, repository: Repository, old: Snapshot
) -> None:
    def half(_: Path, data: bytes, temporary: Path, *__: Any) -> None:
        temporary.write_bytes(data[:1])
        raise KilledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, point, half)
        patch.setattr(journal._Journal, "roll_back", lambda *_: None)
        with pytest.raises(KilledError):
            commit(repository)
    assert [path for path in repository.files() if path.endswith(".tmp")]
    recoverer(repository)
    assert repository.snapshot() == old


@posix
def test_link_is_written_through_and_taken_back(repository: Repository) -> None:
    target = repository.root / "elsewhere.yaml"
    target.write_bytes(b"old\n")
    (repository.root / "template.yaml").unlink()
    (repository.root / "template.yaml").symlink_to(target)
    old = repository.snapshot()
    commit(repository)
    assert (repository.root / "template.yaml").is_symlink()
    assert target.read_bytes() == b"new\n"
    Repository(repository.root, {"a/gone.txt": "gone\n"})
    commit(repository, {**dict.fromkeys(NEW), **{path: t.encode() for path, t in OLD.items()}})
    assert repository.snapshot() == old
    kill_at(len(CHANGES) - 1, repository, dict(reversed(CHANGES.items())))
    assert target.read_bytes() == b"new\n"
    recover(repository)
    assert repository.snapshot() == old
    assert target.read_bytes() == b"old\n"


@posix
@pytest.mark.parametrize("kill", [False, True], ids=["failed", "killed"])
def test_link_and_mode_of_deleted_files_come_back(kill: bool, tmp_path: Path) -> None:  # noqa: FBT001
    repository = Repository(tmp_path / "shop", {"run.sh": "#!\n", "template.yaml": "old\n"})
    (repository.root / "run.sh").chmod(0o750)
    (repository.root / "link").symlink_to("run.sh")
    old = repository.snapshot()
    changes = {"run.sh": None, "link": None, "template.yaml": b"new\n"}
    if kill:
        kill_at(2, repository, changes)
        assert repository.files() == ["template.yaml"]
        recover(repository)
    else:
        with pytest.MonkeyPatch.context() as patch:
            fail_at(patch, 2, ScaffoldError("disk full."))
            with pytest.raises(ScaffoldError):
                commit(repository, changes)
    assert repository.snapshot() == old


def test_paths_are_not_those_of_the_next_commands_folder(
    repository: Repository, old: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`merge` names files relative to where it is called."""
    monkeypatch.chdir(repository.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal._Journal, "roll_back", lambda *_: None)
        fail_at(patch, 1, KilledError())
        with pytest.raises(KilledError):
            journal.commit(
                {Path("template.yaml"): b"new\n", Path("x"): b""}, [Path("template.yaml")]
            )
    assert repository.text() == "new\n"
    monkeypatch.chdir(tmp_path)
    recover(repository)
    assert repository.snapshot() == old
