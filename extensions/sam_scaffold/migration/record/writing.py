"""Put a migration on the disk with its record, and take it back: all of it or nothing."""

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
    """A migration that was written.

    Attributes:
        record: Its record.
        states: What is at each path now, None if nothing is.
    """

    record: Record
    states: States


@dataclass(frozen=True, slots=True)
class Undone:
    """Migrations that were taken back, or would be.

    Attributes:
        records: Their records, the newest first.
        states: What is at each path afterwards, None if nothing is.
        stays: Files that were added since to folders that the migrations made.
    """

    records: tuple[Record, ...]
    states: States
    stays: tuple[str, ...]


def commit(root: Path, changes: Changes, about: About, locks: Iterable[Path]) -> AppliedMigration:
    """Write a migration and its record.

    Args:
        root: The repository.
        changes: What changes.
        about: The function that is migrated.
        locks: The SAM templates that the caller holds the locks of.

    Raises:
        ScaffoldError: It cannot be written; all is as it was.
    """
    states = expanded(root, changes)
    record = record_of(root, changes, states, about)
    state = record_state(record)
    parsed(root, record.name, state.data)  # a record that nobody could read is no way back
    states[record.path] = state
    _write(root, states, locks)
    return AppliedMigration(record, states)


def undo(
    root: Path, names: Sequence[str], locks: Iterable[Path], *, dry_run: bool = False
) -> Undone:
    """Take migrations back.

    Args:
        root: The repository.
        names: Functions' names, logical ids, or names of records; none stands for the newest.
        locks: The SAM templates that the caller holds the locks of.
        dry_run: Whether nothing is written.

    Raises:
        ScaffoldError: Something is in the way; all is as it was.
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
