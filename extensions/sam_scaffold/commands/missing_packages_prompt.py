"""What a function imports and no layer brings: asked before the first question of copier's."""

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
    """Ask what a function imports, and which way out to take where no layer brings it.

    A layer that is extended or added comes into the same plan.

    Args:
        plan: What is about to be done.
        source: The template.
        given: The function's answers so far; ``packages`` is added to them.

    Raises:
        ScaffoldError: The person stops, or the way out is none.
    """
    if name_problem("function", given["name"]):
        return  # copier refuses it
    if "packages" not in given:
        given["packages"] = _asked()
    packages = _read(given["packages"])
    if imports_problem(packages) or not requirement_lines(packages):
        return  # copier says what is wrong
    found = _choice(plan, {**given, "packages": packages})
    if problem := found.problem():
        _take_a_way_out(plan, source, given, found, problem)


def _asked() -> list[str]:
    import questionary  # noqa: PLC0415 - slow to import

    question = questionary.text(
        _QUESTION,
        instruction="Packages or modules, with spaces between; none: Enter ",
        validate=lambda text: imports_problem(text) or True,
    )
    return requirement_lines(question.unsafe_ask())


def _take_a_way_out(
    plan: Addition, source: TemplateSource, given: dict[str, Any], found: LayerChoice, problem: str
) -> None:
    import questionary  # noqa: PLC0415 - slow to import

    extension = found.extension
    extend = f"Extend {extension.layer}: {', '.join(extension.packages)}" if extension else ""
    add, stop = f"Add a layer: {', '.join(found.to_add)}", "Stop here"
    said = f"No layer brings {', '.join(map(str, found.choice.missing))}. What now?"
    way = questionary.select(said, [*filter(None, [extend, add, stop])]).unsafe_ask()
    if way == stop:
        raise ScaffoldError(f"packages: {problem}")
    if way == extend and extension is not None:
        _extend(plan, source, extension)
    else:
        _add(plan, source, given, found)


def _read(answer: Any) -> Any:
    """An answer of type yaml as copier reads it."""
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
    """Give a layer more packages, as `sam-scaffold set` does."""
    components = Components(plan, Versions(source))
    instance = next(one for one in components.all if one.path == extension.path)
    data = {"packages": list(extension.packages)}
    (outcome,) = components.run([instance], partial(reanswered, components, data=data))
    if outcome.error:
        raise outcome.error
    if not outcome.is_clean:
        raise ScaffoldError(
            f"{extension.layer} was edited where its packages are; run `{extension.command}`, "
            "settle that, and try again."
        )


def _add(plan: Addition, source: TemplateSource, given: dict[str, Any], found: LayerChoice) -> None:
    import questionary  # noqa: PLC0415 - slow to import

    ask = questionary.text(
        "What shall the layer be called?",
        default=app_name(found.choice.missing[0].name),
        validate=lambda text: name_problem("layer", text) or True,
    )
    layer: dict[str, Any] = {
        "kind": "layer", "name": ask.unsafe_ask(), "template_file": given["template_file"],
        "packages": list(found.to_add),
        **{key: found.answers[key] for key in ("runtime", "architecture")},
    }  # fmt: skip
    plan.add(source, layer, ask=False)
