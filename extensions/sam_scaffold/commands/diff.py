"""``sam-scaffold diff``: what was changed in the SAM template since a block was applied."""

from __future__ import annotations

import click

from ..lifecycle.block_diff import difference
from .options import in_directory
from .report import coloured_diff
from .selection import chosen, components


@click.command(
    short_help="Show what you changed in a block.", epilog="Example: sam-scaffold diff order_router"
)
@click.argument("name")
@in_directory
def diff(name: str, directory: str) -> None:
    """Show a component's block as last applied against the one in the SAM template."""
    with components(directory) as found:
        instance = chosen(found, [name], everything=False)[0]
        before, after = difference(found, instance)
    shown = coloured_diff(instance.template_file, before, after)
    click.echo(shown or f"{instance.name}: the block is as it was applied")
