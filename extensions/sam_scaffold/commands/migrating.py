"""Say what a migration comes to: a table a function, what stays open, and what comes next."""

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
"""Lines of a table; beyond them files are counted by folder."""


def progress(line: str, *, quiet: bool) -> None:
    """Say on standard error what is being done."""
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
    """Say what becomes of each function, and what was seen.

    Args:
        root: The repository's root.
        plan: The plan.
        elsewhere: Lines that name the old places of what moves.
        proof: What a trial of it showed; None where there was none.
        dry_run: Whether nothing is written.
    """
    is_done = proof is not None and not proof.problems
    for one in plan.migrations:
        _say_migration(one, verb="Migrated" if is_done else "Would migrate")
    for refusal in plan.refusals:
        candidate = refusal.candidate
        click.secho(f"refused: {candidate.logical_id} of {candidate.template_file}", fg="yellow")
        click.echo(f"  {refusal.reason}")
    for lean in plan.lean:
        click.echo(f"left as it is: {lean.logical_id} ships only what it needs, {lean.folder}/")
    if not (plan.migrations or plan.refusals or plan.lean):
        click.echo("Every function here has a code folder of its own: nothing to migrate.")
    _say_elsewhere(elsewhere)
    _warn_of(plan)
    if dry_run:
        _say_diff(root, plan)
        heading("Nothing was written: this was a dry run.")
    if proof is not None:
        _say_proof(proof)
    if is_done and plan.migrations:
        _say_next(root, plan.migrations)


def _say_migration(one: Migration, *, verb: str) -> None:
    candidate = one.candidate
    heading(f"{verb} {candidate.logical_id} of {candidate.template_file}")
    click.echo(f"  CodeUri   {candidate.folder}/ -> {one.laid.code}/")
    click.echo(f"  artifact  {one.before} -> {one.after}")
    if one.layer:
        made = "  (new)" if one.layer.is_new else ""
        click.echo(f"  layer     {one.layer.logical_id}, {one.layer.content}/{made}")
    for move in one.changes.moves:
        click.echo(f"  moves     {move.source} -> {move.target}")
    for row in _rows(one):
        click.echo(f"  {row}")


def _rows(one: Migration) -> Iterable[str]:
    """A line for each file that the function needs, or for each folder of them."""
    key = one.candidate.key
    rows = [(_label(file, key), file.path, _reason(file, key)) for file in one.files]
    if len(rows) > _MOST_FILES:
        folders = Counter((label, path.rpartition("/")[0] or ".", why) for label, path, why in rows)
        rows = [
            (label, f"{folder}/ ({count} files)", why)
            for (label, folder, why), count in folders.items()
        ]
    width = max((len(path) for _, path, _ in rows), default=0)
    return (f"{label:<8}  {path:<{width}}  {why}" for label, path, why in rows)


def _label(file: Decision, key: str) -> str:
    """How a file reaches the function."""
    return DecisionKind.LINKED.value if key in file.linked else file.kind.value


def _reason(file: Decision, key: str) -> str:
    if file.kind is DecisionKind.OWN and file.owner != key:
        return f"of {file.owner}"
    return file.why


def _warn_of(plan: MigrationPlan) -> None:
    """Say what should be cut by hand, and what somebody has to see to."""
    for line in notes(plan):
        warn(line)
    for coupling in couplings(plan):
        warn(f"{coupling.file}:{coupling.line} {coupling.what}.")


def _say_elsewhere(mentions: Sequence[Mention]) -> None:
    """List the lines that people may have to change themselves."""
    if mentions:
        heading("Lines that name an old place, to look at; none was changed")
    for one in mentions:
        click.echo(f"  {one.path}:{one.line}: {one.what}")
        click.echo(f"    {one.text}")


def _say_diff(root: Path, plan: MigrationPlan) -> None:
    """Show what each SAM template would say in the end."""
    last = {edit.path: edit.data for one in plan.migrations for edit in one.changes.edits}
    for path, data in last.items():
        file = root / path
        before = file.read_bytes().decode("utf-8-sig", "replace") if file.is_file() else ""
        after = data.decode("utf-8-sig", "replace")
        if before != after:
            click.echo(coloured_diff(path, before, after))


def _say_proof(proof: Proof) -> None:
    if proof.problems:
        heading("Not migrated: on a copy of the repository this was worse than before")
        width = max(len(one.check) for one in proof.problems)
        for one in proof.problems:
            name = f"{one.function}: " if one.function else ""
            click.secho(f"  {one.check:<{width}}  {name}{one.what}", fg="red")
    for note in proof.notes:
        warn(note)
    if proof.tests_before:
        click.echo(f"tests: {proof.tests_before} passed before, {proof.tests_after} afterwards")


def _say_next(root: Path, migrations: Sequence[Migration]) -> None:
    keys = [(one.candidate.template_file, one.candidate.logical_id) for one in migrations]
    names = _components(root)
    heading("Next")
    click.echo("  1. sam build && sam deploy, one function a deployment")
    if new := [logical_id for file, logical_id in keys if (file, logical_id) not in names]:
        click.echo(f"  2. sam-scaffold adopt {' '.join(new)}")
    click.echo("  to go back: sam-scaffold migrate --undo")
    _say_components(names, keys)


def _components(root: Path) -> dict[tuple[str, str], str]:
    """The names of components by SAM template and logical id."""
    return {
        (one.template_file, logical_id): one.name
        for one in find_instances(root)
        for logical_id in one.logical_ids
    }


def _say_components(names: Mapping[tuple[str, str], str], keys: Iterable[tuple[str, str]]) -> None:
    """Say which components have a block now that is other than their records say."""
    for name in (names[key] for key in keys if key in names):
        click.echo(
            f"  {name} is a component, whose records stay: sam-scaffold diff {name} shows what its "
            "block says beyond them, and update keeps it"
        )


def undone(root: Path, found: Undone, *, dry_run: bool) -> None:
    """Say what was taken back.

    Args:
        root: The repository's root.
        found: The migrations.
        dry_run: Whether nothing is written.
    """
    for one in found.records:
        verb = "Would undo" if dry_run else "Undone"
        heading(f"{verb}: {one.about.logical_id} of {one.about.template_file}")
        for move in one.moves:
            click.echo(f"  {move.target} -> {move.source}")
    for path in found.stays:
        click.echo(f"  {path} stays: it was added since")
    keys = [(one.about.template_file, one.about.logical_id) for one in found.records]
    _say_components(_components(root), keys)
    if dry_run:
        heading("Nothing was written: this was a dry run.")
