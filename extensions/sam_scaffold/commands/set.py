"""``sam-scaffold set``: changes of a component's answers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import click

from ..lifecycle.change_answers import reanswered
from ..lifecycle.removal import sweep
from ..lifecycle.unused_resources import take_out_unused, used_by
from . import report, results
from .options import answers, dry_run, in_directory, trusting
from .selection import chosen, components


@click.command(
    "set",
    short_help="Change the answers of a component.",
    epilog="Example: sam-scaffold set order_router memory_size=512 layers=HttpLayer",
)
@click.argument("name")
@click.argument("changes", nargs=-1, required=True, metavar="KEY=VALUE...")
@dry_run
@trusting
@in_directory
def set_(
    name: str, changes: tuple[str, ...], directory: str, *, dry_run: bool, trust: bool
) -> None:
    """Change the answers of a component, and update its files and its block accordingly.

    The answers are checked as for a new component. Its version and your edits are kept.
    Exits with 1 if there are conflicts.
    """
    data = answers(changes, option="")
    with components(directory, trust=trust) as found:
        instances = chosen(found, [name], everything=False)
        before = used_by(found, instances[0])
        done = found.run(instances, partial(reanswered, found, data=data))
        gone = take_out_unused(found, before if all(result.is_clean for result in done) else [])
        results.finish(found, done, "changed", dry_run=dry_run)
        if gone.removed and not dry_run:
            for component in gone.removed:
                sweep(found.overlay.repository, component.folders)
            report.removed(gone.removed)
        report.stays(replace(gone, used=()))
