"""``sam-scaffold status``: the status of components."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from ..lifecycle.component_status import Orphan, Status, orphans, status_of
from .options import in_directory, trusting
from .report import nothing_yet
from .results import UnresolvedError, progress
from .selection import chosen, components


@click.command(
    short_help="Show the status of components.",
    epilog="Example: sam-scaffold status --json | jq -r '.components[] | select(.states != [])'",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--to", metavar="VERSION", help="Compare with this version. [default: this command's own]"
)
@trusting
@in_directory
def status(
    names: tuple[str, ...], directory: str, to: str | None, *, as_json: bool, trust: bool
) -> None:
    """Show whether each component is up to date, outdated, edited or in conflict.

    Exits with 1 if an action is required: a component is outdated, has an open conflict,
    lacks files or was not applied, or the answers file of a block is missing. Edits require
    no action.
    """
    with components(directory, to=to, trust=trust) as found:
        instances = chosen(found, names, everything=not names)
        with progress(len(instances)) as advance:
            statuses = []
            for instance in instances:
                statuses.append(status_of(found, instance))
                advance(instance)
        lost = [] if names else list(orphans(found))
    if as_json:
        click.echo(json.dumps(_data(statuses, lost), indent=2))
    else:
        _print(statuses, lost)
    if not statuses and not lost:
        nothing_yet(as_json=as_json)
    unwell = [status.instance.name for status in statuses if not status.is_well]
    unwell += [orphan.logical_id for orphan in lost]
    if unwell:
        raise UnresolvedError(f"{', '.join(unwell)}: action required; see above.")


def _data(statuses: Sequence[Status], lost: Sequence[Orphan]) -> dict[str, Any]:
    return {
        "components": [
            {
                "kind": status.instance.kind,
                "name": status.instance.name,
                "template_file": status.instance.template_file,
                "path": status.instance.path,
                "version": status.instance.version,
                "latest": status.latest,
                "states": status.states,
                "details": status.details,
            }
            for status in statuses
        ],
        "orphaned": [asdict(orphan) for orphan in lost],
    }


def _print(statuses: Sequence[Status], lost: Sequence[Orphan]) -> None:
    for status in statuses:
        colour = (
            "yellow" if status.states and status.is_well else "green" if status.is_well else "red"
        )
        what = ", ".join(status.states) or "up to date"
        click.echo(
            f"{status.instance.kind} {click.style(status.instance.name, bold=True)}: ", nl=False
        )
        click.secho(what, fg=colour)
        for state in status.states:
            for detail in status.details[state]:
                click.echo(f"  {state}: {detail}")
    for orphan in lost:
        click.secho(
            f"orphaned block: {orphan.logical_id} of {orphan.template_file}; {orphan.folder} has "
            "its last-applied copy, but its answers file is missing",
            fg="red",
        )
