"""``sam-scaffold add``: a function or a layer in an existing SAM repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import click

from ..errors import ScaffoldError
from ..sam.layers import shared_layer
from ..scaffold.plan import Plan, planned
from ..scaffold.questions import app_name, template_problem
from ..scaffold.render import Rendered
from ..scaffold.source import find_source
from . import report
from .group import Group
from .options import Generating, answers, generating, in_directory, repository


@click.group(cls=Group, epilog="Example: sam-scaffold add function order_router --dry-run")
def add() -> None:
    """Add a function or a layer to a SAM repository."""


@add.command(
    short_help="Add a Lambda function.",
    epilog="Example: sam-scaffold add function order_router -d trigger=sqs",
)
@click.argument("name")
@generating
@in_directory
def function(name: str, directory: str, options: Generating) -> None:
    """Add a Lambda function: its folder, its tests and its block in the SAM template."""
    _add("function", name, directory, _after_function, options)


@add.command(
    short_help="Add a Lambda layer.",
    epilog="Example: sam-scaffold add layer numeric -d packages='mpmath==1.3.0'",
)
@click.argument("name")
@generating
@in_directory
def layer(name: str, directory: str, options: Generating) -> None:
    """Add a Lambda layer: its folder and its block in the SAM template."""
    _add("layer", name, directory, _after_layer, options)


def _add(
    kind: str,
    name: str,
    directory: str,
    after: Callable[[Path, Rendered], list[str]],
    options: Generating,
) -> None:
    root, source = repository(directory), find_source(options.template)
    given = answers(options.data, kind=kind, name=name)
    ask = options.ask
    with planned(root) as plan:
        if kind == "function":
            given["template_file"] = _template_file(plan, given, ask=ask)
            if not _has_shared_layer(plan, given["template_file"]):
                _agree(given["template_file"], ask=ask)
                plan.add(source, _shared_layer_answers(plan, given), ask=False)
        rendered = plan.add(source, given, ask=ask)
        if options.dry_run:
            report.preview(plan)
            return
        created = plan.new_files()
        first = not (root / ".scaffold").exists()
        plan.commit()
        report.done(plan, created, after(root, rendered))
    report.warn_of_surroundings(root, source if first else None)
    report.warn_of_runtime(rendered)


def _template_file(plan: Plan, given: dict[str, Any], *, ask: bool) -> str:
    """The SAM template to add to, which has to be known before the first question."""
    found = plan.view
    choices = found.templates()
    chosen = given.get("template_file") or (choices[0] if choices else "")
    if ask and len(choices) > 1 and "template_file" not in given:
        import questionary  # noqa: PLC0415 - slow to import

        chosen = questionary.select("Which SAM template does it go into?", choices).unsafe_ask()
    if problem := template_problem(found, given["kind"], chosen):
        raise ScaffoldError(f"template_file: {problem}" if chosen else problem)
    return str(chosen)


def _has_shared_layer(plan: Plan, template_file: str) -> bool:
    view = plan.view
    return shared_layer(view.load(template_file), view) is not None


def _agree(template_file: str, *, ask: bool) -> None:
    """Offer to add the shared code layer; without questions, that is taken for granted."""
    if not ask:
        return
    import questionary  # noqa: PLC0415 - slow to import

    offer = f"{template_file} has no SharedCodeLayer, which every function refers to. Add it now?"
    if not questionary.confirm(offer, default=True).unsafe_ask():
        raise ScaffoldError(
            f"{template_file} has no SharedCodeLayer; add it with `sam-scaffold init`."
        )


def _shared_layer_answers(plan: Plan, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "app",
        "name": app_name(plan.repository.name),
        "template_file": given["template_file"],
    }


def _after_function(root: Path, rendered: Rendered) -> list[str]:
    facts = rendered.component
    config = (root / rendered.template_file).with_name("samconfig.toml")
    deploy = "sam deploy" if config.exists() else "sam deploy --guided"
    return [
        f"Write the logic: {PurePosixPath(facts['code_dir'], facts['handler_path'])}",
        f"Test it: pytest {facts['tests_dir']}",
        f"Build and deploy: {report.sam_build(rendered.template_file)} && {deploy}",
    ]


def _after_layer(_root: Path, rendered: Rendered) -> list[str]:
    facts = rendered.component
    content = PurePosixPath(facts["content_dir"], facts["manifest"] or facts["package"])
    verb = "Check its packages" if rendered.answers.get("packages") else "Say what it brings"
    return [
        f"{verb}: {content}",
        f"Use it: sam-scaffold add function NAME -d layers={facts['logical_id']}",
        f"Build it: {report.sam_build(rendered.template_file, facts['logical_id'])}",
    ]
