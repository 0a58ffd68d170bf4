"""Undo of a migration: every byte, mode and link is restored, and later edits are kept.

Later changes are never lost. Edits in moved files move back with them, and those elsewhere in an
edited text stay. If a change of the migration itself was changed again, nothing is undone, and the
change is reported.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import ScaffoldError, nearest, some
from ...transaction.file_change import FileState
from .hunks import HunkError, joined, reverted
from .moved_links import moved_text
from .record import Edited, MadeLink, MovedFiles, Record
from .tree import ChangedTree, States


@dataclass(frozen=True, slots=True)
class Undo:
    """Result of an undo.

    Attributes:
        states: The new state of each path; None if nothing exists there.
        stays: Files that were added later to folders of the migration.
    """

    states: States
    stays: tuple[str, ...]


def undoing(root: Path, records: Sequence[Record]) -> Undo:
    """Return the result of undoing migrations.

    Args:
        root: The repository.
        records: Their records, in the order of the undo.

    Raises:
        ScaffoldError: A later change is in the way.
    """
    tree, folders = ChangedTree(root, {}), set[str]()
    for record in records:
        tree = _undone(tree, record)
        folders.update(record.folders)
    own = {record.path for record in records}
    stays = {path for folder in folders for path in tree.below(folder)} - own
    return Undo(tree.states, tuple(sorted(stays)))


def _undone(tree: ChangedTree, record: Record) -> ChangedTree:
    """Return a repository without one migration: the last steps are undone first."""
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
        how = "is now a link" if state else "no longer exists"
        raise ScaffoldError(
            f"{edit.path} was edited by the migration and {how}; restore the file, then undo."
        )
    try:
        data = reverted(state.data, edit.way)
    except HunkError as error:
        raise ScaffoldError(
            f"{edit.path}:{error.line} was changed since the migration wrote it; restore its "
            "lines, then undo."
        ) from None
    if edit.is_new and data:
        line = _first_own(state.data, edit)
        raise ScaffoldError(
            f"{edit.path}:{line} was added to a file of the migration; move it elsewhere, "
            "then undo."
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
            f"{link.path} was a link to {link.says}, and was replaced; move it "
            "elsewhere, then undo."
        )
    return tree if state is None else tree.over({link.path: None})


def _moved_back(
    tree: ChangedTree, move: MovedFiles, places: Sequence[tuple[str, str]]
) -> ChangedTree:
    if used := tree.link_above(move.source) or tree.used(move.source):
        raise ScaffoldError(
            f"{used} is in the way of {move.target}, which moves back; move it elsewhere, then "
            "undo."
        )
    if link := tree.link_above(move.target):
        raise ScaffoldError(
            f"{link} is now a link, and {move.target} is to move back; restore the folder "
            "there, then undo."
        )
    for rest in move.files or ("",):
        path = f"{move.target}/{rest}" if rest else move.target
        if tree.at(path) is None:
            raise ScaffoldError(
                f"{path} was moved by the migration and no longer exists; restore it, then undo."
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
    """Return the records of the migrations to undo, the newest first.

    Args:
        records: All records, the oldest first.
        names: Functions' names, logical ids, or names of records; empty for the newest.

    Raises:
        ScaffoldError: No such migration exists, or a later one must be undone first.
    """
    if not records:
        raise ScaffoldError("no migration is recorded here, so there is none to undo.")
    meant = [_named(records, name) for name in names] or [records[-1]]
    oldest = min(records.index(record) for record in meant)
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
    known = [record.about.function for record in records]
    raise ScaffoldError(
        f"{name!r} is not a migration that is recorded here.{nearest(name, known)} "
        f"There are {some(known)}."
    )
