"""``sam-scaffold status``: how the components of a repository stand."""

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
    short_help="Say how components stand.",
    epilog="Example: sam-scaffold status --json | jq -r '.components[] | select(.states != [])'",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
@click.option("--to", metavar="VERSION", help="Compare with this version; else this command's own.")
@trusting
@in_directory
def status(
    names: tuple[str, ...], directory: str, to: str | None, *, as_json: bool, trust: bool
) -> None:
    """Say of each component whether it is up to date, outdated, edited or in conflict.

    Exits 1 if there is something to be done: a component is outdated, has an open
    conflict, lacks files or was not applied, or a block has lost its answers file. Edits
    are none of that.
    """
    with components(directory, to=to, trust=trust) as found:
        instances = chosen(found, names, everything=not names)
        with progress(len(instances)) as say:
            statuses = []
            for instance in instances:
                statuses.append(status_of(found, instance))
                say(instance)
        lost = [] if names else list(orphans(found))
    if as_json:
        click.echo(json.dumps(_data(statuses, lost), indent=2))
    else:
        _print(statuses, lost)
    if not statuses and not lost:
        nothing_yet(as_json=as_json)
    unwell = [one.instance.name for one in statuses if not one.is_well]
    unwell += [one.logical_id for one in lost]
    if unwell:
        raise UnresolvedError(f"{', '.join(unwell)}: there is something to be done; see above.")


def _data(statuses: Sequence[Status], lost: Sequence[Orphan]) -> dict[str, Any]:
    return {
        "components": [
            {
                "kind": one.instance.kind,
                "name": one.instance.name,
                "template_file": one.instance.template_file,
                "path": one.instance.path,
                "version": one.instance.version,
                "latest": one.latest,
                "states": one.states,
                "details": one.details,
            }
            for one in statuses
        ],
        "orphaned": [asdict(one) for one in lost],
    }


def _print(statuses: Sequence[Status], lost: Sequence[Orphan]) -> None:
    for one in statuses:
        colour = "yellow" if one.states and one.is_well else "green" if one.is_well else "red"
        what = ", ".join(one.states) or "up to date"
        click.echo(f"{one.instance.kind} {click.style(one.instance.name, bold=True)}: ", nl=False)
        click.secho(what, fg=colour)
        for state in one.states:
            for detail in one.details[state]:
                click.echo(f"  {state}: {detail}")
    for orphan in lost:
        click.secho(
            f"orphaned block: {orphan.logical_id} of {orphan.template_file}; {orphan.folder} "
            "records what was applied, and its answers file is gone",
            fg="red",
        )
