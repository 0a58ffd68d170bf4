"""The work of ``sam-scaffold add``, imported when it is called, as completion and help do not."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..contents.pinning import of_limit
from ..errors import ScaffoldError
from ..lifecycle.addition import Addition, planned
from ..lifecycle.quota_guard import check_quotas
from ..questions.common_questions import learned_style, template_problem
from ..questions.given_answers import is_on
from ..questions.layer_choice import deciding
from ..questions.layer_questions import POWERTOOLS_PACKAGES
from ..questions.left_out import left_out
from ..questions.shared_layers import lacks_shared_code, shared_layer_answers
from ..rendering.render import Rendered
from ..rendering.template_source import find_source
from ..sam.model.template_files import load_template, templates_of
from ..sam.style.learning.powertools import powertools_style
from ..transaction import journal
from ..transaction.repository_view import RepositoryView
from . import report
from .options import Generating, answers, folder, repository


def add_function(name: str, directory: str, options: Generating) -> None:
    """Add a function, and the layers that it needs."""
    _add("function", name, directory, _after_function, options)


def add_layer(name: str, directory: str, options: Generating) -> None:
    """Add a layer."""
    _add("layer", name, directory, _after_layer, options)


def add_module(name: str, directory: str, options: Generating) -> None:
    """Add a module to the shared code layer."""
    _add("module", name, directory, _after_module, options)


def _add(
    kind: str,
    name: str,
    directory: str,
    after: Callable[[Path, Rendered, Collection[str]], list[str]],
    options: Generating,
) -> None:
    journal.recover(folder(directory))
    root, source = repository(directory), find_source(options.template)
    journal.recover(root)
    like = {"like": options.like} if options.like else {}
    given = answers(options.data, kind=kind, name=name, **like)
    ask = options.ask
    with planned(root) as plan:
        if near := _nearest_template(templates_of(plan.view), root, folder(directory)):
            given.setdefault("template_file", near)
        if kind == "function":
            given["template_file"] = _template_file(plan, given, ask=ask)
            for needed in _missing_layers(plan, given):
                if _confirm(given["template_file"], needed, ask=ask):
                    plan.add(source, needed.answers, ask=False)
                else:
                    given["shared_code"] = False
            if ask:
                from .missing_packages_prompt import agree_on_packages  # noqa: PLC0415 - slow to import

                agree_on_packages(plan, source, given)
        rendered = plan.add(source, given, ask=ask)
        check_quotas(plan)
        if options.dry_run:
            report.taken_over(rendered)
            report.preview(plan, plan.templates)
            return
        created, changed = plan.new_files(), plan.changed_files()
        first = not (root / ".scaffold").exists()
        plan.put_in_place()
        report.done(plan, created, after(root, rendered, given), changed)
    if kind != "module":  # a module has no answers file, and no update changes it
        report.warn_of_surroundings(root, source if first else None)
        report.warn_of_runtime(rendered)
    report.warn_of_others(RepositoryView(root), rendered)


def _nearest_template(templates: Sequence[str], root: Path, inside: Path) -> str:
    """Find the SAM template of the application that contains a folder.

    Args:
        templates: All SAM templates of the repository, the default first.
        root: The repository's root.
        inside: The folder.

    Returns:
        Its path; empty if it is the default template, or no template is above the folder.
    """
    above = (inside, *inside.parents)
    over = [file for file in templates if (root / file).parent in above]
    nearest = max(over, key=lambda file: file.count("/"), default="")
    return "" if nearest in templates[:1] else nearest


def _template_file(plan: Addition, given: dict[str, Any], *, ask: bool) -> str:
    """Return the SAM template to add to, on which the other questions depend."""
    found = plan.view
    choices = templates_of(found)
    chosen = given.get("template_file") or (choices[0] if choices else "")
    if ask and len(choices) > 1 and "template_file" not in given:
        import questionary  # noqa: PLC0415 - slow to import

        chosen = questionary.select("Which SAM template?", choices).unsafe_ask()
    if problem := template_problem(found, given["kind"], chosen):
        raise ScaffoldError(f"template_file: {problem}" if chosen else problem)
    return str(chosen)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer that a function needs and that the SAM template does not have.

    Attributes:
        name: The layer's logical id.
        why: A relative clause on its purpose.
        command: The command that adds it.
        answers: The answers to add it with.
        is_needed: Whether the function cannot be added without it.
    """

    name: str
    why: str
    command: str
    answers: dict[str, Any]
    is_needed: bool = True


def _missing_layers(plan: Addition, given: dict[str, Any]) -> Iterator[_Layer]:
    """Yield the layers that the function needs and that the SAM template does not have."""
    view, template_file = plan.view, given["template_file"]
    if lacks_shared_code(view, template_file, given):
        yield _Layer(
            "SharedCodeLayer",
            "which contains the code that functions share",
            "sam-scaffold init",
            shared_layer_answers(plan.repository, template_file),
            is_needed=False,
        )
    wanted = is_on(given.get("powertools", ""))
    if wanted and not powertools_style(load_template(view, template_file), view):
        packages = POWERTOOLS_PACKAGES
        yield _Layer(
            "PowertoolsLayer",
            "which powertools=true requires",
            f"sam-scaffold add layer powertools -d packages='{packages}'",
            {
                "kind": "layer", "name": "powertools", "template_file": template_file,
                "packages": packages, "description": "Powertools for AWS Lambda",
                "came_along": True,
                **_platform(view, given),
            },
        )  # fmt: skip


def _platform(view: RepositoryView, given: dict[str, Any]) -> dict[str, Any]:
    """Return the runtime and the architecture of the function, for the layers added with it."""
    decided = deciding([], [], learned_style(view, given["template_file"]).to_dict(), given)
    return {key: decided[key] for key in ("runtime", "architecture")}


def _confirm(template_file: str, layer: _Layer, *, ask: bool) -> bool:
    """Ask whether to add a layer; without a prompt, it is added.

    Raises:
        ScaffoldError: The user declines a layer that is needed.
    """
    if not ask:
        return True
    import questionary  # noqa: PLC0415 - slow to import

    offer = f"{template_file} has no {layer.name}, {layer.why}. Add it now?"
    if questionary.confirm(offer, default=True).unsafe_ask():
        return True
    if layer.is_needed:
        raise ScaffoldError(f"{template_file} has no {layer.name}; add it with `{layer.command}`.")
    return False


def _after_function(root: Path, rendered: Rendered, given: Collection[str]) -> list[str]:
    facts = rendered.component
    config = (root / rendered.template_file).with_name("samconfig.toml")
    deploy = "sam deploy" if config.exists() else "sam deploy --guided"
    return [
        f"Write the logic: {PurePosixPath(facts['code_dir'], facts['handler_path'])}",
        f"Test it: pytest {shlex.quote(facts['tests_dir'])}",
        f"Build and deploy: {report.sam_build(rendered.template_file)} && {deploy}",
        *left_out(rendered.answers, given),
    ]


def _after_layer(_root: Path, rendered: Rendered, _given: Collection[str]) -> list[str]:
    facts, answers = rendered.component, rendered.answers
    folder = facts["content_dir"] or facts["meta_dir"]
    names = (facts["manifest"], facts["declared"], facts["package"])
    content = PurePosixPath(folder, next(filter(None, names)))
    verb = "Check its packages" if answers.get("packages") else "Add its content"
    size = (answers.get("resolved") or {}).get("size", 0)
    steps = [
        f"{verb}: {content}" + (f" ({of_limit(size)})" if size else ""),
        f"Use it: sam-scaffold add function NAME -d layers={facts['logical_id']}",
        f"Build it: {report.sam_build(rendered.template_file, facts['logical_id'])}",
    ]
    if facts["outside"]:
        return steps[:-1]
    bundle = [f"Install its packages into {folder}/bundle/"] if facts["makefile"] else []
    return [*bundle, *steps]


def _after_module(_root: Path, rendered: Rendered, _given: Collection[str]) -> list[str]:
    facts, package = rendered.component, rendered.answers["package"]
    name = facts["snake"]
    return [
        f"Write the shared code: {facts['content_dir']}/{package}/{name}.py",
        f"Test it: pytest {shlex.quote(facts['tests_dir'] + f'/test_{name}.py')}",
        f"Use it in a function: from {package} import {name}",
    ]
