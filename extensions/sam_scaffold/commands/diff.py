"""``sam-scaffold diff``: the user's edits of a block since it was last applied."""

from __future__ import annotations

import click

from ..lifecycle.block_diff import difference
from .options import in_directory
from .report import coloured_diff
from .selection import chosen, components


@click.command(
    short_help="Show your edits of a component's block.",
    epilog="Example: sam-scaffold diff order_router",
)
@click.argument("name")
@in_directory
def diff(name: str, directory: str) -> None:
    """Show your edits of a component's block in the SAM template.

    Compares the block as it was last applied (-) with the SAM template (+).
    """
    with components(directory) as found:
        instance = chosen(found, [name], everything=False)[0]
        before, after = difference(found, instance)
    shown = coloured_diff(instance.template_file, before, after)
    click.echo(shown or f"{instance.name}: no edits since the block was last applied")
