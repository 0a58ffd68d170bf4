"""Atomic writing of a migration with its record, and of its undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...transaction import journal
from ...transaction.paths import Bounds
from ..changes import Changes
from .record import About, Record, parsed, read, record_of, record_state
from .states import expanded
from .tree import States
from .undo import chosen, undoing


@dataclass(frozen=True, slots=True)
class AppliedMigration:
    """Written migration.

    Attributes:
        record: Its record.
        states: The new state of each path; None if nothing exists there.
    """

    record: Record
    states: States


@dataclass(frozen=True, slots=True)
class Undone:
    """Undone migrations, or those that a dry run would undo.

    Attributes:
        records: Their records, the newest first.
        states: The new state of each path; None if nothing exists there.
        stays: Files that were added later to folders of the migrations.
    """

    records: tuple[Record, ...]
    states: States
    stays: tuple[str, ...]


def commit(root: Path, changes: Changes, about: About, locks: Iterable[Path]) -> AppliedMigration:
    """Write a migration and its record.

    Args:
        root: The repository.
        changes: The changes.
        about: The migrated function.
        locks: The SAM templates whose locks the caller holds.

    Raises:
        ScaffoldError: It cannot be written; nothing has changed.
    """
    states = expanded(root, changes)
    record = record_of(root, changes, states, about)
    state = record_state(record)
    parsed(root, record.name, state.data)  # an unreadable record could not be undone
    states[record.path] = state
    _write(root, states, locks)
    return AppliedMigration(record, states)


def undo(
    root: Path, names: Sequence[str], locks: Iterable[Path], *, dry_run: bool = False
) -> Undone:
    """Undo migrations.

    Args:
        root: The repository.
        names: Functions' names, logical ids, or names of records; empty for the newest.
        locks: The SAM templates whose locks the caller holds.
        dry_run: Whether nothing is written.

    Raises:
        ScaffoldError: A later change is in the way; nothing has changed.
    """
    records = chosen(read(root), names)
    found = undoing(root, records)
    if not dry_run:
        _write(root, found.states, locks)
    return Undone(tuple(records), found.states, found.stays)


def _write(root: Path, states: States, locks: Iterable[Path]) -> None:
    bounds = Bounds.of(root)
    for path in states:
        bounds.check(path.rpartition("/")[0] or ".")
    journal.commit({root / path: state for path, state in states.items()}, locks, root)
