"""A value that fits none of the forms it may have: cfn-lint says what each of them lacks.

An event source has one of 20 forms, so that a wrong property of one is 39 findings (measured,
cfn-lint 1.58). The translator knows by `Type` which form is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cfnlint.rules import Match

from ..rules.translates import Translates
from ..sam.translation.translation import quoted
from .finding import path_of


def settled(matches: Sequence[Match]) -> list[Match]:
    """Return what was found without choices of which the translator names the mistake.

    Args:
        matches: What was found in a template; what is about a form has the id of the choice as
            its parent's.
    """
    refused = [one for one in matches if one.rule.id == Translates.id]
    below: dict[str, list[Match]] = {}
    for one in matches:
        below.setdefault(one.parent_id or "", []).append(one)
    gone: set[str] = set()
    for one in matches:
        forms = list(_below(one, below))
        if forms and any(_is_named(one, forms, other) for other in refused):
            gone |= {one.id, *(form.id for form in forms)}
    return [one for one in matches if one.id not in gone]


def _below(match: Match, below: dict[str, list[Match]]) -> Iterable[Match]:
    """What was found in the forms of a choice, and in those of choices in them."""
    for one in below.get(match.id or "", ()):
        yield one
        yield from _below(one, below)


def _is_named(choice: Match, forms: Iterable[Match], refusal: Match) -> bool:
    """Whether the translator refuses the value, or names in it what one of its forms is about."""
    start, place = path_of(choice), path_of(refusal)
    if place[: len(start)] != start or place == start:
        return place == start
    names = {step for name in quoted(refusal.message) for step in name.split(".")}
    return any(
        names.intersection((*map(str, path_of(one)[len(start) :]), *quoted(one.message)))
        for one in forms
    )
