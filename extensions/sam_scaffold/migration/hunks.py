"""The way back of an edited text: old lines and new ones, found again wherever they are by now.

A text is any bytes, cut behind each line feed, so that CRLF, a BOM and a missing line feed at
the end are part of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]

_CONTEXT = 3
_MOST_CONTEXT = 20


class HunkError(Exception):
    """A hunk is not there any more as it was written.

    Attributes:
        line: The first line that is otherwise, in the present text.
        ambiguous: Whether its lines are there, but at several places.
    """

    def __init__(self, line: int, *, ambiguous: bool = False) -> None:
        super().__init__(line)
        self.line = line
        self.ambiguous = ambiguous


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place of a text that was changed.

    Attributes:
        line: Its first line in the new text, from 1.
        old: Its lines before.
        new: Its lines afterwards; none only where the whole text has none.
        above: Lines above it, so many that there is no second place like it, if possible.
        below: Lines below it.
        count: How often its new lines were in the new text.
    """

    line: int
    old: Lines
    new: Lines
    above: Lines
    below: Lines
    count: int


def split(data: bytes) -> Lines:
    """Return the lines of a text, each with its end."""
    text = data.decode("utf-8", "surrogateescape")
    found = text.split("\n")
    return (*(f"{line}\n" for line in found[:-1]), *([found[-1]] if found[-1] else []))


def joined(lines: Sequence[str]) -> bytes:
    """Return a text by its lines."""
    return "".join(lines).encode("utf-8", "surrogateescape")


def hunks_of(before: bytes, after: bytes) -> tuple[Hunk, ...]:
    """Return the way back from one text to another, from the top to the bottom."""
    old, new = split(before), split(after)
    return tuple(_hunk(old, new, span) for span in _spans(old, new))


_Span = tuple[int, int, int, int]


def _spans(old: Lines, new: Lines) -> Iterator[_Span]:
    """Yield the changed places; where lines only went, with a line beside it."""
    found: list[_Span] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if k == m and k > 0:
            i, k = i - 1, k - 1  # noqa: PLW2901 - the line above it is its anchor
        elif k == m and m < len(new):
            j, m = j + 1, m + 1  # noqa: PLW2901
        if found and found[-1][3] >= k:
            first = found.pop()
            i, k = first[0], first[2]  # noqa: PLW2901
        found.append((i, j, k, m))
    yield from found


def _hunk(old: Lines, new: Lines, span: _Span) -> Hunk:
    i, j, k, m = span
    lines = new[k:m]
    size = _CONTEXT
    while size < _MOST_CONTEXT and len(_places(new, new[max(k - size, 0) : m + size])) > 1:
        size += 1
    above, below = new[max(k - size, 0) : k], new[m : m + size]
    return Hunk(k + 1, old[i:j], lines, above, below, len(_places(new, lines)))


def _places(lines: Lines, part: Lines) -> list[int]:
    """Return where some lines are in others."""
    if not part:
        return [] if lines else [0]
    size = len(part)
    return [
        start
        for start in range(len(lines) - size + 1)
        if lines[start] == part[0] and lines[start : start + size] == part
    ]


def taken_back(data: bytes, hunks: Sequence[Hunk]) -> bytes:
    """Return a text with its old lines; what was changed elsewhere in it stays.

    Raises:
        HunkError: The new lines are not there any more, or it cannot be told where.
    """
    lines = split(data)
    found: list[tuple[int, Hunk]] = []
    shift, end = 0, 0
    for hunk in hunks:
        start = _place(lines, hunk, hunk.line - 1 + shift)
        if start < end:
            raise HunkError(start + 1, ambiguous=True)
        shift, end = start - hunk.line + 1, start + len(hunk.new)
        found.append((start, hunk))
    for start, hunk in reversed(found):
        lines = (*lines[:start], *hunk.old, *lines[start + len(hunk.new) :])
    return joined(lines)


def _place(lines: Lines, hunk: Hunk, expected: int) -> int:
    """Return where a hunk's new lines are by now.

    The more lines around it are as they were, the surer the place; so the first that is the
    only one with so many of them around is it, else the one nearest to the expected place.
    """
    there = _places(lines, hunk.new)
    if len(there) < hunk.count or not there:
        full = (*hunk.above, *hunk.new, *hunk.below)
        sure = _places(lines, full)
        if len(sure) == 1 and len(full) > len(hunk.new):
            return sure[0] + len(hunk.above)
        raise HunkError(_first_other(lines, hunk, expected))
    fit = [(_around(lines, hunk, start), start) for start in there]
    most = max(around for around, _ in fit)
    best = [start for around, start in fit if around == most]
    if len(there) > 1 and not most:
        raise HunkError(best[0] + 1, ambiguous=True)
    best.sort(key=lambda start: abs(start - expected))
    if len(best) > 1 and abs(best[0] - expected) == abs(best[1] - expected):
        raise HunkError(best[0] + 1, ambiguous=True)
    return best[0]


def _around(lines: Lines, hunk: Hunk, start: int) -> int:
    """Count the lines around a place that are as they were, from it on."""
    above = _same(reversed(lines[:start]), reversed(hunk.above))
    return above + _same(iter(lines[start + len(hunk.new) :]), iter(hunk.below))


def _same(some: Iterator[str], others: Iterator[str]) -> int:
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        count += 1
    return count


def _first_other(lines: Lines, hunk: Hunk, expected: int) -> int:
    """Return the first line, from 1, that is not as it was written.

    It is looked for where the lines above the hunk are by now.
    """
    for size in range(len(hunk.above), 0, -1):
        if places := _places(lines, hunk.above[-size:]):
            expected = min(places, key=lambda start: abs(start + size - expected)) + size
            break
    for offset, line in enumerate(hunk.new):
        if lines[expected + offset : expected + offset + 1] != (line,):
            return min(expected + offset, max(len(lines) - 1, 0)) + 1
    return min(expected, max(len(lines) - 1, 0)) + 1
