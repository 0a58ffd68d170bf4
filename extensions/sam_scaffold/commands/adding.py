"""Work of ``sam-scaffold add``, imported when it is called: completion and help need none of it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..contents.pinning import of_limit
from ..errors import ScaffoldError
from ..lifecycle.addition import Addition, planned
from ..lifecycle.quota_guard import check_quotas
from ..questions.common_questions import app_name, learned_style, packages_of, template_problem
from ..questions.given_answers import is_on
from ..questions.layer_choice import deciding
from ..questions.layer_questions import POWERTOOLS_PACKAGES
from ..questions.shared_layers import lacks_shared_code
from ..rendering.render import Rendered
from ..rendering.template_source import find_source
from ..sam.model.template_files import load_template, templates_of
from ..sam.style.learning.powertools import powertools_style
from ..transaction import journal
from ..transaction.repository_view import RepositoryView
from . import report
from .options import Generating, answers, folder, repository


def add_function(name: str, directory: str, options: Generating) -> None:
    """Add a function, with the layers that it needs."""
    _add("function", name, directory, _after_function, options)


def add_layer(name: str, directory: str, options: Generating) -> None:
    """Add a layer."""
    _add("layer", name, directory, _after_layer, options)


def add_module(name: str, directory: str, options: Generating) -> None:
    """Add a module of the shared code."""
    _add("module", name, directory, _after_module, options)


def _add(
    kind: str,
    name: str,
    directory: str,
    after: Callable[[Path, Rendered], list[str]],
    options: Generating,
) -> None:
    journal.recover(folder(directory))
    root, source = repository(directory), find_source(options.template)
    journal.recover(root)
    given = answers(options.data, kind=kind, name=name)
    ask = options.ask
    with planned(root) as plan:
        if near := _nearest_template(templates_of(plan.view), root, folder(directory)):
            given.setdefault("template_file", near)
        if kind == "function":
            given["template_file"] = _template_file(plan, given, ask=ask)
            for needed in _missing_layers(plan, given):
                if _agree(given["template_file"], needed, ask=ask):
                    plan.add(source, needed.answers, ask=False)
                else:
                    given["shared_code"] = False
            if ask:
                from .missing_packages_prompt import agree_on_packages  # noqa: PLC0415 - slow to import

                agree_on_packages(plan, source, given)
        rendered = plan.add(source, given, ask=ask)
        check_quotas(plan)
        if options.dry_run:
            report.preview(plan, plan.templates)
            return
        created, changed = plan.new_files(), plan.changed_files()
        first = not (root / ".scaffold").exists()
        plan.put_in_place()
        report.done(plan, created, after(root, rendered), changed)
    if kind != "module":  # of which nothing is recorded
        report.warn_of_surroundings(root, source if first else None)
        report.warn_of_runtime(rendered)
    report.warn_of_others(RepositoryView(root), rendered)


def _nearest_template(templates: Sequence[str], root: Path, inside: Path) -> str:
    """The SAM template of the application that a folder is part of; none where that is the first.

    Args:
        templates: All SAM templates of the repository, the usual one first.
        root: The repository's root.
        inside: The folder.
    """
    above = (inside, *inside.parents)
    over = [one for one in templates if (root / one).parent in above]
    nearest = max(over, key=lambda one: one.count("/"), default="")
    return "" if nearest in templates[:1] else nearest


def _template_file(plan: Addition, given: dict[str, Any], *, ask: bool) -> str:
    """The SAM template to add to, which has to be known before the first question."""
    found = plan.view
    choices = templates_of(found)
    chosen = given.get("template_file") or (choices[0] if choices else "")
    if ask and len(choices) > 1 and "template_file" not in given:
        import questionary  # noqa: PLC0415 - slow to import

        chosen = questionary.select("Which SAM template does it go into?", choices).unsafe_ask()
    if problem := template_problem(found, given["kind"], chosen):
        raise ScaffoldError(f"template_file: {problem}" if chosen else problem)
    return str(chosen)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer that a function needs and that is not there.

    Attributes:
        name: What it is called.
        why: What needs it.
        command: The command that adds it.
        answers: What that command answers.
        is_needed: Whether the function cannot do without.
    """

    name: str
    why: str
    command: str
    answers: dict[str, Any]
    is_needed: bool = True


def _missing_layers(plan: Addition, given: dict[str, Any]) -> Iterator[_Layer]:
    """The layers that the function is to have and that are not there."""
    view, template_file = plan.view, given["template_file"]
    if lacks_shared_code(view, template_file, given):
        name = app_name(plan.repository.name, packages_of(plan.repository))
        yield _Layer(
            "SharedCodeLayer",
            "which functions take common code from",
            "sam-scaffold init",
            {"kind": "app", "name": name, "template_file": template_file, "came_along": True},
            is_needed=False,
        )
    wanted = is_on(given.get("powertools", ""))
    if wanted and not powertools_style(load_template(view, template_file), view):
        packages = POWERTOOLS_PACKAGES
        yield _Layer(
            "PowertoolsLayer",
            "which powertools=true refers to",
            f"sam-scaffold add layer powertools -d packages='{packages}'",
            {
                "kind": "layer", "name": "powertools", "template_file": template_file,
                "packages": packages, "description": "Powertools for AWS Lambda",
                "came_along": True,
                **_platform(view, given),
            },
        )  # fmt: skip


def _platform(view: RepositoryView, given: dict[str, Any]) -> dict[str, Any]:
    """The runtime and the architecture that the function gets, and its layers with it."""
    decided = deciding([], [], learned_style(view, given["template_file"]).to_dict(), given)
    return {key: decided[key] for key in ("runtime", "architecture")}


def _agree(template_file: str, layer: _Layer, *, ask: bool) -> bool:
    """Offer to add a layer; without questions, that is taken for granted."""
    if not ask:
        return True
    import questionary  # noqa: PLC0415 - slow to import

    offer = f"{template_file} has no {layer.name}, {layer.why}. Add it now?"
    if questionary.confirm(offer, default=True).unsafe_ask():
        return True
    if layer.is_needed:
        raise ScaffoldError(f"{template_file} has no {layer.name}; add it with `{layer.command}`.")
    return False


def _after_function(root: Path, rendered: Rendered) -> list[str]:
    facts = rendered.component
    config = (root / rendered.template_file).with_name("samconfig.toml")
    deploy = "sam deploy" if config.exists() else "sam deploy --guided"
    return [
        f"Write the logic: {PurePosixPath(facts['code_dir'], facts['handler_path'])}",
        f"Test it: pytest {shlex.quote(facts['tests_dir'])}",
        f"Build and deploy: {report.sam_build(rendered.template_file)} && {deploy}",
    ]


def _after_layer(_root: Path, rendered: Rendered) -> list[str]:
    facts, answers = rendered.component, rendered.answers
    folder = facts["content_dir"] or facts["meta_dir"]
    names = (facts["manifest"], facts["declared"], facts["package"])
    content = PurePosixPath(folder, next(filter(None, names)))
    verb = "Check its packages" if answers.get("packages") else "Say what it brings"
    size = (answers.get("resolved") or {}).get("size", 0)
    steps = [
        f"{verb}: {content}" + (f" ({of_limit(size)})" if size else ""),
        f"Use it: sam-scaffold add function NAME -d layers={facts['logical_id']}",
        f"Build it: {report.sam_build(rendered.template_file, facts['logical_id'])}",
    ]
    if facts["outside"]:
        return steps[:-1]
    bundle = [f"Lay its packages into {folder}/bundle/"] if facts["makefile"] else []
    return [*bundle, *steps]


def _after_module(_root: Path, rendered: Rendered) -> list[str]:
    facts, package = rendered.component, rendered.answers["package"]
    name = facts["snake"]
    return [
        f"Write what is shared: {facts['content_dir']}/{package}/{name}.py",
        f"Test it: pytest {shlex.quote(facts['tests_dir'] + f'/test_{name}.py')}",
        f"Use it in a function: from {package} import {name}",
    ]
