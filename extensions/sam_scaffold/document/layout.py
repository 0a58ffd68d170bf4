"""Indentation and blank lines of a file, by majority of its collections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .yaml_document import Document
from .yaml_tree import Node, NodeKind


@dataclass(frozen=True, slots=True)
class TextLayout:
    """Indentation of a file.

    Attributes:
        mapping: Columns from a key to the keys of its mapping.
        sequence: Columns from a key to the dashes of its sequence; 0 or more.
        fill: The character that lines of JSON are indented with: a space or a tab.
    """

    mapping: int = 2
    sequence: int = 2
    fill: str = " "


_DEFAULT = TextLayout()


@lru_cache(maxsize=8)
def layout_of(document: Document) -> TextLayout:
    """Return the indentation that most collections of a file have.

    Kept, as it takes a look at the whole file, and many components are merged into one.
    """
    mappings: Counter[int] = Counter()
    sequences: Counter[int] = Counter()
    for parent in document.root.walk():
        if parent.kind is not NodeKind.MAPPING:
            continue
        for key, value in parent.pairs():
            if not value.items or value.kind is NodeKind.ALIAS:
                continue
            if value.kind is NodeKind.MAPPING and _on_own_line(document, value.items[0]):
                mappings[value.items[0].column - _line_column(document, key)] += 1
            elif value.kind is NodeKind.SEQUENCE and not value.flow:
                sequences[_dash_column(document, value) - key.column] += 1
    tabs = document.text.count("\n\t") > document.text.count("\n ")
    return TextLayout(
        mapping=_winner(mappings, lowest=1, default=1 if tabs else _DEFAULT.mapping),
        sequence=_winner(sequences, lowest=0, default=_DEFAULT.sequence),
        fill="\t" if tabs else " ",
    )


def _winner(votes: Counter[int], *, lowest: int, default: int) -> int:
    """Return the most frequent vote, the smaller one of two that tie."""
    valid = [(count, -step) for step, count in votes.items() if step >= lowest]
    return -max(valid)[1] if valid else default


def _on_own_line(document: Document, node: Node) -> bool:
    return not document.text[document.line_start(node.start) : node.start].strip()


def _line_column(document: Document, node: Node) -> int:
    """Return the column of the first character of the line that a node is on, for JSON's keys."""
    if _on_own_line(document, node):
        return node.column
    line = document.text[document.line_start(node.start) : node.start]
    return node.column if "- " in line else len(line) - len(line.lstrip(" "))


def _dash_column(document: Document, sequence: Node) -> int:
    if sequence.tag is None and sequence.anchor is None:
        return sequence.column
    dash = document.text.rfind("-", sequence.start, sequence.items[0].start)
    return dash - document.line_start(dash) if dash >= 0 else sequence.column


_BLANK = re.compile(r"\n[ \t]*\r?\n")


def blank_between(document: Document, mapping: Node) -> bool:
    """Return whether an entry of a block mapping is set off by a blank line.

    Decided by its siblings, at least half of them; without two siblings by the
    entries of all sections of the file; without any by True, as people write
    resources.
    """
    for candidates in ([mapping], _sections(document)):
        votes = [vote for candidate in candidates for vote in _blank_votes(document, candidate)]
        if votes:
            return 2 * sum(votes) >= len(votes)
    return True


def _sections(document: Document) -> list[Node]:
    values = [value for _, value in document.root.pairs()]
    return [value for value in values if value.kind is NodeKind.MAPPING and not value.flow]


def _blank_votes(document: Document, mapping: Node) -> Iterator[bool]:
    pairs = list(mapping.pairs())
    for (_, before), (after, _) in pairwise(pairs):
        yield _BLANK.search(document.text, before.end, after.start) is not None
