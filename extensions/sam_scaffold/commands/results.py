"""The results of a command for its components, which it puts in place and prints."""

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
    """Raised when everything possible was done, and conflicts, errors or actions remain."""


@contextmanager
def progress(count: int) -> Iterator[Callable[[ComponentRecord], None]]:
    """Show a progress bar on a terminal, and yield a function to call for each component."""
    if count < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - no bar for a single component
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(file=raw(sys.stderr)), transient=True) as bar:
        task = bar.add_task("", total=count)
        yield lambda component: bar.update(task, advance=1, description=component.name)


def finish(found: Components, done: Sequence[ComponentResult], verb: str, *, dry_run: bool) -> None:
    """Put all changes in place, or preview them, and print the result for each component.

    Args:
        found: The repository.
        done: The results.
        verb: The past participle of what was done, such as ``"updated"``.
        dry_run: Whether to preview the changes and write nothing.

    Raises:
        UnresolvedError: There are conflicts, or some of several components failed.
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
    for result in done:
        _print(result, verb)
        for line in result.remarks:
            warn(line)
    if dry_run:
        report.preview(found.overlay, [result.instance.template_file for result in done])
    elif not done:
        report.nothing_yet()
    open_ones = [result for result in done if not result.is_clean]
    if open_ones:
        names = ", ".join(result.instance.name for result in open_ones)
        raise UnresolvedError(f"{names}: there are conflicts or errors; see above.")


def _print(result: ComponentResult, verb: str) -> None:
    name = result.instance.name
    if result.error is not None:
        click.secho(f"{name}: {result.error}", fg="red")
        return
    moved = result.version and result.version != result.instance.version
    versions = f" {result.instance.version or 'no version'} -> {result.version}" if moved else ""
    idle = "conflicts are still open" if result.conflicts else "nothing to do"
    click.secho(f"{name}: {verb if result.changed else idle}{versions}", bold=True)
    for path, what in result.files.items():
        if not is_record(path):
            click.echo(f"  {what} {path}")
    if result.merged is not None:
        _print_merged(result.merged, result.instance.template_file)
    _print_conflicts(result)


def _print_merged(merged: Merged, template_file: str) -> None:
    """Print the changes of the SAM template."""
    changes = {"added": merged.added, "changed": merged.updated, "removed": merged.removed}
    for what, paths in changes.items():
        for path in paths:
            click.echo(f"  {what} {path} in {template_file}")
    for place in merged.rewritten:
        click.echo(f"  {place}: {report.REWRITTEN}")


def _print_conflicts(result: ComponentResult) -> None:
    """Print the conflicts, and how to resolve them."""
    name, template_file = result.instance.name, result.instance.template_file
    for conflict in result.conflicts:
        why = f" ({conflict.why})" if conflict.why else ""
        click.secho(f"  conflict {conflict.name} in {template_file}{why}", fg="yellow")
        for line in conflict.lines():
            click.echo(f"    {line}")
    for file in result.file_conflicts:
        then = f", then run `sam-scaffold apply {name}`"
        what = file.what + (then if file.path == result.instance.snippet_file else "")
        click.secho(f"  conflict in {file.path}: {what}", fg="yellow")
    if result.conflicts:
        click.echo(
            f"  your version is kept; to resolve conflicts, run "
            f"`sam-scaffold resolve {name} --ours|--theirs [PATH]`"
        )


def _warn_of_uncommitted(found: Components) -> None:
    """Warn of uncommitted changes in files that the command changes."""
    overlay = found.overlay
    paths = [*overlay.changed_files(), *overlay.dropped]
    if not paths:
        return
    try:
        output = subprocess.run(  # noqa: S603 - our own words
            [*_GIT, "status", "--porcelain", "--", *paths],
            cwd=overlay.repository,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    changed = [line[3:] for line in output.splitlines()]
    if changed:
        warn(
            f"{', '.join(changed[:3])}{' and more' if changed[3:] else ''} had uncommitted "
            "changes, which git diff shows together with those of this command."
        )
