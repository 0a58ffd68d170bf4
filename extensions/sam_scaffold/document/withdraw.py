"""Removal of entries from a section, as the exact inverse of adding them.

It is recorded nowhere which blank lines came with an entry. So a removal is tried in the few ways
in which blank lines and the section's header can have been added, and the first is used after
which adding the entry gives the present text. If none does, as the file has changed since, the
entry is removed with its comment and one blank line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..errors import ScaffoldError
from .append import Entry, insertion
from .entry_lines import first_line, lines_end
from .layout import layout_of
from .yaml_document import Document, Splice, section
from .yaml_tree import Node, NodeKind, Pair

Span = tuple[int, int]
Runs = list[tuple[Span, list[Pair]]]

_EMPTY = ("\n", "\r\n")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A removal of entries from a section.

    Attributes:
        keys: The keys of the entries.
        splices: The changes of the text.
        document: The document afterwards.
    """

    keys: tuple[str, ...]
    splices: tuple[Splice, ...]
    document: Document


def removed(
    document: Document, name: str, entries: Sequence[Entry], *, keep_section: bool
) -> Document:
    """Return the document without some entries of a section; see `withdrawals`."""
    for withdrawal in withdrawals(document, name, entries, keep_section=keep_section):
        document = withdrawal.document
    return document


def withdrawals(
    document: Document, name: str, entries: Sequence[Entry], *, keep_section: bool
) -> Iterator[Withdrawal]:
    """Find the removals of some entries of a section, each from what the one before leaves.

    They are several where entries in brackets are not neighbours, as the comma that goes with
    the one depends on the others.

    Args:
        document: The document.
        name: The root key of the section.
        entries: The entries, as they were inserted; those that are not there are passed over.
        keep_section: Whether a section without entries keeps its key.

    Raises:
        ScaffoldError: An entry appears twice, or defines an anchor used elsewhere.
    """
    mapping = section(document, name)
    keys = {entry.key for entry in entries}
    if mapping is None or mapping.kind is not NodeKind.MAPPING:
        return
    pairs = list(mapping.pairs())
    ours = [pair for pair in pairs if pair[0].value in keys]
    if not ours:
        return
    _check(document, name, ours)
    whole = len(ours) == len(pairs)
    if mapping.flow and (behind := _last_neighbours(pairs, ours)) != ours:
        last = {key.value for key, _ in behind}
        for part in (last, keys - last):
            found = withdrawals(document, name, _only(entries, part), keep_section=keep_section)
            for withdrawal in found:
                yield withdrawal
                document = withdrawal.document
        return
    if mapping.flow:
        candidates = _flow_ways(document, name, ours, whole=whole)
    elif whole:
        candidates = _emptied(
            document, name, _runs(document, entries, ours), keep_section=keep_section
        )
    else:
        candidates = _block(document, mapping, _runs(document, entries, ours))
    there = _only(entries, {key.value for key, _ in ours})
    yield _best(document, name, there, candidates)


def _last_neighbours(pairs: list[Pair], ours: list[Pair]) -> list[Pair]:
    """Return the last of some pairs, with those directly above it."""
    at = [number for number, (key, _) in enumerate(pairs) if any(key is own for own, _ in ours)]
    first = next(n for n in range(len(at)) if at[n:] == list(range(at[n], at[-1] + 1)))
    return ours[first:]


def _only(entries: Sequence[Entry], keys: set[str]) -> list[Entry]:
    return [entry for entry in entries if entry.key in keys]


def _check(document: Document, name: str, ours: list[Pair]) -> None:
    seen: set[str] = set()
    inside: list[tuple[int, int]] = []
    for key, value in ours:
        if key.value in seen:
            raise ScaffoldError(
                f"{document.position(key.start)}: {name}.{key.value} appears twice; "
                "remove one by hand and try again."
            )
        seen.add(key.value)
        inside.append((key.first, value.last))
    for key, value in ours:
        for node in value.walk():
            if node.anchor and _used_outside(document, node.anchor, inside):
                raise ScaffoldError(
                    f"{document.position(key.start)}: {name}.{key.value} defines the anchor "
                    f"&{node.anchor}, which is used elsewhere; move the anchor and try again."
                )


def _used_outside(document: Document, anchor: str, inside: list[tuple[int, int]]) -> bool:
    return any(
        signature[:2] == ("alias", anchor) and not any(a <= i < b for a, b in inside)
        for i, signature in enumerate(document.signatures)
    )


def _best(
    document: Document, name: str, entries: Sequence[Entry], candidates: Iterable[list[Splice]]
) -> Withdrawal:
    """Return the first candidate whose inverse is the present text, else the first sound one."""
    keys = tuple(entry.key for entry in entries)
    fallback: Withdrawal | None = None
    problem: ScaffoldError | None = None
    for splices in candidates:
        try:
            result = document.apply(splices)
            again = result.spliced([insertion(result, name, entries)])
        except ScaffoldError as error:
            problem = error
            continue
        withdrawal = Withdrawal(keys, tuple(splices), result)
        if again == document.text:
            return withdrawal
        fallback = fallback or withdrawal
    if fallback is None:
        raise problem or ScaffoldError(f"{document.name}: nothing to remove from {name}.")
    return fallback


def _block(document: Document, mapping: Node, runs: Runs) -> Iterator[list[Splice]]:
    """Find the ways to remove entries from a block mapping, the likeliest first."""
    ways = [
        list(_blank_variants(document, span, followed=pairs[-1][1].last != mapping.items[-1].last))
        for span, pairs in runs
    ]
    for pick in range(max(map(len, ways))):
        yield [
            _cut(spans[min(pick, len(spans) - 1)], pairs)
            for spans, (_, pairs) in zip(ways, runs, strict=True)
        ]


def _emptied(
    document: Document, name: str, runs: Runs, *, keep_section: bool
) -> Iterator[list[Splice]]:
    """Find the ways to remove all entries from a block mapping, the likeliest first.

    CloudFormation rejects a section without a value, so it stays only if asked, or if it has a
    comment of the user.
    """
    if keep_section:
        yield from _header_only(document, name, runs)
    whole = list(_with_header(document, name, runs))
    yield from whole
    if not whole and not keep_section:
        yield from _header_only(document, name, runs)


def _cut(span: Span, pairs: list[Pair]) -> Splice:
    return Splice(span[0], span[1], "", pairs[0][0].first, pairs[-1][1].last)


def _span(document: Document, pair: Pair, entries: Sequence[Entry]) -> Span:
    """Return the lines of an entry with its own comment.

    The comment is known if the entry is as it was added; otherwise it is the one above.
    """
    key = pair[0]
    end = lines_end(document, pair)
    entry = next(entry for entry in entries if entry.key == key.value)
    lines = entry.block(key.column, layout_of(document)).lines
    text = "".join(line + document.newline for line in lines)
    if document.text[:end].endswith(text):
        return end - len(text), end
    return first_line(document, key.start), end


def _runs(document: Document, entries: Sequence[Entry], ours: list[Pair]) -> Runs:
    """Return the lines of the entries; those with only blank lines between them are joined."""
    runs: Runs = []
    for pair in ours:
        span = _span(document, pair, entries)
        if runs and not document.text[runs[-1][0][1] : span[0]].strip():
            start, pairs = runs[-1][0][0], runs[-1][1]
            runs[-1] = ((start, span[1]), [*pairs, pair])
        else:
            runs.append((span, [pair]))
    return runs


def _blank_variants(document: Document, span: Span, *, followed: bool) -> list[Span]:
    """List a span with the blank line above it, with the one below, and bare, the likeliest first.

    An entry is added with a blank line above at the end of its mapping, with one below before
    the last entry of a file without a final newline, or with none. So a blank line on one side
    only is the user's: above, if another entry follows, and below, if none does. A line with
    spaces in it is the user's, too: the added one is empty.

    Args:
        document: The document.
        span: The lines of an entry.
        followed: Whether another entry of its mapping follows.
    """
    start, end = span
    above = document.line_start(start - 1) if start else start
    below = document.line_end(end)
    open_end = end == len(document.text) and document.text[end - 1] != "\n"
    found = [span]
    if open_end:  # the text above is the end then, without a line break as before
        found.insert(0, (start - len(document.newline), end))
    is_set_off = bool(start) and document.text[above:start] in _EMPTY
    if document.text[end:below] in _EMPTY:
        found.insert(0 if followed or is_set_off else len(found), (start, below))
    if is_set_off:
        alone = followed and found[0] == span
        found.insert(len(found) if alone else 0, (above, end))
        if open_end:
            found.insert(0, (above - len(document.newline), end))
    return found


def _with_header(document: Document, name: str, runs: Runs) -> Iterator[list[Splice]]:
    """Find the ways to remove the whole section, unless it has comments of others."""
    key, value = next(pair for pair in document.root.pairs() if pair[0].value == name)
    start = document.line_start(key.start)
    if len(runs) != 1 or document.text[document.line_end(key.start) : runs[0][0][0]].strip():
        return
    followed = value.last != document.root.items[-1].last
    for span in _blank_variants(document, (start, runs[0][0][1]), followed=followed):
        yield [Splice(span[0], span[1], "", key.first, value.last)]


def _header_only(document: Document, name: str, runs: Runs) -> Iterator[list[Splice]]:
    """Find the ways to remove the entries only: the section's key stays, without a value."""
    value = next(value for key, value in document.root.pairs() if key.value == name)
    null = ("scalar", None, value.anchor, "", True)
    for span in _blank_variants(document, runs[0][0], followed=len(runs) > 1):
        spans = [span, *(run[0] for run in runs[1:])]
        yield [
            Splice(
                *lines, "",
                value.first if number == 0 else value.last,
                value.last,
                (null,) if number == 0 else (),
            )
            for number, lines in enumerate(spans)
        ]  # fmt: skip


def _flow_ways(
    document: Document, name: str, ours: list[Pair], *, whole: bool
) -> Iterator[list[Splice]]:
    """Find the ways to remove entries from a flow mapping, or the whole section with them."""
    pair = next(pair for pair in document.root.pairs() if pair[0].value == name)
    if whole and document.root.flow:
        yield from _flow(document, document.root, [pair])
    else:
        yield from _flow(document, pair[1], ours)


def _flow(document: Document, mapping: Node, ours: list[Pair]) -> Iterator[list[Splice]]:
    """Find the ways to remove neighbors from a flow mapping: after its brace, or whole lines."""
    text = document.text
    first, last = ours[0][0], ours[-1][1]
    meaning = (first.first, last.last)
    comma = text.find(",", last.end, mapping.end)
    behind = comma + 1 if comma >= 0 and not text[last.end : comma].strip() else last.end
    opening = text.index("{", mapping.start) + 1  # behind an anchor
    if not text[opening : first.start].strip():
        rest = len(text) - len(text[behind:].lstrip())
        emptied = len(ours) * 2 == len(mapping.items)
        for until in (rest, behind) if emptied else (behind, rest):
            yield [Splice(opening, until, "", *meaning)]
    before = next((v for k, v in mapping.pairs() if v.last == first.first), None)
    start, end = document.line_start(first.start), document.line_end(behind)
    # Without a comma behind, the one before them would be left, which JSON does not take.
    alone = behind > last.end or before is None
    if alone and not text[start : first.start].strip() and not text[behind:end].strip():
        yield [Splice(start, end, "", *meaning)]
    if before is not None:
        yield [Splice(before.end, last.end, "", *meaning)]
