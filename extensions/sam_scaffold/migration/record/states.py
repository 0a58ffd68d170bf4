"""Result of a migration's changes, file by file."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import ScaffoldError
from ...transaction.file_change import FileState, is_folder
from ...transaction.replaced_links import is_cache
from ..changes import Changes, Edit, Link, Move
from .moved_links import moved_text, relative
from .tree import ChangedTree, States


def expanded(root: Path, changes: Changes) -> dict[str, FileState | None]:
    """Return the new state of every file and link that changes.

    A moved file keeps its mode, and a relative link its destination.

    Args:
        root: The repository.
        changes: The changes.

    Raises:
        ScaffoldError: A file to move does not exist, or another one is in the way.
    """
    work = _Work(root, changes)
    for move in changes.moves:
        work.move(move)
    for move in changes.moves:
        if move.leaves_link:
            work.link(Link(move.source, move.target))
    for link in changes.links:
        work.link(link)
    for edit in changes.edits:
        work.edit(edit)
    return work.states


@dataclass(frozen=True, slots=True)
class _Work:
    root: Path
    changes: Changes
    states: dict[str, FileState | None] = field(default_factory=dict)

    @property
    def tree(self) -> ChangedTree:
        return ChangedTree(self.root, self.states)

    def move(self, move: Move) -> None:
        before = ChangedTree(self.root, {})
        if link := before.link_above(move.source):
            raise ScaffoldError(f"{move.source} is behind {link}; name the path itself.")
        files = dict(_moved(before, move))
        if not files:
            raise ScaffoldError(f"{move.source} is to be moved, and does not exist.")
        self._check_free(move.target)
        places = [(move.source, move.target) for move in self.changes.moves]
        for path, target in files.items():
            state = before.at(path)
            assert state is not None  # noqa: S101 - it was found there
            if state.is_link:
                text = moved_text(self.root, path, target, state.target, places)
                state = FileState(os.fsencode(text), state.mode)
            self.states[path] = None
            self.states[target] = state

    def link(self, link: Link) -> None:
        self._check_free(link.path)
        tree = self.tree
        if not tree.used(tree.resolve(link.target)):
            raise ScaffoldError(f"{link.path} is to lead to {link.target}, which does not exist.")
        self.states[link.path] = FileState.link(relative(link.path, link.target))

    def edit(self, edit: Edit) -> None:
        tree = self.tree
        path = tree.resolve(edit.path)
        before = tree.at(path)
        if edit.before is not None and (before is None or before.data != edit.before):
            raise ScaffoldError(f"{edit.path} was changed in the meantime; run the command again.")
        if before is None:
            self._check_free(path)
            self.states[path] = FileState.file(edit.data)
        else:
            self.states[path] = FileState(edit.data, before.mode)

    def _check_free(self, path: str) -> None:
        if link := self.tree.link_above(path):
            raise ScaffoldError(f"{link} is in the way of {path}; move it elsewhere.")
        if used := self.tree.used(path):
            raise ScaffoldError(f"{used} is in the way of {path}; move it elsewhere.")


def _moved(tree: ChangedTree, move: Move) -> Iterator[tuple[str, str]]:
    """Yield the old and new path of each file and link of a move."""
    if tree.at(move.source) is not None:
        yield move.source, move.target
    for path in tree.below(move.source):
        if ".git" in path.split("/"):
            raise ScaffoldError(
                f"{path[: path.index('.git') - 1]} is a separate git repository; "
                f"move it out of {move.source} first."
            )
        yield path, f"{move.target}{path[len(move.source) :]}"


def put_into(folder: Path, states: States) -> None:
    """Write states into a private copy of the repository.

    Args:
        folder: The copy.
        states: The new state of each path.

    Raises:
        OSError: A file cannot be written.
    """
    for path, state in states.items():
        file = folder / path
        if state is None and os.path.lexists(file) and not ChangedTree(folder, {}).link_above(path):
            file.unlink()
            _remove_emptied(file.parent, folder)
    links_last = sorted(states.items(), key=lambda item: bool(item[1] and item[1].is_link))
    for path, state in links_last:
        if state is not None:
            _put(folder / path, state)


def _put(file: Path, state: FileState) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if is_folder(file):
        shutil.rmtree(file)
    file.unlink(missing_ok=True)
    if state.is_link:
        file.symlink_to(state.target, (file.parent / state.target).is_dir())
        return
    file.write_bytes(state.data)
    file.chmod(stat.S_IMODE(state.mode))


def _remove_emptied(folder: Path, top: Path) -> None:
    while folder != top and all(is_folder(entry) and is_cache(entry) for entry in folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent
