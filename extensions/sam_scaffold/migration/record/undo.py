"""The way back of a migration: every byte, mode and link, with the edits made since.

What somebody changed since is never lost. Edits in moved files go back with them, and those
elsewhere in an edited text stay. Where something of the migration itself is other by now,
nothing is undone, and that is named.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import ScaffoldError, nearest, some
from ...transaction.file_change import FileState
from .hunks import HunkError, joined, taken_back
from .moved_links import moved_text
from .record import Edited, MadeLink, MovedFiles, Record
from .tree import ChangedTree, States


@dataclass(frozen=True, slots=True)
class Undo:
    """What an undo comes to.

    Attributes:
        states: What is at each path afterwards, None if nothing is.
        stays: Files that were added since to folders that the migration made.
    """

    states: States
    stays: tuple[str, ...]


def undoing(root: Path, records: Sequence[Record]) -> Undo:
    """Return what it comes to to undo some migrations.

    Args:
        root: The repository.
        records: Their records, in the order in which they are undone.

    Raises:
        ScaffoldError: Something is in the way.
    """
    tree, folders = ChangedTree(root, {}), set[str]()
    for record in records:
        tree = _undone(tree, record)
        folders.update(record.folders)
    own = {record.path for record in records}
    stays = {path for folder in folders for path in tree.below(folder)} - own
    return Undo(tree.states, tuple(sorted(stays)))


def _undone(tree: ChangedTree, record: Record) -> ChangedTree:
    """Return a repository without one migration: the last steps go back first."""
    for edit in reversed(record.edits):
        tree = _unedited(tree, edit)
    for link in reversed(record.links):
        tree = _unlinked(tree, link)
    places = [(move.target, move.source) for move in record.moves]
    for move in reversed(record.moves):
        tree = _moved_back(tree, move, places)
    return tree.over({record.path: None})


def _unedited(tree: ChangedTree, edit: Edited) -> ChangedTree:
    state = tree.at(edit.path)
    if state is None or state.is_link:
        how = "is a link by now" if state else "is gone"
        raise ScaffoldError(
            f"{edit.path} was edited by the migration and {how}; bring the file back, "
            "and undo then."
        )
    try:
        data = taken_back(state.data, edit.way)
    except HunkError as error:
        raise ScaffoldError(
            f"{edit.path}:{error.line} is not any more as the migration wrote it; bring its "
            "lines back, and undo then."
        ) from None
    if edit.is_new and data:
        line = _first_own(state.data, edit)
        raise ScaffoldError(
            f"{edit.path}:{line} was added since to a file of the migration; move it elsewhere, "
            "and undo then."
        )
    return tree.over({edit.path: None if edit.is_new else FileState(data, state.mode)})


def _first_own(data: bytes, edit: Edited) -> int:
    """Return the first line, from 1, that the migration did not write."""
    written = joined([line for hunk in edit.way.hunks for line in hunk.new]).split(b"\n")
    lines = data.split(b"\n")
    same = zip(lines, written, strict=False)
    return next((number for number, (a, b) in enumerate(same, 1) if a != b), len(written))


def _unlinked(tree: ChangedTree, link: MadeLink) -> ChangedTree:
    state = tree.at(link.path)
    other = state is not None and (not state.is_link or state.target != link.says)
    if other or tree.below(link.path):
        raise ScaffoldError(
            f"{link.path} was a link to {link.says}, and is something else by now; move it "
            "elsewhere, and undo then."
        )
    return tree if state is None else tree.over({link.path: None})


def _moved_back(
    tree: ChangedTree, move: MovedFiles, places: Sequence[tuple[str, str]]
) -> ChangedTree:
    if used := tree.link_above(move.source) or tree.used(move.source):
        raise ScaffoldError(
            f"{used} is where {move.target} came from and goes back to; move it elsewhere, and "
            "undo then."
        )
    if link := tree.link_above(move.target):
        raise ScaffoldError(
            f"{link} is a link by now, and {move.target} is to go back; put the folder itself "
            "there, and undo then."
        )
    for rest in move.files or ("",):
        path = f"{move.target}/{rest}" if rest else move.target
        if tree.at(path) is None:
            raise ScaffoldError(
                f"{path} was moved by the migration and is gone; bring it back, and undo then."
            )
    present = tree.below(move.target) if move.files else [move.target]
    states: dict[str, FileState | None] = {}
    said = dict(move.links)
    for path in present:
        rest = path[len(move.target) :]
        back = move.source + rest
        state = tree.at(path)
        if state is not None and state.is_link:
            now, old = state.target, said.get(rest.lstrip("/") or ".")
            ours = old and moved_text(tree.root, back, path, old, _turned(places)) == now
            text = old if old and ours else moved_text(tree.root, path, back, now, places)
            state = FileState(os.fsencode(text), state.mode)
        states[path], states[back] = None, state
    return tree.over(states)


def _turned(places: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(source, target) for target, source in places]


def chosen(records: Sequence[Record], names: Sequence[str]) -> list[Record]:
    """Return the records of the migrations that are to be undone, the newest first.

    Args:
        records: All records, the oldest first.
        names: Functions' names, logical ids, or names of records; none stands for the newest.

    Raises:
        ScaffoldError: There is no such migration, or a later one has to go first.
    """
    if not records:
        raise ScaffoldError("no migration is recorded here, so there is none to undo.")
    meant = [_named(records, name) for name in names] or [records[-1]]
    oldest = min(records.index(one) for one in meant)
    if later := [
        record.about.function for record in reversed(records[oldest:]) if record not in meant
    ]:
        raise ScaffoldError(
            f"{records[oldest].about.function} was migrated before {some(later)}; undo these "
            "first, or name them as well."
        )
    return list(reversed(records[oldest:]))


def _named(records: Sequence[Record], name: str) -> Record:
    for record in reversed(records):
        if name in (record.name, record.about.function, record.about.logical_id):
            return record
    known = [one.about.function for one in records]
    raise ScaffoldError(
        f"{name!r} is no migration that is recorded here.{nearest(name, known)} "
        f"There are {some(known)}."
    )
