"""Several files change together or not at all; the next command recovers from a killed one."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from repositories import Repository, Snapshot

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.transaction import files, journal
from sam_scaffold.transaction.file_change import Step

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")

OLD = {"template.yaml": "old\n", "a/gone.txt": "gone\n", "b/kept.txt": "kept\n"}
CHANGES: dict[str, bytes | None] = {
    "new/deep/one.txt": b"one\n",
    "b/two.txt": b"two\n",
    "a/gone.txt": None,
    "b/kept.txt": b"changed\n",
    "template.yaml": b"new\n",
}
NEW = {
    "template.yaml": "new\n", "new/deep/one.txt": "one\n", "b/two.txt": "two\n",
    "b/kept.txt": "changed\n",
}  # fmt: skip


class KilledError(BaseException):
    """Raised in place of SIGKILL: nothing is rolled back."""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(files, "cache_folder", lambda name: folder / name)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop", OLD)


@pytest.fixture
def old(repository: Repository) -> Snapshot:
    return repository.snapshot()


def new_state(tmp_path: Path) -> Snapshot:
    return Repository(tmp_path / "expected", NEW).snapshot()


def journals(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / "journals").glob("*"))


def commit(
    repository: Repository,
    changes: dict[str, bytes | None] = CHANGES,
    locks: Sequence[str] = ("template.yaml",),
) -> None:
    templates = [repository.root / name for name in locks]
    with journal.locked(templates):
        paths = {repository.root / path: data for path, data in changes.items()}
        journal.commit(paths, templates, repository.root)


def fail_at(monkeypatch: pytest.MonkeyPatch, step: int, error: BaseException) -> None:
    """Let one change fail."""
    real = Step.do
    calls = iter(range(step + 1))

    def do(self: Any, *args: Any) -> None:
        if next(calls, None) == step:
            raise error
        real(self, *args)

    monkeypatch.setattr(Step, "do", do)


def kill_at(step: int, repository: Repository, changes: dict[str, bytes | None] = CHANGES) -> None:
    """Be killed before a change; after the last one where there are no more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal._Journal, "roll_back", lambda *_: None)
        patch.setattr(journal._Journal, "finish", raising(KilledError()))
        fail_at(patch, step, KilledError())
        with pytest.raises(KilledError):
            commit(repository, changes)


def raising(error: BaseException) -> Any:
    def call(*_: Any, **__: Any) -> None:
        raise error

    return call


def mend(repository: Repository) -> None:
    journal.recover(repository.root)


def lock(repository: Repository) -> None:
    with journal.locked([repository.root / "template.yaml"]):
        pass


MENDERS = pytest.mark.parametrize("mender", [mend, lock])
STEPS = pytest.mark.parametrize("step", range(len(CHANGES)))


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


def before_step(
    monkeypatch: pytest.MonkeyPatch, step: int, repository: Repository, path: str
) -> None:
    """Somebody writes a file just before one change."""
    real = Step.do
    calls = iter(range(step + 1))

    def do(self: Any, *args: Any) -> None:
        if next(calls, None) == step:
            repository.write(path, "theirs\n")
        real(self, *args)

    monkeypatch.setattr(Step, "do", do)


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
    mend(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []


@MENDERS
@STEPS
def test_killed_command_is_taken_back(
    step: int, mender: Any, repository: Repository, old: Snapshot, cache: Path
) -> None:
    kill_at(step, repository)
    assert len(journals(cache)) == 1
    mender(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []
    mender(repository)
    assert repository.snapshot() == old


@MENDERS
def test_command_that_was_killed_when_all_was_written_is_brought_to_its_end(
    mender: Any, repository: Repository, cache: Path, tmp_path: Path
) -> None:
    kill_at(len(CHANGES), repository)
    mender(repository)
    assert repository.snapshot() == new_state(tmp_path)
    assert journals(cache) == []


def test_user_is_told_what_is_taken_back(
    repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    kill_at(3, repository)
    mend(repository)
    (record,) = caplog.records
    assert record.getMessage() == (
        "a command was killed; its changes (3 of 5 files) were rolled back."
    )


@pytest.mark.parametrize("step", [0, len(CHANGES)], ids=["nothing-done", "all-done"])
def test_where_nothing_changes_nothing_is_said(
    step: int, repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    kill_at(step, repository)
    mend(repository)
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
    mend(repository)
    expected = {**OLD, path: text}
    assert {name: repository.text(name) for name in repository.files()} == {
        name: one for name, one in expected.items() if one is not None
    }
    assert path in caplog.text
    assert journals(cache) == []


def test_template_that_somebody_changed_after_the_last_write_keeps_its_files(
    repository: Repository, caplog: pytest.LogCaptureFixture
) -> None:
    """All was there by then: to take the files back would leave a block without them."""
    kill_at(len(CHANGES), repository)
    repository.write("template.yaml", "new\nand theirs\n")
    mend(repository)
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
    mend(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []
    assert caplog.records == []


def test_repository_that_is_gone_does_not_come_back(repository: Repository, cache: Path) -> None:
    kill_at(4, repository)
    for path in sorted(repository.root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    mend(repository)
    assert list(repository.root.iterdir()) == []
    assert journals(cache) == []


def test_folder_in_the_place_of_a_file_is_left(
    repository: Repository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kill_at(4, repository)
    (repository.root / "b/two.txt").unlink()
    repository.write("b/two.txt/theirs", "theirs\n")
    mend(repository)
    assert repository.text("b/two.txt/theirs") == "theirs\n"
    assert repository.text("b/kept.txt") == "kept\n"
    assert "b/two.txt" in caplog.text
    assert journals(cache) == []


@MENDERS
@pytest.mark.parametrize("point", ["create", "write"])
def test_half_written_file_goes(
    point: str, mender: Any, repository: Repository, old: Snapshot
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
    mender(repository)
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
    mend(repository)
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
        mend(repository)
    else:
        with pytest.MonkeyPatch.context() as patch:
            fail_at(patch, 2, ScaffoldError("disk full."))
            with pytest.raises(ScaffoldError):
                commit(repository, changes)
    assert repository.snapshot() == old


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
    mend(repository)
    assert repository.text() == "new\n"
    assert stat.S_IMODE(path.stat().st_mode) == mode


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
    mend(repository)
    assert repository.snapshot() == old


def test_journal_of_another_repository_is_left(
    repository: Repository, tmp_path: Path, cache: Path
) -> None:
    other = Repository(tmp_path / "shop-two", OLD)
    kill_at(4, other)
    before = other.snapshot()
    mend(repository)
    lock(repository)
    assert other.snapshot() == before
    assert len(journals(cache)) == 1


def test_file_outside_of_the_repository_is_refused(
    repository: Repository, old: Snapshot, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere.yaml").write_bytes(b"old\n")
    with pytest.raises(ScaffoldError, match=r"elsewhere\.yaml leads out of the repository"):
        commit(repository, {"x": b"", "../elsewhere.yaml": b"new\n"})
    assert repository.snapshot() == old
    assert (tmp_path / "elsewhere.yaml").read_bytes() == b"old\n"


def test_change_without_a_template_is_locked_and_mended_too(
    repository: Repository, old: Snapshot, cache: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal._Journal, "roll_back", lambda *_: None)
        fail_at(patch, 1, KilledError())
        changes = {repository.root / "a/gone.txt": None, repository.root / "x": b""}
        with pytest.raises(KilledError):
            journal.commit(changes, [], repository.root)
    (name,) = journals(cache)
    assert json.loads((cache / "journals" / name).read_bytes())["locks"] == [str(repository.root)]
    mend(repository)
    assert repository.snapshot() == old


TORN = {"empty": b"", "half": b'{"locks": ["', "zeroes": b"\0" * 40, "latin-1": b"{\xfc"}


@pytest.mark.parametrize("data", TORN.values(), ids=TORN.keys())
def test_journal_that_was_not_written_to_its_end_goes(
    data: bytes, repository: Repository, cache: Path, tmp_path: Path
) -> None:
    """Its command was killed before it touched anything."""
    lock(repository)
    (cache / "journals/a.json").write_bytes(data)
    mend(repository)
    commit(repository)
    assert repository.snapshot() == new_state(tmp_path)
    assert journals(cache) == []


OTHERS = {
    "list": [],
    "number": 1,
    "nothing": {},
    "other-version": {"locks": [], "root": None, "steps": [{"path": "/x", "before": "ab12"}]},
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
def test_journal_of_another_version_stays_and_stops_nothing(
    content: Any, repository: Repository, cache: Path
) -> None:
    lock(repository)
    (cache / "journals/a.json").write_text(json.dumps(content), encoding="utf-8")
    mend(repository)
    commit(repository)
    assert journals(cache) == ["a.json"]


def test_journal_that_somebody_is_writing_is_waited_for(
    repository: Repository, old: Snapshot, cache: Path
) -> None:
    kill_at(4, repository)
    (file,) = (cache / "journals").glob("*.json")
    data = file.read_bytes()
    file.write_bytes(data[:50])
    with files.locked([file.parent]):
        mender = threading.Thread(target=mend, args=(repository,))
        mender.start()
        time.sleep(0.2)
        assert mender.is_alive()
        file.write_bytes(data)
    mender.join(30)
    assert repository.snapshot() == old
    assert journals(cache) == []


@pytest.mark.parametrize("locks", [["template.yaml"], []], ids=["template", "no-template"])
def test_command_at_work_is_waited_for_and_not_taken_back(
    locks: list[str], repository: Repository, cache: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    real = Step.do
    menders: list[threading.Thread] = []

    def do(self: Any, *args: Any) -> None:
        if not menders:
            menders.append(threading.Thread(target=mend, args=(repository,)))
            menders[0].start()
            time.sleep(0.2)
            assert menders[0].is_alive()
        real(self, *args)

    monkeypatch.setattr(Step, "do", do)
    commit(repository, locks=locks)
    menders[0].join(30)
    assert repository.snapshot() == new_state(tmp_path)
    assert journals(cache) == []


@pytest.mark.parametrize("count", [2, 8])
def test_several_mend_at_once(
    count: int, repository: Repository, old: Snapshot, cache: Path
) -> None:
    kill_at(4, repository)
    problems: list[BaseException] = []
    start = threading.Barrier(count)

    def work(mender: Any) -> None:
        start.wait()
        try:
            mender(repository)
        except BaseException as error:  # noqa: BLE001 - shown below
            problems.append(error)

    threads = [
        threading.Thread(target=work, args=((mend, lock)[number % 2],)) for number in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []
    assert repository.snapshot() == old
    assert journals(cache) == []


@pytest.fixture
def two(repository: Repository) -> Iterator[tuple[Path, Path]]:
    """Two templates of which a killed command changed the first."""
    one, other = repository.write("one.yaml", "old\n"), repository.write("other.yaml", "old\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal._Journal, "roll_back", lambda *_: None)
        fail_at(patch, 1, KilledError())
        with suppress(KilledError), journal.locked([one, other]):
            journal.commit({one: b"new\n", other: b"new\n"}, [one, other])
    assert (one.read_bytes(), other.read_bytes()) == (b"new\n", b"old\n")
    yield one, other
    assert (one.read_bytes(), other.read_bytes()) == (b"old\n", b"old\n")


@pytest.mark.parametrize("index", [0, 1])
def test_lock_of_one_template_mends_both(index: int, two: tuple[Path, Path]) -> None:
    with journal.locked([two[index]]):
        pass


def test_what_another_command_holds_is_not_mended_meanwhile(two: tuple[Path, Path]) -> None:
    mended: list[str] = []

    def work() -> None:
        with journal.locked([two[1]]):
            mended.append("mended")

    with files.locked([two[0]]):
        other = threading.Thread(target=work)
        other.start()
        time.sleep(0.2)
        assert mended == []
        assert two[0].read_bytes() == b"new\n"
    other.join(30)
    assert mended == ["mended"]


def test_file_that_is_named_twice_is_written_once(repository: Repository) -> None:
    path = repository.root / "template.yaml"
    (repository.root / "link.yaml").symlink_to("template.yaml")
    journal.commit({path: b"new\n", repository.root / "link.yaml": b"new\n"}, [path])
    assert path.read_bytes() == b"new\n"
    assert (repository.root / "link.yaml").is_symlink()


def test_journals_lie_in_the_temporary_folder_where_there_is_no_cache(
    repository: Repository, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_bytes(b"")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    old = repository.snapshot()
    kill_at(3, repository)
    (folder,) = tmp_path.glob("sam-scaffold-journals-*")
    assert len(list(folder.iterdir())) == 1
    mend(repository)
    assert repository.snapshot() == old


@posix
def test_folder_that_somebody_else_has_made_is_not_used(
    repository: Repository, old: Snapshot, cache: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lock(repository)
    own = files.own_folder

    def not_ours(name: str) -> Path:
        if name == "journals":
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "getuid", lambda: 4711)
                patch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
                return own(name)
        return own(name)

    monkeypatch.setattr(files, "own_folder", not_ours)
    with pytest.raises(ScaffoldError, match="belongs to another user"):
        commit(repository)
    assert repository.snapshot() == old
    assert journals(cache) == []
