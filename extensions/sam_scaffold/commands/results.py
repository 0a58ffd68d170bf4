"""Say what became of components, and put it in place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from ..components.component_record import ComponentRecord
from ..components.root_answers import keep_root_answers
from ..errors import ScaffoldError
from ..lifecycle.batch import ComponentResult, Components
from ..lifecycle.quota_guard import check_quotas
from ..merge.snippet_merge import Merged
from ..record_files import is_record
from ..terminal import raw, warn
from ..transaction.git import UNTRUSTED
from . import report
from .selection import put_in_place

_GIT = ("git", "-c", "core.quotepath=off", *UNTRUSTED)


class UnresolvedError(ScaffoldError):
    """It is done, as far as it could be; some of it is left to a person."""


@contextmanager
def progress(count: int) -> Iterator[Callable[[ComponentRecord], None]]:
    """A bar on the terminal; what to call for each component that is done."""
    if count < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one needs no bar
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(file=raw(sys.stderr)), transient=True) as bar:
        task = bar.add_task("", total=count)
        yield lambda one: bar.update(task, advance=1, description=one.name)


def finish(found: Components, done: Sequence[ComponentResult], verb: str, *, dry_run: bool) -> None:
    """Put everything in place, or show it, and say what became of each component.

    Args:
        found: The repository.
        done: What became of the components.
        verb: What was done to them: ``"updated"``.
        dry_run: Whether only to show it.

    Raises:
        UnsettledError: Something failed, or is left to settle.
        ScaffoldError: The only component failed.
    """
    if len(done) == 1 and done[0].error is not None:
        raise done[0].error
    keep_root_answers(found.overlay)
    if dry_run:
        check_quotas(found.overlay)
    else:
        _warn_of_uncommitted(found)
        put_in_place(found)
    for one in done:
        _say(one, verb)
        for line in one.remarks:
            warn(line)
    if dry_run:
        report.preview(found.overlay, [one.instance.template_file for one in done])
    elif not done:
        report.nothing_yet()
    open_ones = [one for one in done if not one.is_clean]
    if open_ones:
        names = ", ".join(one.instance.name for one in open_ones)
        raise UnresolvedError(f"{names}: there is something to settle; see above.")


def _say(one: ComponentResult, verb: str) -> None:
    name = one.instance.name
    if one.error is not None:
        click.secho(f"{name}: {one.error}", fg="red")
        return
    moved = one.version and one.version != one.instance.version
    versions = f" {one.instance.version or 'nothing'} -> {one.version}" if moved else ""
    idle = "still open" if one.conflicts else "nothing to do"
    click.secho(f"{name}: {verb if one.changed else idle}{versions}", bold=True)
    for path, what in one.files.items():
        if not is_record(path):
            click.echo(f"  {what} {path}")
    if one.merged is not None:
        _say_merged(one.merged, one.instance.template_file)
    _say_conflicts(one)


def _say_merged(merged: Merged, template_file: str) -> None:
    """What was done to the SAM template."""
    said = {"added": merged.added, "changed": merged.updated, "removed": merged.removed}
    for what, paths in said.items():
        for path in paths:
            click.echo(f"  {what} {path} in {template_file}")
    for place in merged.rewritten:
        click.echo(f"  {place}: {report.REWRITTEN}")


def _say_conflicts(one: ComponentResult) -> None:
    """What is left to a person, and how it is settled."""
    name, template_file = one.instance.name, one.instance.template_file
    for conflict in one.conflicts:
        why = f" ({conflict.why})" if conflict.why else ""
        click.secho(f"  conflict {conflict.name} in {template_file}{why}", fg="yellow")
        for line in conflict.lines():
            click.echo(f"    {line}")
    for file in one.file_conflicts:
        then = f", then run `sam-scaffold apply {name}`"
        what = file.what + (then if file.path == one.instance.snippet_file else "")
        click.secho(f"  conflict in {file.path}: {what}", fg="yellow")
    if one.conflicts:
        click.echo(
            f"  yours stays; settle with `sam-scaffold resolve {name} --ours|--theirs [PATH]`"
        )


def _warn_of_uncommitted(found: Components) -> None:
    """Say that the diff will show more than what the command did."""
    overlay = found.overlay
    paths = [*overlay.changed_files(), *overlay.dropped]
    if not paths:
        return
    try:
        said = subprocess.run(  # noqa: S603 - our own words
            [*_GIT, "status", "--porcelain", "--", *paths],
            cwd=overlay.repository,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    changed = [line[3:] for line in said.splitlines()]
    if changed:
        warn(
            f"{', '.join(changed[:3])}{' and more' if changed[3:] else ''} had changes that are "
            "not committed; the diff shows them, too."
        )
