"""The output of ``sam-scaffold migrate``: a table for each function, warnings and next steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from ..components.component_record import find_instances
from ..migration.coupling import couplings
from ..migration.elsewhere.elsewhere import Mention
from ..migration.needs.deciding import Decision, DecisionKind
from ..migration.notes import notes
from ..migration.plan import Migration, MigrationPlan
from ..migration.proof.proof import Proof
from ..migration.record.writing import Undone
from ..terminal import warn
from .report import coloured_diff, heading

_MOST_FILES = 40
"""The most files to list; the files of a longer table are counted by folder."""


def progress(line: str, *, quiet: bool) -> None:
    """Print a line on the progress to standard error."""
    if not quiet:
        click.echo(line, err=True)


def planned(
    root: Path,
    plan: MigrationPlan,
    elsewhere: Sequence[Mention],
    proof: Proof | None,
    *,
    dry_run: bool,
) -> None:
    """Print the plan or the result for each function, and what remains to be done.

    Args:
        root: The repository's root.
        plan: The plan.
        elsewhere: Lines with the old path of code that moves.
        proof: The result of the test on a copy, None if it was not tested.
        dry_run: Whether nothing is written.
    """
    is_done = proof is not None and not proof.problems
    for migration in plan.migrations:
        _print_migration(migration, verb="Migrated" if is_done else "Would migrate")
    for refusal in plan.refusals:
        candidate = refusal.candidate
        click.secho(f"refused: {candidate.logical_id} of {candidate.template_file}", fg="yellow")
        click.echo(f"  {refusal.reason}")
    for lean in plan.lean:
        click.echo(f"not changed: {lean.folder}/ contains only code that {lean.logical_id} needs")
    if not (plan.migrations or plan.refusals or plan.lean):
        click.echo("Nothing to migrate: every function has a code folder of its own.")
    _print_elsewhere(elsewhere)
    _warn_of(plan)
    if dry_run:
        _print_diff(root, plan)
        heading("Nothing was written: this was a dry run.")
    if proof is not None:
        _print_proof(proof)
    if is_done and plan.migrations:
        _print_next(root, plan.migrations)


def _print_migration(migration: Migration, *, verb: str) -> None:
    candidate = migration.candidate
    heading(f"{verb} {candidate.logical_id} of {candidate.template_file}")
    click.echo(f"  CodeUri   {candidate.folder}/ -> {migration.laid.code}/")
    click.echo(f"  artifact  {migration.before} -> {migration.after}")
    if migration.layer:
        suffix = "  (new)" if migration.layer.is_new else ""
        click.echo(f"  layer     {migration.layer.logical_id}, {migration.layer.content}/{suffix}")
    for move in migration.changes.moves:
        click.echo(f"  moves     {move.source} -> {move.target}")
    for row in _rows(migration):
        click.echo(f"  {row}")


def _rows(migration: Migration) -> Iterable[str]:
    """Yield a line for each file that the function needs, or for each folder of such files."""
    key = migration.candidate.key
    rows = [(_label(file, key), file.path, _reason(file, key)) for file in migration.files]
    if len(rows) > _MOST_FILES:
        folders = Counter((label, path.rpartition("/")[0] or ".", why) for label, path, why in rows)
        rows = [
            (label, f"{folder}/ ({count} files)", why)
            for (label, folder, why), count in folders.items()
        ]
    width = max((len(path) for _, path, _ in rows), default=0)
    return (f"{label:<8}  {path:<{width}}  {why}" for label, path, why in rows)


def _label(file: Decision, key: str) -> str:
    """Return how a function gets a file: its own, shared in the layer, or by a link."""
    return DecisionKind.LINKED.value if key in file.linked else file.kind.value


def _reason(file: Decision, key: str) -> str:
    if file.kind is DecisionKind.OWN and file.owner != key:
        return f"of {file.owner}"
    return file.why


def _warn_of(plan: MigrationPlan) -> None:
    """Warn of code that couples functions, and of further actions that are required."""
    for line in notes(plan):
        warn(line)
    for coupling in couplings(plan):
        warn(f"{coupling.file}:{coupling.line} {coupling.what}.")


def _print_elsewhere(mentions: Sequence[Mention]) -> None:
    """List the lines that the user may have to change."""
    if mentions:
        heading("Lines that contain an old path; none was changed, so check them")
    for mention in mentions:
        click.echo(f"  {mention.path}:{mention.line}: {mention.what}")
        click.echo(f"    {mention.text}")


def _print_diff(root: Path, plan: MigrationPlan) -> None:
    """Show the diff of each file that is edited, such as the SAM template."""
    last = {
        edit.path: edit.data for migration in plan.migrations for edit in migration.changes.edits
    }
    for path, data in last.items():
        file = root / path
        before = file.read_bytes().decode("utf-8-sig", "replace") if file.is_file() else ""
        after = data.decode("utf-8-sig", "replace")
        if before != after:
            click.echo(coloured_diff(path, before, after))


def _print_proof(proof: Proof) -> None:
    if proof.problems:
        heading("Not migrated: these checks failed on a copy of the repository")
        width = max(len(problem.check) for problem in proof.problems)
        for problem in proof.problems:
            name = f"{problem.function}: " if problem.function else ""
            click.secho(f"  {problem.check:<{width}}  {name}{problem.what}", fg="red")
    for note in proof.notes:
        warn(note)
    if proof.tests_before:
        click.echo(f"tests: {proof.tests_before} passed before, {proof.tests_after} passed after")


def _print_next(root: Path, migrations: Sequence[Migration]) -> None:
    keys = [
        (migration.candidate.template_file, migration.candidate.logical_id)
        for migration in migrations
    ]
    names = _components(root)
    heading("Next")
    click.echo("  1. sam build && sam deploy, for one function at a time")
    if new := [logical_id for file, logical_id in keys if (file, logical_id) not in names]:
        click.echo(f"  2. sam-scaffold adopt {' '.join(new)}")
    click.echo("  To undo: sam-scaffold migrate --undo")
    _print_components(names, keys)


def _components(root: Path) -> dict[tuple[str, str], str]:
    """Return the names of components by SAM template and logical id."""
    return {
        (component.template_file, logical_id): component.name
        for component in find_instances(root)
        for logical_id in component.logical_ids
    }


def _print_components(
    names: Mapping[tuple[str, str], str], keys: Iterable[tuple[str, str]]
) -> None:
    """Print the components whose block now differs from their records."""
    for name in (names[key] for key in keys if key in names):
        click.echo(
            f"  {name} is a component, and its records did not change: sam-scaffold diff {name} "
            "shows how its block differs from them, and updates keep the difference"
        )


def undone(root: Path, found: Undone, *, dry_run: bool) -> None:
    """Print the migrations that were undone.

    Args:
        root: The repository's root.
        found: The migrations.
        dry_run: Whether nothing is written.
    """
    for record in found.records:
        verb = "Would undo" if dry_run else "Undone"
        heading(f"{verb}: {record.about.logical_id} of {record.about.template_file}")
        for move in record.moves:
            click.echo(f"  {move.target} -> {move.source}")
    for path in found.stays:
        click.echo(f"  {path} is kept: it was added after the migration")
    keys = [(record.about.template_file, record.about.logical_id) for record in found.records]
    _print_components(_components(root), keys)
    if dry_run:
        heading("Nothing was written: this was a dry run.")
