"""``sam-scaffold apply``: the merge of edited snippets."""

from __future__ import annotations

from functools import partial

import click

from ..lifecycle.snippet_apply import applied_again
from . import results
from .options import dry_run, in_directory
from .selection import chosen, components


@click.command(
    short_help="Merge an edited resource.yaml into the SAM template.",
    epilog="Example: sam-scaffold apply order_router",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@dry_run
@in_directory
def apply(names: tuple[str, ...], directory: str, *, dry_run: bool) -> None:
    """Merge your edits of each component's resource.yaml into the SAM template.

    Without NAME, merge those of all components. Your edits of the SAM template are kept.
    Exits with 1 if there are conflicts.
    """
    with components(directory) as found:
        instances = chosen(found, names, everything=not names)
        done = found.run(instances, partial(applied_again, found))
        results.finish(found, done, "applied", dry_run=dry_run)
