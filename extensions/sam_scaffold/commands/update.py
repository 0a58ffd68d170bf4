"""``sam-scaffold update``: roll a new version of the template out."""

from __future__ import annotations

from functools import partial

import click

from ..lifecycle.version_update import updated
from . import results
from .options import another_template, dry_run, in_directory, trusting
from .selection import chosen, components, names_or_all


@click.command(
    short_help="Roll a new version of the template out.",
    epilog="Example: sam-scaffold update --all --dry-run",
)
@names_or_all
@click.option("--to", metavar="VERSION", help="A tag, branch or commit; else this command's own.")
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
    """Bring components to a newer version of the template, and keep every edit.

    What both sides changed stays as it is in the SAM template, and is reported; in files
    it stands between git's conflict markers. Exits 1 if there is something to settle.
    """
    with components(directory, template=template, to=to, trust=trust) as found:
        instances = chosen(found, names, everything=everything)
        with results.progress(len(instances)) as say:
            done = found.run(instances, partial(updated, found), say)
        results.finish(found, done, "updated", dry_run=dry_run)
