"""Commits of several files that fail or are killed at a chosen step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from repositories import Repository, Snapshot

from sam_scaffold.transaction import journal
from sam_scaffold.transaction.file_change import Step

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


def recover(repository: Repository) -> None:
    journal.recover(repository.root)


def lock(repository: Repository) -> None:
    with journal.locked([repository.root / "template.yaml"]):
        pass


RECOVERERS = pytest.mark.parametrize("recoverer", [recover, lock])


STEPS = pytest.mark.parametrize("step", range(len(CHANGES)))


def before_step(
    monkeypatch: pytest.MonkeyPatch, step: int, repository: Repository, path: str
) -> None:
    """Write a file of another process just before one change."""
    real = Step.do
    calls = iter(range(step + 1))

    def do(self: Any, *args: Any) -> None:
        if next(calls, None) == step:
            repository.write(path, "theirs\n")
        real(self, *args)

    monkeypatch.setattr(Step, "do", do)
