"""``sam-scaffold resolve``: settle conflicts."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..lifecycle.snippet_apply import resolve_conflicts_of
from . import report
from .options import dry_run, in_directory
from .selection import chosen, components, put_in_place


@click.command(
    short_help="Settle conflicts of an update.",
    epilog="Example: sam-scaffold resolve order_router --ours",
)
@click.argument("name")
@click.argument("path", default="")
@click.option("--ours", is_flag=True, help="What stands in the SAM template stays.")
@click.option("--theirs", is_flag=True, help="What the snippet says comes in.")
@dry_run
@in_directory
def resolve(
    name: str, path: str, directory: str, *, ours: bool, theirs: bool, dry_run: bool
) -> None:
    """Settle the open conflicts of a component: all, or those at PATH.

    PATH is what the update reported, such as
    Resources.OrderRouterFunction.Properties.Timeout.
    """
    if ours == theirs:
        raise UsageError("give --ours or --theirs.")
    with components(directory) as found:
        instance = chosen(found, [name], everything=False)[0]
        settled = resolve_conflicts_of(found, instance, path, theirs=theirs)
        if dry_run:
            report.preview(found.overlay, [instance.template_file])
        else:
            put_in_place(found)
    side = "what the snippet says" if theirs else "what stood there"
    for one in settled:
        click.echo(f"settled {one} in {instance.template_file}: {side}")
    if not settled:
        click.echo(f"{instance.name}: no conflict is open")
