"""Findings of cfn-lint on a value that matches none of several schemas.

cfn-lint reports the mismatch with each schema. An event source has 20 of them, so one wrong
property results in 39 findings (measured, cfn-lint 1.58). SAM's translator knows by `Type` which
schema applies, so its finding replaces them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cfnlint.rules import Match

from ..rules.translates import Translates
from ..sam.translation.translation import quoted
from .finding import path_of


def without_failed_alternatives(matches: Sequence[Match]) -> list[Match]:
    """Return the matches except those on a choice of schemas whose error the translator names.

    Args:
        matches: The matches of a template. The parent of a match on one schema is the match on
            the choice.
    """
    refused = [match for match in matches if match.rule.id == Translates.id]
    below: dict[str, list[Match]] = {}
    for match in matches:
        below.setdefault(match.parent_id or "", []).append(match)
    gone: set[str] = set()
    for match in matches:
        alternatives = list(_below(match, below))
        if alternatives and any(_is_named(match, alternatives, other) for other in refused):
            gone |= {match.id, *(alternative.id for alternative in alternatives)}
    return [match for match in matches if match.id not in gone]


def _below(match: Match, below: dict[str, list[Match]]) -> Iterable[Match]:
    """Yield the matches on the schemas of a choice, and on choices within them."""
    for found in below.get(match.id or "", ()):
        yield found
        yield from _below(found, below)


def _is_named(choice: Match, alternatives: Iterable[Match], refusal: Match) -> bool:
    """Return whether the translator refuses the value, or a part that an alternative reports."""
    start, place = path_of(choice), path_of(refusal)
    if place[: len(start)] != start or place == start:
        return place == start
    names = {step for name in quoted(refusal.message) for step in name.split(".")}
    return any(
        names.intersection((*map(str, path_of(found)[len(start) :]), *quoted(found.message)))
        for found in alternatives
    )
