"""``sam-scaffold resolve``: the resolution of a component's conflicts."""

from __future__ import annotations

import click

from ..errors import UsageError
from ..lifecycle.snippet_apply import resolve_conflicts_of
from . import report
from .options import dry_run, in_directory
from .selection import chosen, components, put_in_place


@click.command(
    short_help="Resolve the conflicts of a component.",
    epilog="Example: sam-scaffold resolve order_router --ours",
)
@click.argument("name")
@click.argument("path", default="")
@click.option("--ours", is_flag=True, help="Keep the version of the SAM template.")
@click.option("--theirs", is_flag=True, help="Use the version of the snippet.")
@dry_run
@in_directory
def resolve(
    name: str, path: str, directory: str, *, ours: bool, theirs: bool, dry_run: bool
) -> None:
    """Resolve the open conflicts of a component: all of them, or those at PATH and below.

    PATH is a path that status or the update reported, such as
    Resources.OrderRouterFunction.Properties.Timeout. Either --ours or --theirs is required.
    """
    if ours == theirs:
        raise UsageError("give either --ours or --theirs.")
    with components(directory) as found:
        instance = chosen(found, [name], everything=False)[0]
        resolved = resolve_conflicts_of(found, instance, path, theirs=theirs)
        if dry_run:
            report.preview(found.overlay, [instance.template_file])
        else:
            put_in_place(found)
    done = "used the version of the snippet" if theirs else "kept the version of the SAM template"
    for place in resolved:
        click.echo(f"resolved {place} in {instance.template_file}: {done}")
    if not resolved:
        click.echo(f"{instance.name}: no open conflicts")
