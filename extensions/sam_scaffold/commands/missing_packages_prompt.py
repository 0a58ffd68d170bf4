"""The prompt for packages that a function imports and no layer provides.

It comes before copier's questions, because a layer may have to be extended or added first.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import yaml

from ..components.answers_file import read_yaml
from ..dependencies.packages.given_packages import imports_problem, requirement_lines
from ..errors import ScaffoldError
from ..lifecycle.addition import Addition
from ..lifecycle.batch import Components
from ..lifecycle.change_answers import reanswered
from ..questions.common_questions import app_name, learned_style, name_problem
from ..questions.layer_choice import Extension, LayerChoice, deciding
from ..rendering.template_source import TemplateSource
from ..rendering.versions import Versions
from ..sam.model.template_files import load_template

_QUESTION = "What does it import beyond the standard library, the runtime and the shared code?"


def agree_on_packages(plan: Addition, source: TemplateSource, given: dict[str, Any]) -> None:
    """Ask which packages a function imports, and how to provide those that no layer has.

    A layer is extended or added in the same plan.

    Args:
        plan: The plan of the command.
        source: The template.
        given: The function's answers so far; ``packages`` is added to them.

    Raises:
        ScaffoldError: The user cancels, or the layer cannot be extended or added.
    """
    if name_problem("function", given["name"]):
        return  # copier refuses the name
    if "packages" not in given:
        given["packages"] = _ask()
    packages = _read(given["packages"])
    if imports_problem(packages) or not requirement_lines(packages):
        return  # copier refuses them
    found = _choice(plan, {**given, "packages": packages})
    if problem := found.problem():
        _provide(plan, source, given, found, problem)


def _ask() -> list[str]:
    import questionary  # noqa: PLC0415 - slow to import

    question = questionary.text(
        _QUESTION,
        instruction="Names of packages or modules, separated by spaces; Enter for none ",
        validate=lambda text: imports_problem(text) or True,
    )
    return requirement_lines(question.unsafe_ask())


def _provide(
    plan: Addition, source: TemplateSource, given: dict[str, Any], found: LayerChoice, problem: str
) -> None:
    """Ask whether to extend a layer or to add one for packages, and do it.

    Raises:
        ScaffoldError: The user cancels, or the layer cannot be extended or added.
    """
    import questionary  # noqa: PLC0415 - slow to import

    extension = found.extension
    extend = f"Extend {extension.layer}: {', '.join(extension.packages)}" if extension else ""
    add, cancel = f"Add a layer: {', '.join(found.to_add)}", "Cancel"
    missing = ", ".join(map(str, found.choice.missing))
    choices = [*filter(None, [extend, add, cancel])]
    chosen = questionary.select(f"No layer provides {missing}. Choose:", choices).unsafe_ask()
    if chosen == cancel:
        raise ScaffoldError(f"packages: {problem}")
    if chosen == extend and extension is not None:
        _extend(plan, source, extension)
    else:
        _add(plan, source, given, found)


def _read(answer: Any) -> Any:
    """Return an answer of type yaml as copier reads it."""
    try:
        return read_yaml(answer) if isinstance(answer, str) else answer
    except yaml.YAMLError:
        return answer


def _choice(plan: Addition, given: dict[str, Any]) -> LayerChoice:
    view, template_file = plan.view, given["template_file"]
    answers = deciding(
        given["packages"],
        given.get("layers", []),
        learned_style(view, template_file).to_dict(),
        given,
    )
    return LayerChoice.of(view, load_template(view, template_file), answers)


def _extend(plan: Addition, source: TemplateSource, extension: Extension) -> None:
    """Add packages to a layer, as `sam-scaffold set` does.

    Raises:
        ScaffoldError: They cannot be added, or there are conflicts.
    """
    components = Components(plan, Versions(source))
    instance = next(component for component in components.all if component.path == extension.path)
    data = {"packages": list(extension.packages)}
    (outcome,) = components.run([instance], partial(reanswered, components, data=data))
    if outcome.error:
        raise outcome.error
    if not outcome.is_clean:
        raise ScaffoldError(
            f"the packages of {extension.layer} were edited, so adding to them leads to conflicts; "
            f"run `{extension.command}`, resolve the conflicts, and try again."
        )


def _add(plan: Addition, source: TemplateSource, given: dict[str, Any], found: LayerChoice) -> None:
    import questionary  # noqa: PLC0415 - slow to import

    ask = questionary.text(
        "Name of the layer?",
        default=app_name(found.choice.missing[0].name),
        validate=lambda text: name_problem("layer", text) or True,
    )
    layer: dict[str, Any] = {
        "kind": "layer", "name": ask.unsafe_ask(), "template_file": given["template_file"],
        "packages": list(found.to_add),
        **{key: found.answers[key] for key in ("runtime", "architecture")},
    }  # fmt: skip
    plan.add(source, layer, ask=False)
