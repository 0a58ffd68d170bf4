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
"""The package that generated handlers import; Pydantic models need its extra parser."""


@dataclass(frozen=True)
class Found:
    """A default that takes time, as it needs other files or the network.

    Attributes:
        value: The default.
        warnings: Lines for the user.
    """

    value: dict[str, Any]
    warnings: tuple[str, ...] = ()


# --- Layers of a function ---------------------------------------------------------


def third_party_layers(context: QuestionContext) -> list[str]:
    """Return the choices of ``layers``, including all earlier answers.

    Copier silently drops answers of a multiselect that are not choices (measured, 9.19). An unknown
    layer has to be a choice so that it can be refused, and an update, which renders in a folder
    without a template, has to keep its layers. Earlier answers are first, as Copier sorts the
    answers in the order of the choices.
    """
    found: list[str] = []
    if (template := context.template) is not None:
        shared = context.answers["house"]["shared_layer"]
        found = [name for name in _layers_of(template) if name != shared]
    return list(dict.fromkeys([*answered(context.known("layers")), *found]))


def _layers_of(template: Template) -> list[str]:
    """Return the layers that functions can have, including external ones."""
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
                f"{layer!r} is not a layer of {context.template_file}.{nearest(layer, known)} "
                f"It has {has}."
            )
    shared = {"shared_code": wants_shared_code(context.style, context.given)}
    style = in_effect(context.style, shared)
    default = "the shared code" if style.shared_layer else ""
    return layer_count_problem(list(set(ordered_layers(layers, style))), style, default)


def layer_count_problem(layers: Sequence[Any], style: HouseStyle, default: str = "") -> str:
    """Return an error if a function has more layers than Lambda allows.

    Args:
        layers: All layers of the function itself.
        style: The style of the repository, whose Globals may have more layers.
        default: Those of them that the user did not choose.
    """
    given = style.globals.get("Layers") or []
    count = len(layers) + len(given)
    if count <= LAYERS_PER_FUNCTION:
        return ""
    of_globals = f"Globals' {', '.join(map(name_of, given))}" if given else ""
    others = " and ".join(filter(None, [default, of_globals]))
    without = ", or give -d shared_code=false" if style.shared_layer and default else ""
    return (
        f"the function would have {count} layers{others and f' with {others}'}, but Lambda allows "
        f"{LAYERS_PER_FUNCTION}. Choose fewer{without}."
    )


def deciding_answers(context: QuestionContext) -> dict[str, Any] | None:
    """Return the answers that determine the layers of packages; None if there are no packages."""
    answers = context.answers
    # Copier also renders the default of a question that is not asked.
    if context.kind != "function" or not answers["packages"] or context.offered is None:
        return None
    return deciding(answers["packages"], answers["layers"], answers["house"], context.given)


def layers_of_packages(context: QuestionContext) -> Found:
    """Find the default of ``package_layers``: the packages that each layer provides.

    Raises:
        ScaffoldError: No layers provide all of them.
    """
    answers, template = deciding_answers(context), context.offered
    if answers is None or template is None:
        return Found({})
    found = LayerChoice.of(context.view, template, answers)
    if problem := found.problem():
        raise ScaffoldError(f"packages: {problem}")
    conflicts = (
        f"{conflict}. Only one of them is imported." for conflict in found.choice.conflicts
    )
    return Found(found.brought, tuple(conflicts))


# --- Shared code and Powertools ---------------------------------------------------


def default_shared_code(context: QuestionContext) -> bool:
    """Return the default of ``shared_code``: as learned, if the function can have another layer.

    Functions of a version without this question have the layer.
    """
    return context.phase is not Phase.NEW or wants_shared_code(context.style, context.given)


def shared_code_problem(context: QuestionContext, shared_code: bool) -> str:  # noqa: FBT001 - an answer
    """Validate ``shared_code``."""
    style = in_effect(context.style, {"shared_code": shared_code})
    layers = layer_references({**context.answers, "powertools": False}, style)
    return layer_count_problem(layers, style, "the shared code") if shared_code else ""


def default_powertools(context: QuestionContext) -> bool:
    """Return the default of ``powertools``: whether a layer provides all that the handler needs."""
    return _has_powertools(context.style) and not _missing_extras(context)


def _has_powertools(style: HouseStyle) -> bool:
    return style.powertools_layer is not None or style.powertools_inherited


def _missing_extras(context: QuestionContext) -> list[str]:
    """Return the extras that the trigger's handler needs and the layer does not have."""
    lacks = context.style.powertools_lacks
    return [extra for extra in context.trigger.powertools_extras if extra in lacks]


def powertools_problem(context: QuestionContext, powertools: bool) -> str:  # noqa: FBT001 - an answer
    """Validate ``powertools``."""
    if not powertools:
        return ""
    style = context.style
    if missing := _missing_extras(context):
        layer = (style.powertools_layer or {}).get("Ref", "the layer of Globals")
        return (
            f"{layer} has aws-lambda-powertools without its extra {', '.join(missing)}, which the "
            f"handler for {context.answers['trigger']} requires. Add {POWERTOOLS_DISTRIBUTION} to "
            "its packages."
        )
    if _has_powertools(style):
        layers = layer_references({**context.answers, "powertools": True}, style)
        style = in_effect(style, context.answers)
        default = "the shared code and Powertools" if style.shared_layer else "Powertools"
        return layer_count_problem(layers, style, default)
    return (
        f"no layer of {context.template_file} provides aws-lambda-powertools {OLDEST} or newer. "
        "Add one: "
        f"sam-scaffold add layer powertools -d packages='{POWERTOOLS_PACKAGES}'."
    )


# --- Packages of a new layer ------------------------------------------------------


def asked_packages(context: QuestionContext) -> dict[str, Any] | None:
    """Return the packages to pin, as given; None if none are pinned."""
    # Copier also renders the default of a question that is not asked.
    return not_pinned(context.answers) if is_pinned(context.answers) else None


def resolved_packages(context: QuestionContext) -> Found:
    """Find the default of ``resolved``: exact versions, or those given if PyPI is unreachable."""
    answers = context.answers
    if not is_pinned(answers):
        return Found({})
    try:
        return Found(pinned(answers))
    except UnreachableError as error:
        then = f"They are not pinned. Pin them later: sam-scaffold set {answers['name']} pin=true"
        return Found(not_pinned(answers), (f"{error} {then}",))


def resolved_problem(context: QuestionContext, recorded: Mapping[str, Any]) -> str:
    """Validate ``resolved``, also in an update: for other packages, they are resolved again."""
    return pinning_problem(recorded, context.answers)
