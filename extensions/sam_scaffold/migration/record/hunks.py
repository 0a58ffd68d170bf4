"""Reversal of the edits of a text, whose lines are found even if they have moved.

A text is any bytes, split after each line feed, so that CRLF, a BOM and a missing final line feed
are part of the lines. Functions in a SAM template look alike, so a few lines of context do not
locate an edit; a hash of each line of the whole text does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

Lines = tuple[str, ...]

_PRINT_BYTES = 2

_T = TypeVar("_T", str, bytes)


class HunkError(Exception):
    """Raised when a hunk was changed since it was written.

    Attributes:
        line: The first changed line, from 1, in the present text.
    """

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Hunk:
    """Change at one position of a text.

    Attributes:
        line: Its first line in the new text, from 1; for a deletion, the line below.
        old: Its old lines.
        new: Its new lines.
    """

    line: int
    old: Lines
    new: Lines


@dataclass(frozen=True, slots=True)
class Reversal:
    """Data that restores a text.

    Attributes:
        prints: The hashes of all lines of the new text, in base64.
        hunks: The changes, from top to bottom.
    """

    prints: str
    hunks: tuple[Hunk, ...]


def split(data: bytes) -> Lines:
    """Return the lines of a text with their line endings."""
    *lines, last = data.decode("utf-8", "surrogateescape").split("\n")
    return (*(f"{line}\n" for line in lines), *([last] if last else []))


def joined(lines: Sequence[str]) -> bytes:
    """Join the lines of a text.

    Raises:
        UnicodeError: They were not returned by `split`.
    """
    return "".join(lines).encode("utf-8", "surrogateescape")


def reversal_of(before: bytes, after: bytes) -> Reversal:
    """Return the reversal of a change of a text."""
    old, new = split(before), split(after)
    hunks, i, k = [], 0, 0
    for j, m, size in [*_blocks(old, new), (len(old), len(new), 0)]:
        if (i, k) != (j, m):
            hunks.append(Hunk(k + 1, old[i:j], new[k:m]))
        i, k = j + size, m + size
    prints = base64.b64encode(b"".join(map(_print, new))).decode()
    return Reversal(prints, tuple(hunks))


def _print(line: str) -> bytes:
    return hashlib.sha256(line.encode("utf-8", "surrogateescape")).digest()[:_PRINT_BYTES]


def _prints(text: str) -> list[bytes]:
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return []
    return [found[at : at + _PRINT_BYTES] for at in range(0, len(found), _PRINT_BYTES)]


def reverted(data: bytes, way: Reversal) -> bytes:
    """Restore the old lines of a text, and keep other changes of it.

    Raises:
        HunkError: New lines were changed since they were written.
    """
    lines = split(data)
    places = _places(_prints(way.prints), list(map(_print, lines)))
    found: list[str] = []
    end = 0
    for hunk in way.hunks:
        start = _place(lines, hunk, places)
        if start < end:
            raise HunkError(start + 1)
        found += [*lines[end:start], *hunk.old]
        end = start + len(hunk.new)
    return joined([*found, *lines[end:]])


def _places(written: list[bytes], present: list[bytes]) -> list[int | None]:
    """Return the present position of each written line, and the end of the text."""
    places: list[int | None] = [None] * len(written)
    for start, now, size in _blocks(written, present):
        places[start : start + size] = range(now, now + size)
    return [*places, len(present)]


def _blocks(some: Sequence[_T], others: Sequence[_T]) -> list[tuple[int, int, int]]:
    """Return the common blocks of two texts: positions in each, and number of lines.

    `SequenceMatcher` takes quadratic time, so the common head and tail are skipped.
    """
    top = _same(some, others)
    tail = _same(some[top:][::-1], others[top:][::-1])
    end, other_end = len(some) - tail, len(others) - tail
    matcher = SequenceMatcher(None, some[top:end], others[top:other_end], autojunk=False)
    blocks = [(0, 0, top)]
    blocks += [
        (top + block.a, top + block.b, block.size) for block in matcher.get_matching_blocks()
    ]
    blocks += [(end, other_end, tail)]
    return [block for block in blocks if block[2]]


def _same(some: Sequence[_T], others: Sequence[_T]) -> int:
    """Count the common first lines."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(some), len(others)))


def _place(lines: Lines, hunk: Hunk, places: list[int | None]) -> int:
    """Return the present position of a hunk.

    Raises:
        HunkError: Its lines are no longer contiguous, or were changed.
    """
    first = hunk.line - 1
    if first + len(hunk.new) >= len(places):
        raise HunkError(1)  # the record was edited
    above = next((places[at] for at in range(first - 1, -1, -1) if places[at] is not None), -1)
    start = (-1 if above is None else above) + 1
    if not hunk.new:
        there = first == 0 or places[first - 1] is not None
        if not there or places[first] != start:
            raise HunkError(min(start + 1, max(len(lines), 1)))
        return start
    begin = places[first]
    for offset, line in enumerate(hunk.new):
        expected = start + offset if begin is None else begin + offset
        if places[first + offset] != expected or lines[expected] != line:
            raise HunkError(min(expected + 1, max(len(lines), 1)))
    return start if begin is None else begin
