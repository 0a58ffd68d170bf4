"""Layers that a function has by default: shared code and Powertools."""

from __future__ import annotations

from collections.abc import Mapping
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
from .common_questions import learned_style
from .given_answers import is_on


def wants_shared_code(house: HouseStyle, given: Mapping[str, Any]) -> bool:
    """Return whether a function is to have the shared code layer.

    Args:
        house: The house style.
        given: What is answered so far; without ``shared_code`` it is to have the layer where
            there is room for it.
    """
    if "shared_code" in given:
        return is_on(given["shared_code"])
    has_powertools = house.powertools_layer is not None or house.powertools_inherited
    return _leaves_room(house, powertools=is_on(given.get("powertools", has_powertools)))


def lacks_shared_code(
    repository: RepositoryView, template_file: str, given: Mapping[str, Any]
) -> bool:
    """Return whether the shared code layer that a function is to have is still to be made.

    Args:
        repository: The repository.
        template_file: The SAM template.
        given: The function's answers so far.
    """
    house = learned_style(repository, template_file)
    return not house.shared_layer and wants_shared_code(house, given)


def with_shared_layer(repository: RepositoryView, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recorded house style with the shared code layer that there is now.

    Args:
        repository: The repository.
        recorded: The answers of the function that is to have it.

    Raises:
        ScaffoldError: There is none.
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
    """Return a recorded house style with the layer of Powertools that there is now.

    Args:
        repository: The repository.
        recorded: The answers of the function that is to have it; one that it has already stays.
    """
    house = dict(recorded["house"])
    if house.get("powertools_layer") is None and not house.get("powertools_inherited"):
        house |= powertools_style(
            load_template(repository, str(recorded["template_file"])), repository
        )
    return house


def missing_problem(template_file: str) -> str:
    """Return an error about shared code that a function wants and the template does not have."""
    return (
        f"{template_file} has no SharedCodeLayer, which functions refer to; add it with "
        "`sam-scaffold init`, or give -d shared_code=false."
    )


def why_without(answers: Mapping[str, Any]) -> list[str]:
    """Return the reason why a function has no shared code if no user declined it: a line or none.

    Args:
        answers: All answers of the function.
    """
    house = HouseStyle.from_dict(dict(answers["house"]))
    if answers["shared_code"] or _leaves_room(house, powertools=answers["powertools"]):
        return []
    given = _of_globals(house)
    others = f"Globals' layers ({', '.join(map(name_of, given))})"
    if len(given) < LAYERS_PER_FUNCTION:
        others += " and Powertools"
    return [
        f"without the shared code layer: {others} are the {LAYERS_PER_FUNCTION} that it may have"
    ]


def _leaves_room(house: HouseStyle, *, powertools: bool) -> bool:
    given = _of_globals(house)
    if house.shared_layer and house.shared_layer in references(given):
        return True
    own = powertools and house.powertools_layer is not None
    return len(given) + own < LAYERS_PER_FUNCTION


def _of_globals(house: HouseStyle) -> list[Data]:
    given = house.globals.get("Layers")
    return given if isinstance(given, list) else []
