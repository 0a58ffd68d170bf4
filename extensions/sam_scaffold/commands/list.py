"""``sam-scaffold list``: the components of a repository."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from ..components.component_record import ComponentRecord, find_instances
from .options import in_directory, repository

Row = tuple[str, ...]

_HEADINGS = ("kind", "name", "SAM template", "logical ids", "version", "path")


@click.command(
    "list",
    short_help="List the components.",
    epilog="Example: sam-scaffold list --json | jq -r '.[].name'",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@in_directory
def list_(directory: str, *, as_json: bool) -> None:
    """List the components: kind, name, SAM template, logical ids, version, path."""
    found = find_instances(repository(directory))
    if as_json:
        click.echo(json.dumps([_public(instance) for instance in found], indent=2))
    elif found:
        _table(found)
    if not found:
        from .report import nothing_yet  # noqa: PLC0415 - slow to import

        nothing_yet(as_json=as_json)


def _public(instance: ComponentRecord) -> dict[str, object]:
    return {key: value for key, value in asdict(instance).items() if key != "source"}


def _table(found: list[ComponentRecord]) -> None:
    rows = [row for instance in found for row in _rows(instance)]
    widths = [max(map(_width, column)) for column in zip(_HEADINGS, *rows, strict=True)]
    click.secho(_line(_HEADINGS, widths), bold=True)
    for row in rows:  # not cut to the width of the terminal, as a part of a path is of no use
        click.echo(_line(row, widths))


def _rows(instance: ComponentRecord) -> Iterator[Row]:
    """Yield the lines of a component: the first with all cells, then one for each further id."""
    first, *others = instance.logical_ids or ("",)
    yield (
        instance.kind, instance.name, instance.template_file, first, instance.version,
        instance.path,
    )  # fmt: skip
    for logical_id in others:
        yield "", "", "", logical_id, "", ""


def _line(cells: Row, widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "   ".join(padded).rstrip()


def _width(text: str) -> int:
    """Return the number of terminal columns of a text."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - slow to import

    return cell_len(text)
