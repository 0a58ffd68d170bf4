"""A migration or an undo that is killed at any of its writes leaves the old state or the new one.

The next command on the repository rolls it back.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from killing import Commands, Stop, Write
from migrations import ABOUT
from repositories import Repository, Snapshot

from sam_scaffold.migration.changes import Changes, Edit, Link, Move
from sam_scaffold.migration.record import writing
from sam_scaffold.transaction import journal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL"),
]

FILES = {
    "template.yaml": "Resources:\n  A:\n    CodeUri: ./\n",
    "pkg/own/handler.py": "x = 1\n",
    "pkg/own/deep/data.json": "{}\n",
    "pkg/own/deep/__pycache__/x.cpython-311.pyc": "compiled",
    "pkg/one.py": "y = 2\n",
    "requirements.txt": "requests\n",
}
CHANGES = Changes(
    (
        Move("pkg/own", "functions/a/pkg/own", leaves_link=True),
        Move("pkg/one.py", "layers/shared/pkg/one.py", leaves_link=False),
    ),
    (Link("functions/a/requirements.txt", "requirements.txt"),),
    (
        Edit("template.yaml", b"Resources:\n  A:\n    CodeUri: functions/a/\n"),
        Edit("functions/a/pkg/own/handler.py", b"x = 2\n"),
    ),
)


def call() -> None:
    """Stand for the command."""
    root = Path.cwd()
    journal.recover(root)
    templates = [root / "template.yaml"]
    with journal.locked(templates):
        if sys.argv[1] == "migrate":
            writing.commit(root, CHANGES, ABOUT, templates)
        elif sys.argv[1] == "undo":
            writing.undo(root, [], templates)


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    repository = Repository(tmp_path / "shop", FILES)
    (repository.root / "pkg/own/handler.py").chmod(0o755)
    (repository.root / "pkg/own/deep").chmod(0o700)
    (repository.root / "pkg/own/up.txt").symlink_to("../../requirements.txt")
    return Commands(repository, tmp_path, tmp_path, call)


def test_migration_killed_at_any_write(commands: Commands) -> None:
    old = commands.repository.snapshot()
    writes = commands.writes("migrate")
    new = commands.repository.snapshot()
    assert {"os.symlink", "os.rmdir", "os.remove", "os.mkdir"} <= {write.what for write in writes}
    killed(commands, "migrate", writes, (old, new))
    stopped(commands, "migrate", writes, (old, new))


def test_undo_killed_at_any_write(commands: Commands) -> None:
    assert commands.run("migrate").code == 0
    old = commands.repository.snapshot()
    writes = commands.writes("undo")
    new = commands.repository.snapshot()
    assert not (commands.repository.root / "functions").exists()
    killed(commands, "undo", writes, (old, new))
    stopped(commands, "undo", writes, (old, new))


@pytest.mark.parametrize("word", ["migrate", "undo"])
def test_recovery_killed_at_any_write(word: str, commands: Commands) -> None:
    if word == "undo":
        assert commands.run("migrate").code == 0
    old = commands.repository.snapshot()
    last = [write for write in commands.writes(word) if write.what in ("os.symlink", "os.link")][-1]
    commands.put_back(old, {})
    (left,) = commands.stopped([word], [Stop(last.number, signal.SIGKILL)])
    commands.put_back(left.tree, left.journals)
    writes = commands.writes("mend")
    assert same(commands.repository.snapshot(), old)
    commands.put_back(left.tree, left.journals)
    for again in commands.stopped(
        ["recover"], [Stop(write.number, signal.SIGKILL) for write in writes]
    ):
        commands.put_back(again.tree, again.journals)
        assert commands.run("mend").code == 0
        assert same(commands.repository.snapshot(), old)
        assert commands.journals == {}


States = tuple[Snapshot, Snapshot]


def killed(commands: Commands, word: str, writes: list[Write], states: States) -> None:
    commands.put_back(states[0], {})
    stops = [
        Stop(write.number, signal.SIGKILL, torn=torn)
        for write in writes
        for torn in ((False, True) if write.what == "open" else (False,))
    ]
    seen = set()
    for stop, left in zip(stops, commands.stopped([word], stops), strict=True):
        where = (stop, writes[stop.at - 1])
        assert left.ended.code == -signal.SIGKILL, where
        commands.put_back(left.tree, left.journals)
        ended = commands.run("mend")
        assert ended.code == 0, (where, ended)
        assert commands.journals == {}, where
        now = commands.repository.snapshot()
        assert any(same(now, state) for state in states), where
        seen.add(same(now, states[1]))
    assert seen == {False, True}


def stopped(commands: Commands, word: str, writes: list[Write], states: States) -> None:
    commands.put_back(states[0], {})
    stops = [Stop(write.number, signal.SIGTERM) for write in writes]
    for stop, left in zip(stops, commands.stopped([word], stops), strict=True):
        assert any(same(left.tree, state) for state in states), (stop, left.ended)
        assert left.journals == {}, stop


def same(one: Snapshot, other: Snapshot) -> bool:
    """Compare two, except the files that Python compiled."""
    return _kept(one) == _kept(other)


def _kept(tree: Snapshot) -> Snapshot:
    return {path: found for path, found in tree.items() if "__pycache__" not in path}
