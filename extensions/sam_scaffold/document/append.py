"""Entries added to a section of a document, as whole lines.

An entry is added after the last entry's last line and the comments that are indented at least
as far as the entries (measured on 1,668 templates). In a file without a final newline, it is
added before the last entry's comments instead: only then is the difference nothing but added
lines, and a block scalar at the end keeps its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..errors import ScaffoldError
from .entry_lines import begins_line, below, first_line, last_leaf, lines_end
from .layout import TextLayout, blank_between, layout_of
from .reindent import IndentedBlock
from .yaml_document import Document, Splice, section
from .yaml_tree import Node, NodeKind, Signature


class Entry(Protocol):
    """A key with its value that can be written in both notations."""

    @property
    def key(self) -> str:
        """Its key."""

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:
        """Return the entry as YAML lines, its key in a column."""

    def flow(self, column: int, layout: TextLayout) -> IndentedBlock:
        """Return the entry as JSON lines, its key in a column, without a comma at the end."""


def insertion(document: Document, name: str, entries: Sequence[Entry]) -> Splice:
    """Return the splice that adds entries at the end of a section, which is added if missing.

    Args:
        document: The document to add to; it is not changed.
        name: The root key of the section.
        entries: At least one entry; none of their keys is in the section yet.

    Raises:
        ScaffoldError: The section is not a plain mapping (see `section`).
    """
    layout = layout_of(document)
    value = section(document, name)
    if value is None:
        return _into(document, document.root, [_Section(name, entries)], layout)
    _check(document, name, value)
    if value.kind is NodeKind.SCALAR:
        return _fill(document, value, entries, layout)
    return _into(document, value, entries, layout)


def _check(document: Document, name: str, value: Node) -> None:
    where = document.position(value.start)
    empty = value.kind is NodeKind.SCALAR and not value.value and value.style == ""
    if value.tag is not None or not (empty or value.kind is NodeKind.MAPPING):
        raise ScaffoldError(
            f"{where}: {name} must be a mapping of names to definitions; write it as one."
        )
    if value.anchor is not None and value.anchor in document.aliased:
        raise ScaffoldError(
            f"{where}: {name} is anchored as &{value.anchor} and used elsewhere, where an "
            "added entry would appear too; write the section out and try again."
        )


class _Section:
    """A missing section with its entries, as one entry of the root mapping."""

    def __init__(self, name: str, entries: Sequence[Entry]) -> None:
        self.key = name
        self.entries = entries

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:
        blocks = [entry.block(column + layout.mapping, layout) for entry in self.entries]
        return self._joined([" " * column + f"{self.key}:"], blocks, [])

    def flow(self, column: int, layout: TextLayout) -> IndentedBlock:
        blocks = [entry.flow(column + layout.mapping, layout) for entry in self.entries]
        pad = layout.fill * column
        return self._joined(
            [f'{pad}"{self.key}": {{'], _with_commas(blocks, last=False), [pad + "}"]
        )

    def _joined(
        self, head: list[str], blocks: list[IndentedBlock], tail: list[str]
    ) -> IndentedBlock:
        lines = [*head, *(line for block in blocks for line in block.lines), *tail]
        inner = [signature for block in blocks for signature in block.signatures]
        key: Signature = ("scalar", None, None, self.key, not tail)
        signatures = [key, ("mapping", None, None), *inner, ("end",)]
        return IndentedBlock(tuple(lines), tuple(signatures))


def _with_commas(blocks: list[IndentedBlock], *, last: bool) -> list[IndentedBlock]:
    """Return blocks with a comma after each; after the last one only if asked."""
    end = len(blocks) if last else len(blocks) - 1
    return [
        IndentedBlock((*block.lines[:-1], block.lines[-1] + ","), block.signatures)
        if i < end
        else block
        for i, block in enumerate(blocks)
    ]


def _into(
    document: Document, mapping: Node, entries: Sequence[Entry], layout: TextLayout
) -> Splice:
    if mapping.flow:
        return _into_flow(document, mapping, entries, layout)
    column = mapping.items[0].column
    blocks = [entry.block(column, layout) for entry in entries]
    blank = blank_between(document, mapping)
    after = _after_last(document, mapping)
    if after is not None:
        above = document.text[document.line_start(after - 1) : after]
        set_off = blank and above.strip() != "" and not _keeps_blank_lines(document, mapping)
        text = _text(document, blocks, blank=blank, before=set_off)
        return _insert(after, text, mapping.last - 1, blocks)
    key = mapping.items[-2]
    text = _text(document, blocks, blank=blank, after=blank)
    return _insert(_above(document, key), text, key.first, blocks)


def _insert(offset: int, text: str, index: int, blocks: list[IndentedBlock]) -> Splice:
    signatures = tuple(signature for block in blocks for signature in block.signatures)
    return Splice(offset, offset, text, index, index, signatures)


def _text(
    document: Document,
    blocks: list[IndentedBlock],
    *,
    blank: bool,
    before: bool = False,
    after: bool = False,
) -> str:
    """Return blocks as lines, with a blank line before, between or after them as asked."""
    lines: list[str] = [""] if before else []
    for number, block in enumerate(blocks):
        if number and blank:
            lines.append("")
        lines.extend(block.lines)
    if after:
        lines.append("")
    return "".join(line + document.newline for line in lines)


def _after_last(document: Document, mapping: Node) -> int | None:
    """Return the offset of the line after the last entry and its comments, None if there is none.

    Nothing follows in this mapping, so that a comment in the column of the entries is theirs.
    """
    key, value = mapping.items[-2:]
    column = mapping.items[0].column
    offset = below(document, lines_end(document, (key, value)), column, column)
    return offset if document.text[offset - 1] == "\n" else None


def _keeps_blank_lines(document: Document, mapping: Node) -> bool:
    """Return whether the last leaf is a ``|+`` scalar, to which a blank line would be added."""
    leaf = last_leaf(mapping)
    if leaf.style not in ("|", ">"):
        return False
    header = document.text[leaf.start : document.line_end(leaf.start)].partition(" #")[0]
    return "+" in header.rsplit(leaf.style, 1)[-1]


def _above(document: Document, key: Node) -> int:
    """Return the offset of the first line of the comment above a key, or of its own line."""
    if not begins_line(document, key.start):
        raise ScaffoldError(
            f"{document.position(key.start)}: {key.value} does not begin its line; "
            "put a newline at the end of the file and try again."
        )
    return first_line(document, key.start)


def _fill(document: Document, null: Node, entries: Sequence[Entry], layout: TextLayout) -> Splice:
    """Put the first entries below a section's key that has no value."""
    column = document.root.items[0].column
    offset = below(document, document.line_end(null.end), column + 1, column + 1)
    blocks = [entry.block(column + layout.mapping, layout) for entry in entries]
    text = _text(document, blocks, blank=blank_between(document, document.root))
    if document.text[offset - 1] != "\n":
        text = document.newline + text.removesuffix(document.newline)
    inner = [signature for block in blocks for signature in block.signatures]
    signatures = (("mapping", None, null.anchor), *inner, ("end",))
    return Splice(offset, offset, text, null.first, null.last, signatures)


def _into_flow(
    document: Document, mapping: Node, entries: Sequence[Entry], layout: TextLayout
) -> Splice:
    """Add whole lines before the last entry, or after the brace if that does not begin a line."""
    text, newline = document.text, document.newline
    brace = text.index("{", mapping.start)  # behind an anchor
    line = text[document.line_start(mapping.start) : mapping.start]
    indent = len(line) - len(line.lstrip())
    if not mapping.items:
        blocks = [entry.flow(indent + layout.mapping, layout) for entry in entries]
        lines = _text(document, _with_commas(blocks, last=False), blank=False)
        if "\n" in text[brace : mapping.end]:
            return _insert(document.line_end(brace), lines, mapping.last - 1, blocks)
        inline = newline + lines + layout.fill * indent
        return _insert(brace + 1, inline, mapping.last - 1, blocks)
    key = mapping.items[-2]
    start = document.line_start(key.start)
    if not text[start : key.start].strip():
        blocks = [entry.flow(key.column, layout) for entry in entries]
        lines = _text(document, _with_commas(blocks, last=True), blank=False)
        return _insert(start, lines, key.first, blocks)
    # What followed the brace follows the comma, so that the inverse is unambiguous.
    blocks = [entry.flow(indent + layout.mapping, layout) for entry in entries]
    lines = newline + _text(document, _with_commas(blocks, last=True), blank=False)
    inline = lines.removesuffix(newline)
    return _insert(brace + 1, inline, mapping.items[0].first, blocks)
