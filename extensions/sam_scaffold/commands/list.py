"""``sam-scaffold list``: the components of a repository."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ..components.component_record import ComponentRecord, find_instances
from .options import in_directory, repository
from .report import nothing_yet

_WIDTH = 400


@click.command(
    "list",
    short_help="List what was generated.",
    epilog="Example: sam-scaffold list --json | jq -r '.[].name'",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array for scripts.")
@in_directory
def list_(directory: str, *, as_json: bool) -> None:
    """List what was generated: kind, name, SAM template, logical ids, version, path."""
    found = find_instances(repository(directory))
    if as_json:
        click.echo(json.dumps([_public(instance) for instance in found], indent=2))
    elif found:
        _table(found)
    if not found:
        nothing_yet(as_json=as_json)


def _public(instance: ComponentRecord) -> dict[str, object]:
    return {key: value for key, value in asdict(instance).items() if key != "source"}


def _table(found: list[ComponentRecord]) -> None:
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("kind", "name", "SAM template", "logical ids", "version", "path"):
        table.add_column(heading, no_wrap=True)
    for one in found:
        ids = "\n".join(one.logical_ids)
        cells = (one.kind, one.name, one.template_file, ids, one.version, one.path)
        table.add_row(*map(Text, cells))
    # Wider than a narrow window rather than cut: a path that is cut helps nobody.
    Console(width=_WIDTH).print(table, crop=False)
