"""Resources that stand in a template already and that a new function is wired to."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from ...errors import nearest
from .names import words
from .template import Resource


def available(types: Container[str], resources: Sequence[Resource]) -> list[Resource]:
    """The resources of some types that a function can rely on, in the order of the template.

    Args:
        types: The types.
        resources: The resources of the template, or those of these types.
    """
    return [one for one in resources if one.type in types and not one.condition]


def existing_problem(
    logical_id: str, nouns: Mapping[str, str], resources: Sequence[Resource]
) -> str:
    """Why a resource cannot be what a function is wired to, in one line.

    Args:
        logical_id: The resource.
        nouns: What resources of the possible types are called, by type.
        resources: The resources of the template, or those of these types.
    """
    found = next((one for one in resources if one.logical_id == logical_id), None)
    if found is None or found.type not in nouns:
        known = [one.logical_id for one in available(nouns, resources)]
        kinds = " or ".join(", ".join(dict.fromkeys(nouns.values())).rsplit(", ", 1))
        but = f" but an {found.type}" if found and found.type else ""
        hint = f"{nearest(logical_id, known)} It has {', '.join(known) or 'none'}."
        return f"{logical_id!r} is no {kinds} of the template{but}.{hint}"
    if found.condition:
        return (
            f"{logical_id!r} exists only under the condition {found.condition}, and the function "
            "always, so that a deployment without it would fail; choose another, or take its "
            "Condition away."
        )
    return ""


def variable_of(logical_id: str, noun: str, holds: str = "") -> str:
    """The environment variable for a resource: ``LEDGER_TABLE`` of Ledger and LedgerTable.

    Args:
        logical_id: The resource.
        noun: What it is: ``"table"``, ``"state machine"``.
        holds: What the variable holds where that is not its name: ``"arn"``.
    """
    own = noun.split()
    stem = [word for word in words(logical_id) if word not in own]
    # A variable begins with a letter, and a logical id may begin with a digit:
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    name = [*own, *stem] if stem and stem[0][0].isdigit() else [*stem, *own]
    return "_".join([*name, *holds.split()]).upper()
