"""``sam-scaffold init``: a new SAM application, or the shared code layer in an existing one."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from ..errors import ScaffoldError
from ..lifecycle.addition import Addition, planned
from ..lifecycle.quota_guard import check_quotas
from ..rendering.render import Rendered
from ..rendering.template_source import find_source
from ..sam.model.shared_layer import shared_layer
from ..sam.model.template_files import load_template, templates_of
from ..transaction import journal
from . import report
from .options import Generating, answers, generating


@click.command(
    short_help="Create a SAM application, or add the shared code layer to one.",
    epilog="Example: sam-scaffold init my-shop && cd my-shop && make test",
)
@click.argument("directory", default=".", metavar="[DIR]")
@generating
def init(directory: str, options: Generating) -> None:
    """Create a SAM application in DIR.

    If DIR has a SAM template, add the shared code layer if it is missing, and change
    nothing else. Existing files are kept.
    """
    root, source = Path(directory).resolve(), find_source(options.template)
    if root.exists() and not root.is_dir():
        raise ScaffoldError(f"{directory} is a file; give a folder.")
    journal.recover(root)
    given = answers(options.data, kind="app")
    with planned(root) as plan:
        if present := _present(plan, given):
            click.echo(present)
            return
        rendered = plan.add(source, given, ask=options.ask)
        check_quotas(plan)
        if options.dry_run:
            report.preview(plan, plan.templates)
            return
        created = plan.new_files()
        plan.put_in_place()
        report.done(plan, created, _next(rendered, directory))
    report.warn_of_surroundings(root, source)


def _present(plan: Addition, given: dict[str, Any]) -> str:
    """Return the message if there is nothing to add, else an empty string."""
    found = plan.view
    choices = templates_of(found)
    template_file = given.get("template_file") or (choices[0] if choices else None)
    if template_file is None or not found.exists(template_file):
        return ""
    shared = shared_layer(load_template(found, template_file), found)
    if shared is None:
        return ""
    return f"Nothing to add: {template_file} has the shared code layer {shared.logical_id}."


def _next(rendered: Rendered, directory: str) -> list[str]:
    first = [] if Path(directory).resolve() == Path.cwd() else [f"cd {shlex.quote(directory)}"]
    return [
        *first,
        "Add a function: sam-scaffold add function NAME",
        f"Write code that functions share: {rendered.component['content_dir']}/",
        f"Build: {report.sam_build(rendered.template_file)}",
    ]
