"""Trial of a plan on a copy of the repository, with its proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..lifecycle.addition import staging_folder
from .plan import Migration
from .proof.proof import MigratedFunction, Proof, prove
from .proof.repository_copies import copy_of
from .record.states import expanded, put_into


def tried(
    root: Path, migrations: Sequence[Migration], *, tests: bool, say: Callable[[str], None]
) -> Proof:
    """Migrate a copy of the repository, and compare it with an unchanged copy.

    Args:
        root: The repository.
        migrations: The migrations, in order.
        tests: Whether to run the repository's tests on both copies.
        say: Called with the progress.

    Raises:
        ScaffoldError: A file is in the way, or the proof cannot be run.
    """
    with staging_folder() as stage:
        before, after = stage / "before", stage / "after"
        for copy in (before, after):
            copy_of(root, copy)
        for migration in migrations:
            put_into(after, expanded(after, migration.changes))
        migrated = [
            MigratedFunction(
                migration.candidate.template_file,
                migration.candidate.logical_id,
                frozenset(migration.laid.placed.paths),
            )
            for migration in migrations
        ]
        return prove(before, after, migrated, tests=tests, say=say, repository=root)
