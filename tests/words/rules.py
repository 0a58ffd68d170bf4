"""The list of words: each rule is a line of ``words.tsv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from words.texts import Text

LIST = Path(__file__).with_name("words.tsv")

_TEXT = {"docs", "comment", "docstring", "message", "template"}
_KINDS = {*_TEXT, "summary", "heading", "name", "loop"}


@dataclass(frozen=True)
class Rule:
    """A pattern that is not to occur in some kinds of text.

    Attributes:
        name: Shown with each finding.
        kinds: The kinds of text that it is for.
        pattern: Matches whole words; a space in it is any white space.
        unless: Matches proper uses: what overlaps one is not found.
        replacement: Proposed to the author.
    """

    name: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    replacement: str

    @classmethod
    def read(cls, row: dict[str, str]) -> Rule:
        """Read a line of the list.

        Raises:
            ValueError: If it is for a kind of text that does not exist.
        """
        named = set(row["in"].split(","))
        kinds = (named - {"text"}) | (_TEXT if "text" in named else set())
        if kinds - _KINDS:
            raise ValueError(f"{LIST.name}: {row['rule']} is for {sorted(kinds - _KINDS)}")
        unless = _words(row["unless"]) if row["unless"] else None
        return cls(
            row["rule"], frozenset(kinds), _words(row["pattern"]), unless, row["replacement"]
        )

    def found_in(self, text: Text) -> Iterator[tuple[int, str]]:
        """Yield the line and the words of each occurrence."""
        proper = [found.span() for found in self.unless.finditer(text.words)] if self.unless else []
        for found in self.pattern.finditer(text.words):
            start, end = found.span()
            if not any(first < end and start < last for first, last in proper):
                yield text.line + text.words.count("\n", 0, start), " ".join(found[0].split())


@cache
def rules() -> tuple[Rule, ...]:
    """Read the list."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Rule.read(row) for row in rows)


def rules_for(text: Text) -> tuple[Rule, ...]:
    """Return the rules for a kind of text; none where the text matches none of them."""
    candidates, any_of_them = _by_kind(text.kind)
    return candidates if any_of_them.search(text.words) else ()


@cache
def _by_kind(kind: str) -> tuple[tuple[Rule, ...], re.Pattern[str]]:
    """Return the rules for a kind, and one pattern that tells in one pass if any matches."""
    found = tuple(rule for rule in rules() if kind in rule.kinds)
    return found, re.compile("|".join(rule.pattern.pattern for rule in found), re.IGNORECASE)


def _words(pattern: str) -> re.Pattern[str]:
    spaced = re.sub(r"(?<![\[\\]) ", r"\\s+", pattern)
    return re.compile(rf"\b(?<![/.])(?:{spaced})(?![\w/]|\.\w)", re.IGNORECASE)
