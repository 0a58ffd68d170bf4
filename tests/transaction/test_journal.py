"""Journals that are torn, of other versions or repositories, or in use by another command."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from journaled import OLD, KilledError, commit, fail_at, journals, kill_at, lock, new_state, recover
from platforms import posix
from repositories import Repository, Snapshot

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.transaction import files, journal
from sam_scaffold.transaction.file_change import Step

pytestmark = pytest.mark.usefixtures("cache")


def test_journal_of_another_repository_is_left(
    repository: Repository, tmp_path: Path, cache: Path
) -> None:
    other = Repository(tmp_path / "shop-two", OLD)
    kill_at(4, other)
    before = other.snapshot()
    recover(repository)
    lock(repository)
    assert other.snapshot() == before
    assert len(journals(cache)) == 1


def test_change_without_a_template_is_locked_and_recovered_too(
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
    recover(repository)
    assert repository.snapshot() == old


TORN = {"empty": b"", "half": b'{"locks": ["', "zeroes": b"\0" * 40, "latin-1": b"{\xfc"}


@pytest.mark.parametrize("data", TORN.values(), ids=TORN.keys())
def test_journal_that_was_not_written_to_its_end_goes(
    data: bytes, repository: Repository, cache: Path, tmp_path: Path
) -> None:
    """Its command was killed before it touched anything."""
    lock(repository)
    (cache / "journals/a.json").write_bytes(data)
    recover(repository)
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
    recover(repository)
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
        recoverer = threading.Thread(target=recover, args=(repository,))
        recoverer.start()
        time.sleep(0.2)
        assert recoverer.is_alive()
        file.write_bytes(data)
    recoverer.join(30)
    assert repository.snapshot() == old
    assert journals(cache) == []


@pytest.mark.parametrize("locks", [["template.yaml"], []], ids=["template", "no-template"])
def test_command_at_work_is_waited_for_and_not_taken_back(
    locks: list[str], repository: Repository, cache: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    real = Step.do
    recoveries: list[threading.Thread] = []

    def do(self: Any, *args: Any) -> None:
        if not recoveries:
            recoveries.append(threading.Thread(target=recover, args=(repository,)))
            recoveries[0].start()
            time.sleep(0.2)
            assert recoveries[0].is_alive()
        real(self, *args)

    monkeypatch.setattr(Step, "do", do)
    commit(repository, locks=locks)
    recoveries[0].join(30)
    assert repository.snapshot() == new_state(tmp_path)
    assert journals(cache) == []


@pytest.mark.parametrize("count", [2, 8])
def test_several_recover_at_once(
    count: int, repository: Repository, old: Snapshot, cache: Path
) -> None:
    kill_at(4, repository)
    problems: list[BaseException] = []
    start = threading.Barrier(count)

    def work(recoverer: Any) -> None:
        start.wait()
        try:
            recoverer(repository)
        except BaseException as error:  # noqa: BLE001 - shown below
            problems.append(error)

    threads = [
        threading.Thread(target=work, args=((recover, lock)[number % 2],))
        for number in range(count)
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
def test_lock_of_one_template_recovers_both(index: int, two: tuple[Path, Path]) -> None:
    with journal.locked([two[index]]):
        pass


def test_what_another_command_holds_is_not_recovered_meanwhile(two: tuple[Path, Path]) -> None:
    recovered: list[str] = []

    def work() -> None:
        with journal.locked([two[1]]):
            recovered.append("recovered")

    with files.locked([two[0]]):
        other = threading.Thread(target=work)
        other.start()
        time.sleep(0.2)
        assert recovered == []
        assert two[0].read_bytes() == b"new\n"
    other.join(30)
    assert recovered == ["recovered"]


def test_journals_lie_in_the_temporary_folder_where_there_is_no_cache(
    repository: Repository, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_bytes(b"")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    old = repository.snapshot()
    kill_at(3, repository)
    (folder,) = tmp_path.glob("sam-scaffold-journals-*")
    assert len(list(folder.iterdir())) == 1
    recover(repository)
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
