"""A migration and its undo: every byte, mode and link comes back, and edits made since stay."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from random import Random

import pytest
from migrations import case, commit, undo
from repositories import Snapshot

from sam_scaffold.migration.record import states
from sam_scaffold.transaction import files

SEEDS = range(60)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(files, "cache_folder", lambda name: folder / name)
    return folder


def contents(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes that can be read by each path, also through links."""
    return {
        os.path.relpath(Path(folder, name), root): (
            Path(folder, name).read_bytes(),
            Path(folder, name).stat().st_mode,
        )
        for folder, _, names in os.walk(root)
        for name in names
        if Path(folder, name).exists()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_undo_is_the_way_back(seed: int, tmp_path: Path) -> None:
    found = case(seed, tmp_path / "shop")
    old = found.repository.snapshot()
    commit(found.root, found.changes)
    new = found.repository.snapshot()
    undo(found.root)
    assert found.repository.snapshot() == old
    commit(found.root, found.changes)
    assert found.repository.snapshot() == new


@pytest.mark.parametrize("seed", SEEDS)
def test_copy_comes_to_the_same(seed: int, tmp_path: Path) -> None:
    found, copy = case(seed, tmp_path / "shop"), case(seed, tmp_path / "copy")
    came_to = states.expanded(found.root, found.changes)
    states.put_into(copy.root, came_to)
    commit(found.root, found.changes)
    (record,) = (found.root / ".scaffold/migrations").iterdir()
    record.unlink()
    record.parent.rmdir()
    record.parent.parent.rmdir()
    assert copy.repository.snapshot() == found.repository.snapshot()


@pytest.mark.parametrize("seed", SEEDS)
def test_old_paths_still_lead_to_the_same(seed: int, tmp_path: Path) -> None:
    found = case(seed, tmp_path / "shop")
    before = contents(found.root)
    commit(found.root, found.changes)
    edited = {os.path.realpath(found.root / edit.path) for edit in found.changes.edits}
    dropped = [move.source for move in found.changes.moves if not move.leaves_link]
    for path, content in before.items():
        file = found.root / path
        leads = os.path.realpath(file)
        moved = any(f"{path}/".startswith(f"{folder}/") for folder in dropped)
        if leads not in edited and not moved and (file.exists() or not dropped):
            assert (file.read_bytes(), file.stat().st_mode) == content, path


@pytest.mark.parametrize("seed", SEEDS)
def test_edits_made_since_stay(seed: int, tmp_path: Path) -> None:
    """They are made in files that the migration does not edit, moved ones as well."""
    found = case(seed, tmp_path / "shop")
    old = found.repository.snapshot()
    commit(found.root, found.changes)
    random = Random(seed)  # noqa: S311 - nothing secret
    expected: Snapshot = dict(old)
    changed = {edit.path for edit in found.changes.edits}
    places = {}
    for path, (mode, data) in old.items():
        place = os.path.realpath(found.root / path)
        name = os.path.relpath(place, found.root)
        if stat.S_ISREG(mode) and name not in changed and Path(place).is_file():
            places[path] = (Path(place), mode, data)
    for path in random.sample(sorted(places), k=min(3, len(places))):
        file, mode, data = places[path]
        file.write_bytes(data + b"theirs")
        file.chmod(0o755)
        expected[path] = (stat.S_IFREG | 0o755, data + b"theirs")
    undo(found.root)
    assert found.repository.snapshot() == expected
