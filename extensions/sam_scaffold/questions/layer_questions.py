"""Questions about layers: those of a function, and the packages of a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..aws.limits import LAYERS_PER_FUNCTION
from ..components.function_component import in_effect, layer_references, ordered_layers
from ..contents.pinning import is_pinned, not_pinned, pinned, pinning_problem
from ..dependencies.resolution.resolver_errors import UnreachableError
from ..errors import ScaffoldError, nearest
from ..sam.model.external_layers import external_layers, name_of
from ..sam.model.template import Template
from ..sam.style.house_style import HouseStyle
from ..sam.style.learning.powertools import OLDEST
from .context import Phase, QuestionContext
from .given_answers import answered
from .layer_choice import LayerChoice, deciding
from .shared_layers import wants_shared_code

POWERTOOLS_DISTRIBUTION = "aws-lambda-powertools[parser,tracer]"
POWERTOOLS_PACKAGES = f"{POWERTOOLS_DISTRIBUTION}>=3,<4"
"""What generated handlers import of them: Pydantic models need the parser's extra."""


@dataclass(frozen=True)
class Found:
    """A default that takes time to find, as it needs other files or the network.

    Attributes:
        value: The default.
        warnings: Lines for the user.
    """

    value: dict[str, Any]
    warnings: tuple[str, ...] = ()


# --- Layers of a function ---------------------------------------------------------


def third_party_layers(context: QuestionContext) -> list[str]:
    """Return the choices of ``layers``, and whatever was answered already.

    Copier drops a multiselect's answers that are not choices silently (measured, 9.19): an
    unknown layer has to be a choice to be refused by name, and an update, which renders where
    there is no template, has to keep its own. They come first, as copier puts the answers into
    the order of the choices.
    """
    found: list[str] = []
    if (template := context.template) is not None:
        shared = context.answers["house"]["shared_layer"]
        found = [name for name in _layers_of(template) if name != shared]
    return list(dict.fromkeys([*answered(context.known("layers")), *found]))


def _layers_of(template: Template) -> list[str]:
    """Return the layers that functions can have, external ones among them."""
    return [*(layer.logical_id for layer in template.layers), *external_layers(template)]


def layers_problem(context: QuestionContext, layers: list[str]) -> str:
    """Validate ``layers``."""
    if context.template is None:
        return ""
    known = _layers_of(context.template)
    for layer in layers:
        if layer not in known:
            has = ", ".join(known) or "none"
            return (
                f"{layer!r} is no layer of {context.template_file}.{nearest(layer, known)} "
                f"It has {has}."
            )
    shared = {"shared_code": wants_shared_code(context.style, context.given)}
    style = in_effect(context.style, shared)
    brought = "the shared code" if style.shared_layer else ""
    return layer_count_problem(list(set(ordered_layers(layers, style))), style, brought)


def layer_count_problem(layers: Sequence[Any], style: HouseStyle, brought: str = "") -> str:
    """Return an error if a function has more layers than Lambda allows.

    Args:
        layers: All that it states.
        style: The style of the repository, whose Globals may give it more.
        brought: Which of them come by themselves.
    """
    given = style.globals.get("Layers") or []
    count = len(layers) + len(given)
    if count <= LAYERS_PER_FUNCTION:
        return ""
    of_globals = f"Globals' {', '.join(map(name_of, given))}" if given else ""
    others = " and ".join(filter(None, [brought, of_globals]))
    without = ", or give -d shared_code=false" if style.shared_layer and brought else ""
    return (
        f"{count} layers{others and f' with {others}'}, and a function has at most "
        f"{LAYERS_PER_FUNCTION}; choose fewer{without}."
    )


def deciding_answers(context: QuestionContext) -> dict[str, Any] | None:
    """Return the answers that decide which layers provide the packages; None if nothing does."""
    answers = context.answers
    # Copier asks for the default of another kind's question, too.
    if context.kind != "function" or not answers["packages"] or context.offered is None:
        return None
    return deciding(answers["packages"], answers["layers"], answers["house"], context.given)


def layers_of_packages(context: QuestionContext) -> Found:
    """Find the default of ``package_layers``: what each layer provides of ``packages``.

    Raises:
        ScaffoldError: No layers provide all of them.
    """
    answers, template = deciding_answers(context), context.offered
    if answers is None or template is None:
        return Found({})
    found = LayerChoice.of(context.view, template, answers)
    if problem := found.problem():
        raise ScaffoldError(f"packages: {problem}")
    conflicts = (f"{conflict}, and one of them counts." for conflict in found.choice.conflicts)
    return Found(found.brought, tuple(conflicts))


# --- Shared code and Powertools ---------------------------------------------------


def takes_shared_code(context: QuestionContext) -> bool:
    """Return the default of ``shared_code``: whether there is room.

    Functions from before that question have the layer.
    """
    return context.phase is not Phase.NEW or wants_shared_code(context.style, context.given)


def shared_code_problem(context: QuestionContext, shared_code: bool) -> str:  # noqa: FBT001 - an answer
    """Validate ``shared_code``."""
    house = in_effect(context.style, {"shared_code": shared_code})
    layers = layer_references({**context.answers, "powertools": False}, house)
    return layer_count_problem(layers, house, "the shared code") if shared_code else ""


def brings_powertools(context: QuestionContext) -> bool:
    """Return the default of ``powertools``: whether a layer provides all the handler needs."""
    return _has_powertools(context.style) and not _missing_extras(context)


def _has_powertools(house: HouseStyle) -> bool:
    return house.powertools_layer is not None or house.powertools_inherited


def _missing_extras(context: QuestionContext) -> list[str]:
    """Return the extras that the trigger's handler needs and the learned layer lacks."""
    lacks = context.style.powertools_lacks
    return [extra for extra in context.trigger.powertools_extras if extra in lacks]


def powertools_problem(context: QuestionContext, powertools: bool) -> str:  # noqa: FBT001 - an answer
    """Validate ``powertools``."""
    if not powertools:
        return ""
    house = context.style
    if missing := _missing_extras(context):
        layer = (house.powertools_layer or {}).get("Ref", "the layer of Globals")
        return (
            f"{layer} has aws-lambda-powertools without its extra {', '.join(missing)}, which the "
            f"handler of a {context.answers['trigger']} needs; list {POWERTOOLS_DISTRIBUTION} "
            "there."
        )
    if _has_powertools(house):
        layers = layer_references({**context.answers, "powertools": True}, house)
        house = in_effect(house, context.answers)
        brought = "the shared code and Powertools" if house.shared_layer else "Powertools"
        return layer_count_problem(layers, house, brought)
    return (
        f"no layer of {context.template_file} brings aws-lambda-powertools {OLDEST} or newer; "
        "add one: "
        f"sam-scaffold add layer powertools -d packages='{POWERTOOLS_PACKAGES}'."
    )


# --- Packages of a new layer ------------------------------------------------------


def asked_packages(context: QuestionContext) -> dict[str, Any] | None:
    """Return the packages that are to be pinned as they were asked for; None if none are."""
    # Copier asks for the default of another kind's question, too.
    return not_pinned(context.answers) if is_pinned(context.answers) else None


def resolved_packages(context: QuestionContext) -> Found:
    """Find the default of ``resolved``: exact versions, as asked for if PyPI is unreachable."""
    answers = context.answers
    if not is_pinned(answers):
        return Found({})
    try:
        return Found(pinned(answers))
    except UnreachableError as error:
        then = f"They are not pinned; later: sam-scaffold set {answers['name']} pin=true"
        return Found(not_pinned(answers), (f"{error} {then}",))


def resolved_problem(context: QuestionContext, recorded: Mapping[str, Any]) -> str:
    """Validate ``resolved``, in an update too: after changed answers it is resolved anew."""
    return pinning_problem(recorded, context.answers)
