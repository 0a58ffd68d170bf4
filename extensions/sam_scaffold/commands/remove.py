"""``sam-scaffold remove``: take a component out."""

from __future__ import annotations

import click

from . import report
from .options import dry_run, in_directory, trusting
from .selection import chosen, components, put_in_place


@click.command(
    short_help="Take a component out.", epilog="Example: sam-scaffold remove order_router --dry-run"
)
@click.argument("name")
@click.option("--force", is_flag=True, help="Lose edits; leave what others refer to.")
@dry_run
@trusting
@in_directory
def remove(name: str, directory: str, *, force: bool, dry_run: bool, trust: bool) -> None:
    """Take a component's blocks out of the SAM template, and its files away.

    What came along with it (a topic, an API, a bus, a layer) goes with its last user. Refuses
    where edits would be lost, or other resources refer to one of its own. Files that did not
    come with it are never deleted.
    """
    from ..components.root_answers import keep_root_answers  # noqa: PLC0415 - slow to import
    from ..lifecycle.removal import remove as taken_out  # noqa: PLC0415
    from ..lifecycle.removal import sweep  # noqa: PLC0415
    from ..lifecycle.unused_resources import take_out_unused, used_by  # noqa: PLC0415

    with components(directory, trust=trust) as found:
        instance = chosen(found, [name], everything=False)[0]
        before = used_by(found, instance)
        removed = taken_out(found, instance, force=force)
        gone = take_out_unused(found, before)
        keep_root_answers(found.overlay)
        if dry_run:
            report.preview(found.overlay, [instance.template_file])
            report.stays(gone)
            return
        put_in_place(found)
        everything = [removed, *gone.removed]
        for one in everything:
            sweep(found.overlay.repository, one.folders)
    report.removed(everything)
    report.stays(gone)
