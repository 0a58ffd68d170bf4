"""``sam-scaffold remove``: the removal of a component."""

from __future__ import annotations

import click

from . import report
from .options import dry_run, in_directory, trusting
from .selection import chosen, components, put_in_place


@click.command(
    short_help="Remove a component.", epilog="Example: sam-scaffold remove order_router --dry-run"
)
@click.argument("name")
@click.option("--force", is_flag=True, help="Discard edits, and keep resources that others use.")
@dry_run
@trusting
@in_directory
def remove(name: str, directory: str, *, force: bool, dry_run: bool, trust: bool) -> None:
    """Remove a component: its files, and its blocks in the SAM template.

    A topic, an API, an event bus or a layer that was added for it is removed with the last
    component that uses it. Refuses if edits would be lost, or if other resources refer to one
    of its resources. Files that were not generated with it are never deleted.
    """
    from ..components.root_answers import keep_root_answers  # noqa: PLC0415 - slow to import
    from ..lifecycle.removal import remove as remove_component  # noqa: PLC0415
    from ..lifecycle.removal import sweep  # noqa: PLC0415
    from ..lifecycle.unused_resources import take_out_unused, used_by  # noqa: PLC0415

    with components(directory, trust=trust) as found:
        instance = chosen(found, [name], everything=False)[0]
        before = used_by(found, instance)
        removed = remove_component(found, instance, force=force)
        gone = take_out_unused(found, before)
        keep_root_answers(found.overlay)
        if dry_run:
            report.preview(found.overlay, [instance.template_file])
            report.stays(gone)
            return
        put_in_place(found)
        everything = [removed, *gone.removed]
        for component in everything:
            sweep(found.overlay.repository, component.folders)
    report.removed(everything)
    report.stays(gone)
