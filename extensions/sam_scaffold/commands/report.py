"""The output of commands: changes of files and SAM templates, warnings, next steps."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from ..aws.runtimes import lifecycle_of, successor, today
from ..errors import some
from ..record_files import is_record
from ..terminal import warn
from ..transaction.paths import git_root

if TYPE_CHECKING:  # completion and help do not import them
    from ..components.component_record import ComponentRecord
    from ..lifecycle.addition import Addition
    from ..lifecycle.component_rename import Renamed
    from ..lifecycle.removal import Removed
    from ..lifecycle.unused_resources import UnusedResources
    from ..merge.snippet_merge import Merged
    from ..rendering.render import Rendered
    from ..rendering.template_source import TemplateSource
    from ..transaction.repository_view import RepositoryView
    from ..transaction.staging import Staging

REWRITTEN = "this line changed, because the section is written on one line"


def nothing_yet(*, as_json: bool = False) -> None:
    """Print that there are no components; if the output is JSON, to standard error."""
    click.echo("No components yet. Add one with `sam-scaffold add function NAME`.", err=as_json)


def sam_build(template_file: str, logical_id: str = "") -> str:
    """Return the command that builds, with ``-t`` for a template that SAM does not find itself."""
    usual = template_file in ("template.yaml", "template.yml", "template.json")
    words = ["sam build", logical_id, "" if usual else f"-t {shlex.quote(template_file)}"]
    return " ".join(filter(None, words))


def warn_of_surroundings(repository: Path, source: TemplateSource | None) -> None:
    """Warn if later updates lack a git repository or an address of the template.

    Args:
        repository: The repository's root.
        source: The template, None to check only for a git repository.
    """
    if git_root(repository) is None:
        warn(f"{repository} is not in a git repository, which `copier update` requires.")
    if source is None:
        return
    from ..rendering.published_address import is_unset  # noqa: PLC0415 - slow to import

    if is_unset(source.url):
        warn(
            "the template has no address, so plain Copier and Renovate cannot update the "
            "components; set one with `sam-scaffold address ADDRESS`."
        )
    elif source.is_local:
        warn_of_folder(source.url)


def warn_of_folder(address: str) -> None:
    """Warn that the recorded address is a folder."""
    warn(
        f"the answers record {address} as the address of the template, a folder that other "
        "machines do not have; set a git address with `sam-scaffold address ADDRESS`."
    )


def warn_of_others(view: RepositoryView, rendered: Rendered) -> None:
    """Warn of permissions that a given role needs, and of other functions that deploy the code."""
    if rendered.kind != "function":
        return
    from ..components.shared_role import role_lines  # noqa: PLC0415 - slow to import
    from ..contents.compatibility import deployment_lines  # noqa: PLC0415
    from ..sam.model.template_files import load_template  # noqa: PLC0415

    template = load_template(view, rendered.template_file)
    for line in (*role_lines(rendered.answers), *deployment_lines(template, rendered.answers)):
        warn(line)


def warn_of_runtime(rendered: Rendered) -> None:
    """Warn if the runtime, which was learned from the existing functions, is deprecated."""
    runtime = rendered.answers["runtime"]
    if ended := lifecycle_of(runtime).ended(today()):
        newer = successor(runtime, today())
        warn(
            f"the runtime of the existing functions, {runtime}, is {ended}; for a newer one, give "
            f"-d runtime={newer}."
        )


def done(
    plan: Addition, created: Iterable[str], steps: Iterable[str], changed: Iterable[str] = ()
) -> None:
    """Print the created files, the additions to SAM templates, and the next steps.

    Args:
        plan: The plan that was put in place.
        created: New files, to which another command may have added some.
        steps: The next steps.
        changed: Existing files that were changed.
    """
    own = set(plan.files())
    others = [path for path in changed if path not in plan.templates and not is_record(path)]
    heading("Created")
    for path in created:
        if path in own:
            click.echo(f"  {path}")
    _paths("Changed", others)
    _paths("Kept unchanged", plan.kept)
    for template_file in plan.templates:
        heading(f"Added to {template_file}")
        for wiring in plan.wirings:
            if wiring.template_file == template_file:
                for line in (*wiring.added, *_references(plan, wiring.snippet)):
                    click.echo(f"  {line}")
        for place in dict.fromkeys(_rewritten(plan, template_file)):
            click.echo(f"  {place}: {REWRITTEN}")
    heading("Next")
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")


def taken_over(rendered: Rendered) -> None:
    """Print what a new function takes over from existing ones, or nothing."""
    if rendered.kind == "function":
        from ..components.function_style import frame_of  # noqa: PLC0415 - slow to import
        from ..sam.style.frame.origins import origins  # noqa: PLC0415

        for origin, parts in origins(frame_of(rendered.answers)).items():
            heading(f"As {origin}")
            for part in parts:
                click.echo(f"  {part}")


def _paths(title: str, paths: Iterable[str]) -> None:
    """Print files under a heading, or nothing if there are none."""
    for number, path in enumerate(paths):
        if not number:
            heading(title)
        click.echo(f"  {path}")


def merged(template_file: str, result: Merged) -> None:
    """Print each change that a merge made in a SAM template."""
    changes = {"added": result.added, "changed": result.updated, "removed": result.removed}
    for what, paths in changes.items():
        preposition = _PREPOSITIONS[what]
        for path in paths:
            click.echo(f"{what} {path} {preposition} {template_file}")
    for place in result.rewritten:
        click.echo(f"{place}: {REWRITTEN}")


_PREPOSITIONS = {"added": "to", "changed": "in", "removed": "from"}


def removed(everything: Sequence[Removed]) -> None:
    """Print the files and entries that were removed, and those that were kept."""
    heading("Removed")
    for path in (path for component in everything for path in component.files):
        click.echo(f"  {path}")
    heading(f"Removed from {everything[0].instance.template_file}")
    for path in (path for component in everything for path in component.merged.removed):
        click.echo(f"  {path}")
    kept = [path for component in everything for path in _kept(component)]
    _paths("Kept: used by others, or not generated with the component", kept)


def _kept(gone: Removed) -> list[str]:
    present = [entry.path for entry in gone.merged.statuses if entry.offset is not None]
    return [*(path for path in present if path not in gone.merged.removed), *gone.kept]


def stays(gone: UnusedResources) -> None:
    """Print the resources that were added for a component and are kept."""
    _paths("Kept: used by others", gone.used)
    _paths("Kept, although nothing uses it any more", gone.kept)


def renamed(instance: ComponentRecord, name: str, done: Renamed) -> None:
    """Print what was renamed, and warn of the effects on a deployed stack."""
    heading(f"Renamed {instance.name} to {name}")
    for old, new in done.moved.items():
        click.echo(f"  {old} -> {new}" if old != new else f"  {new}")
    heading(f"Renamed in {instance.template_file}")
    for old, new in done.new_ids.items():
        click.echo(f"  {done.section}.{old} -> {new}")
    for path in done.merged.updated:
        click.echo(f"  changed {path}")
    for conflict in done.merged.conflicts:
        why = f" ({conflict.why})" if conflict.why else ""
        click.secho(f"  conflict {conflict.name}{why}", fg="yellow")
    for file in done.file_conflicts:
        click.secho(f"  conflict in {file.path}: {file.what}", fg="yellow")
    _paths("Renamed in", done.external.changed)
    for line in _after_renaming(instance, name, done):
        warn(line)


def _after_renaming(instance: ComponentRecord, name: str, done: Renamed) -> Iterator[str]:
    """Yield warnings on the next deployment, and on the rest of the repository."""
    if done.new_ids and done.section == "Resources":
        yield (
            "CloudFormation replaces renamed resources: the next deployment creates new ones and "
            "deletes the old ones, including the contents of queues, tables and log groups."
        )
    if instance.kind == "app" and _SAM_CONFIGURATION in map(_file_name, done.moved.values()):
        yield (
            f"{_SAM_CONFIGURATION} now names the stack after {name}, so the next deployment "
            "creates a second stack; to update the first, restore the old stack_name."
        )
    for logical_id, fixed in done.fixed.items():
        yield (
            f"{logical_id} keeps the name {fixed} in AWS, which a deployed resource has until it "
            "is deleted; change the name, or delete that resource before the next deployment."
        )
    yield from done.external.warnings
    if done.mentions:
        named = some(done.mentions, _MOST_MENTIONS)
        yield f"the old name is also in {named}; check whether to replace it there."


_MOST_MENTIONS = 10
_SAM_CONFIGURATION = "samconfig.toml"


def _file_name(path: str) -> str:
    return PurePosixPath(path).name


def _rewritten(plan: Addition, template_file: str) -> list[str]:
    ours = (wiring for wiring in plan.wirings if wiring.template_file == template_file)
    return [place for wiring in ours for place in wiring.rewritten]


def heading(text: str) -> None:
    """Print a heading."""
    click.secho(text, bold=True, fg="green")


def _references(plan: Addition, snippet: str) -> list[str]:
    from ..questions.shared_layers import why_without  # noqa: PLC0415 - slow to import

    found = (
        rendered
        for rendered in plan.rendered
        if rendered.kind == "function" and rendered.snippet == snippet
    )
    for rendered in found:
        layers = rendered.component["layers"]
        named = [f"with the layers {', '.join(layers)}"] if layers else []
        return [*named, *why_without(rendered.answers), *_reasons(rendered.answers)]
    return []


def preview(overlay: Staging, templates: Iterable[str]) -> None:
    """Show the files as a tree, and each change as a diff.

    Args:
        overlay: The changes.
        templates: The SAM templates that they concern.
    """
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415
    from rich.tree import Tree  # noqa: PLC0415

    root = Tree(Text(f"{overlay.repository.name}/", style="bold"))
    nodes = {"": root}
    changed = [path for path in overlay.changed_files() if path not in set(templates)]
    styles = {
        **dict.fromkeys(overlay.new_files(), "green"),
        **dict.fromkeys(changed, "yellow"),
        **dict.fromkeys(overlay.dropped, "red strike"),
    }
    for path in sorted(styles):
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            key = "/".join(parts[:depth])
            if key not in nodes:
                is_file = depth == len(parts)
                name = parts[depth - 1] if is_file else f"{parts[depth - 1]}/"
                name += _MARKS[styles[path]] if is_file else ""
                label = Text(name, style=styles[path] if is_file else "")
                nodes[key] = nodes["/".join(parts[: depth - 1])].add(label)
    Console(highlight=False).print(root)
    shown = [path for path in changed if not is_record(path)]
    for path in (*shown, *dict.fromkeys(templates)):
        before, after = overlay.text(path) if path in overlay.files() else ("", "")
        if before != after:
            click.echo()
            click.echo(coloured_diff(path, before, after))
    heading("Nothing was written: this was a dry run.")


_MARKS = {"green": "", "yellow": "  (changed)", "red strike": "  (removed)"}


def coloured_diff(name: str, before: str, after: str) -> str:
    """Return the unified diff of a file, with colours, which are printed only on a terminal."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm=""
    )
    return "\n".join(_coloured(line) for line in lines)


def _coloured(line: str) -> str:
    if line.startswith(("+++", "---")):
        return click.style(line, bold=True)
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=colour) if colour else line


def _reasons(answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield the reasons for layers that were chosen by a function's packages."""
    if answers.get("packages"):
        from ..questions.layer_choice import why  # noqa: PLC0415 - slow to import

        yield from why(answers)
