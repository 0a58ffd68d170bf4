"""Layers that a function has by default: shared code and Powertools."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..aws.limits import LAYERS_PER_FUNCTION
from ..errors import ScaffoldError
from ..sam.model.external_layers import name_of
from ..sam.model.intrinsics import Data, references
from ..sam.model.shared_layer import shared_layer
from ..sam.model.template_files import load_template
from ..sam.style.house_style import HouseStyle
from ..sam.style.learning.powertools import powertools_style
from ..transaction.repository_view import RepositoryView
from .common_questions import app_name, learned_style, packages_of
from .given_answers import is_on


def wants_shared_code(style: HouseStyle, given: Mapping[str, Any]) -> bool:
    """Return whether a function has the shared code layer by its answers.

    Args:
        style: The style of the repository.
        given: The answers so far. Without ``shared_code``, the function has the layer if most
            functions have it, and it can have another one.
    """
    if "shared_code" in given:
        return is_on(given["shared_code"])
    if not style.shared_code:
        return False
    has_powertools = style.powertools_layer is not None or style.powertools_inherited
    return leaves_room(style, powertools=is_on(given.get("powertools", has_powertools)))


def lacks_shared_code(
    repository: RepositoryView, template_file: str, given: Mapping[str, Any]
) -> bool:
    """Return whether a function needs a shared code layer that does not exist.

    Args:
        repository: The repository.
        template_file: The SAM template.
        given: The function's answers so far.
    """
    style = learned_style(repository, template_file)
    return not style.shared_layer and wants_shared_code(style, given)


def shared_layer_answers(root: Path, template_file: str) -> dict[str, Any]:
    """Return the answers of a shared code layer that is added with a function.

    Args:
        root: The repository's root.
        template_file: The SAM template.
    """
    name = app_name(root.name, packages_of(root))
    return {"kind": "app", "name": name, "template_file": template_file, "came_along": True}


def with_shared_layer(repository: RepositoryView, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recorded style with the present shared code layer.

    Args:
        repository: The repository.
        recorded: The answers of the function that gets the layer.

    Raises:
        ScaffoldError: The template has none.
    """
    template_file = str(recorded["template_file"])
    shared = shared_layer(load_template(repository, template_file), repository)
    if shared is None:
        raise ScaffoldError(f"shared_code: {missing_problem(template_file)}")
    return {
        **recorded["house"],
        "shared_layer": shared.logical_id,
        "shared_source": shared.source,
        "shared_package": shared.package,
    }


def with_powertools_layer(
    repository: RepositoryView, recorded: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a recorded style with the present layer of Powertools.

    Args:
        repository: The repository.
        recorded: The answers of the function that gets the layer, unless it has one.
    """
    style = dict(recorded["house"])
    if style.get("powertools_layer") is None and not style.get("powertools_inherited"):
        style |= powertools_style(
            load_template(repository, str(recorded["template_file"])), repository
        )
    return style


def missing_problem(template_file: str) -> str:
    """Return the error for a function with shared code in a template without it."""
    return (
        f"{template_file} has no SharedCodeLayer, to which functions refer. Add it with "
        "`sam-scaffold init`, or give -d shared_code=false."
    )


def why_without(answers: Mapping[str, Any]) -> list[str]:
    """Return the reason why a function has no shared code, if the user did not decline it.

    Args:
        answers: All answers of the function.
    """
    style = HouseStyle.from_dict(dict(answers["house"]))
    if answers["shared_code"] or leaves_room(style, powertools=answers["powertools"]):
        return []
    given = _of_globals(style)
    others = f"Globals' layers ({', '.join(map(name_of, given))})"
    if len(given) < LAYERS_PER_FUNCTION:
        others += " and Powertools"
    reason = f"{others} are the {LAYERS_PER_FUNCTION} layers that it can have"
    return [f"without the shared code layer: {reason}"]


def leaves_room(style: HouseStyle, *, powertools: bool) -> bool:
    """Return whether a function can have the shared code layer besides those of Globals.

    Args:
        style: The style of the repository.
        powertools: Whether the function has Powertools.
    """
    given = _of_globals(style)
    if style.shared_layer and style.shared_layer in references(given):
        return True
    own = powertools and style.powertools_layer is not None
    return len(given) + own < LAYERS_PER_FUNCTION


def _of_globals(style: HouseStyle) -> list[Data]:
    given = style.globals.get("Layers")
    return given if isinstance(given, list) else []
