"""``sam-scaffold apply``: merge snippets that were edited."""

from __future__ import annotations

from functools import partial

import click

from ..lifecycle.snippet_apply import applied_again
from . import results
from .options import dry_run, in_directory
from .selection import chosen, components


@click.command(
    short_help="Merge a resource.yaml that you edited.",
    epilog="Example: sam-scaffold apply order_router",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@dry_run
@in_directory
def apply(names: tuple[str, ...], directory: str, *, dry_run: bool) -> None:
    """Bring what was changed in resource.yaml into the SAM template.

    Of the components that are named, else of all. What was changed in the SAM template
    itself stays.
    """
    with components(directory) as found:
        instances = chosen(found, names, everything=not names)
        done = found.run(instances, partial(applied_again, found))
        results.finish(found, done, "applied", dry_run=dry_run)
