"""``sam-scaffold rename``: the renaming of a component."""

from __future__ import annotations

import click

from ..lifecycle.component_rename import rename as renamed
from ..lifecycle.removal import sweep
from . import report, results
from .options import dry_run, in_directory, trusting
from .selection import chosen, components, put_in_place


@click.command(
    short_help="Rename a component.",
    epilog="Example: sam-scaffold rename order_router order_dispatcher --dry-run",
)
@click.argument("old")
@click.argument("new")
@dry_run
@trusting
@in_directory
def rename(old: str, new: str, directory: str, *, dry_run: bool, trust: bool) -> None:
    """Rename a component: its folders, logical ids, answers and tests, and all references to it.

    CloudFormation replaces a resource whose logical id changes: the next deployment creates a
    new one and deletes the old one with its content. Exits with 1 if there are conflicts.
    """
    with components(directory, trust=trust) as found:
        instance = chosen(found, [old], everything=False)[0]
        done = renamed(found, instance, new)
        if dry_run:
            report.preview(found.overlay, [instance.template_file])
        else:
            put_in_place(found)
            sweep(found.overlay.repository, done.folders)
    report.renamed(instance, new, done)
    if done.merged.conflicts or done.file_conflicts:
        raise results.UnresolvedError(f"{new}: there are conflicts to resolve; see above.")
