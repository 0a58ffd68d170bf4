"""``sam-scaffold update``: the update of components to a newer version of the template."""

from __future__ import annotations

from functools import partial

import click

from ..lifecycle.version_update import updated
from . import results
from .options import another_template, dry_run, in_directory, trusting
from .selection import chosen, components, names_or_all


@click.command(
    short_help="Update components to a newer version of the template.",
    epilog="Example: sam-scaffold update --all --dry-run",
)
@names_or_all
@click.option(
    "--to", metavar="VERSION", help="A tag, branch or commit. [default: this command's own]"
)
@another_template
@dry_run
@trusting
@in_directory
def update(
    names: tuple[str, ...],
    directory: str,
    to: str | None,
    template: str | None,
    *,
    everything: bool,
    dry_run: bool,
    trust: bool,
) -> None:
    """Update components to a newer version of the template, and keep every edit.

    Where you and the template changed the same thing, there is a conflict: the SAM template
    keeps your version, and files have both versions between git's conflict markers. Exits
    with 1 if there are conflicts, or if a component could not be updated.
    """
    with components(directory, template=template, to=to, trust=trust) as found:
        instances = chosen(found, names, everything=everything)
        with results.progress(len(instances)) as advance:
            done = found.run(instances, partial(updated, found), advance)
        results.finish(found, done, "updated", dry_run=dry_run)
