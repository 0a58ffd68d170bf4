"""What commands say: created, wired, next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

import click

from ..scaffold.plan import Plan
from ..scaffold.questions import RUNTIMES
from ..scaffold.render import Rendered
from ..scaffold.source import Source

REWRITTEN = "this line changed, as the section stands on one line"


def sam_build(template_file: str, logical_id: str = "") -> str:
    """The command that builds; SAM finds a template by itself only under its usual name."""
    usual = template_file in ("template.yaml", "template.yml", "template.json")
    words = ["sam build", logical_id, "" if usual else f"-t {template_file}"]
    return " ".join(filter(None, words))


def warn(message: str) -> None:
    """A line of warning."""
    click.secho("warning: ", fg="yellow", bold=True, nl=False, err=True)
    click.echo(message, err=True)


def warn_of_surroundings(repository: Path, source: Source | None) -> None:
    """Say what later updates will miss; of the template's address only the first time."""
    if not any((folder / ".git").exists() for folder in (repository, *repository.parents)):
        warn(f"{repository} is in no git repository; `copier update` needs one.")
    if source is not None and source.is_local:
        warn(
            f"the answers record the template's address as {source.url}, a folder of this machine; "
            "so that colleagues can update, name one that they can reach: --template ADDRESS."
        )


def warn_of_runtime(rendered: Rendered) -> None:
    """Say that a house's runtime is past its end."""
    runtime = rendered.answers["runtime"]
    if runtime not in RUNTIMES:
        warn(
            f"{runtime}, as the functions here have it, is past its end at Lambda; a newer one is "
            f"-d runtime={RUNTIMES[-2]}."
        )


def done(plan: Plan, created: Iterable[str], steps: Iterable[str]) -> None:
    """Say what was created, what was wired into which file, and what to do next."""
    _heading("Created")
    for path in created:
        click.echo(f"  {path}")
    if plan.kept:
        _heading("Kept as they were")
        for path in plan.kept:
            click.echo(f"  {path}")
    for template_file in plan.templates:
        _heading(f"Wired into {template_file}")
        for wiring in plan.wirings:
            if wiring.template_file == template_file:
                for line in (*wiring.added, *_references(plan, wiring.snippet)):
                    click.echo(f"  {line}")
        for place in dict.fromkeys(_rewritten(plan, template_file)):
            click.echo(f"  {place}: {REWRITTEN}")
    _heading("Next")
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")


def _rewritten(plan: Plan, template_file: str) -> list[str]:
    ours = (wiring for wiring in plan.wirings if wiring.template_file == template_file)
    return [place for wiring in ours for place in wiring.rewritten]


def _heading(text: str) -> None:
    click.secho(text, bold=True, fg="green")


def _references(plan: Plan, snippet: str) -> list[str]:
    for rendered in plan.rendered:
        layers = rendered.component.get("layers")
        if rendered.snippet == snippet and layers:
            return [f"with the layers {', '.join(layers)}"]
    return []


def preview(plan: Plan) -> None:
    """Show the files as a tree and the change of each SAM template as a diff."""
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415
    from rich.tree import Tree  # noqa: PLC0415

    root = Tree(Text(f"{plan.repository.name}/", style="bold"))
    nodes = {"": root}
    for path in plan.new_files():
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            key = "/".join(parts[:depth])
            if key not in nodes:
                is_file = depth == len(parts)
                name = parts[depth - 1] if is_file else f"{parts[depth - 1]}/"
                label = Text(name, style="green" if is_file else "")
                nodes[key] = nodes["/".join(parts[: depth - 1])].add(label)
    Console(highlight=False).print(root)
    for template_file in plan.templates:
        click.echo()
        click.echo(coloured_diff(template_file, *plan.text(template_file)))
    _heading("Nothing was written: this was a dry run.")


def coloured_diff(name: str, before: str, after: str) -> str:
    """The unified diff of a file; colours go where there is no terminal."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm=""
    )
    return "\n".join(_coloured(line) for line in lines)


def _coloured(line: str) -> str:
    if line.startswith(("+++", "---")):
        return click.style(line, bold=True)
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=colour) if colour else line
