"""Existing resources of a template that a new function is connected to."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from ...errors import nearest
from .names import words_without_terms
from .template import Resource


def available(types: Container[str], resources: Sequence[Resource]) -> list[Resource]:
    """Return the resources of some types that always exist, in the order of the template.

    Args:
        types: The types.
        resources: The resources of the template, or those of these types.
    """
    return [found for found in resources if found.type in types and not found.condition]


def existing_problem(
    logical_id: str, nouns: Mapping[str, str], resources: Sequence[Resource]
) -> str:
    """Return why a function cannot be connected to a resource, in one line; empty if it can.

    Args:
        logical_id: The logical id of the resource.
        nouns: The names of the possible types in messages, by type.
        resources: The resources of the template, or those of these types.
    """
    found = next((known for known in resources if known.logical_id == logical_id), None)
    if found is None or found.type not in nouns:
        ids = [known.logical_id for known in available(nouns, resources)]
        kinds = " or ".join(", ".join(dict.fromkeys(nouns.values())).rsplit(", ", 1))
        but = f" but an {found.type}" if found and found.type else ""
        hint = f"{nearest(logical_id, ids)} It has {', '.join(ids) or 'none'}."
        return f"{logical_id!r} is not {_article(kinds)} {kinds} of the template{but}.{hint}"
    if found.condition:
        return (
            f"{logical_id!r} only exists under the condition {found.condition}, so a deployment "
            "without it would fail. Choose another resource, or remove its Condition."
        )
    return ""


def _article(noun: str) -> str:
    return "an" if noun.startswith(("HTTP", *"AEIOaeio")) else "a"


def variable_of(
    logical_id: str,
    noun: str,
    suffix: str = "",
    split: Callable[[str], list[str]] = words_without_terms,
) -> str:
    """Return the environment variable of a resource: ``LEDGER_TABLE`` for Ledger and LedgerTable.

    Args:
        logical_id: The logical id of the resource.
        noun: Its kind: ``"table"``, ``"state machine"``.
        suffix: The kind of the variable's value: ``"arn"``; empty for a name.
        split: Returns the words of a logical id.
    """
    own = noun.split()
    stem = [word for word in split(logical_id) if word not in own]
    # A variable's name begins with a letter, but a logical id may begin with a digit:
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    name = [*own, *stem] if stem and stem[0][0].isdigit() else [*stem, *own]
    return "_".join([*name, *suffix.split()]).upper()
