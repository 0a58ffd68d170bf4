"""Edits of a document: changes of one pair of a mapping, or one item of a sequence.

Each is given as a `Pair`. Each function returns the splice that makes one change and keeps every
other byte. The splices of one document do not overlap: lines are added and removed with the line
break before them, so that an addition after a line and a removal below it only touch. A change
that would touch more raises `EditError`, and is left to the user.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from . import flow_edit
from .append import Entry
from .comments import comments_in
from .entry_lines import (
    before_break,
    beginning,
    begins_line,
    below,
    column_of,
    first_line,
    last_leaf,
    lines_span,
)
from .flow_edit import EditError, FlowValue, Inline, parts
from .layout import TextLayout
from .reindent import IndentedBlock
from .yaml_document import Document, Splice
from .yaml_tree import Node, NodeKind, Pair


class Text(FlowValue, Protocol):
    """A pair or an item of another document to be written into this one."""

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:
        """Return it as YAML lines, its key or dash in a column."""


class PairText(Text, Entry, Protocol):
    """A pair of another document to be written into this one."""

    def inline(self) -> Inline | None:
        """Return its value as YAML on the line of its key, None if that takes several lines."""


def _above(document: Document, offset: int, lines: int) -> int:
    """Return the end of the line above that of an offset, or above some lines more."""
    start = document.line_start(offset)
    for _ in range(lines):
        start = document.line_start(start - 1)
    if start == 0:
        raise EditError("it is the first line")
    return before_break(document, start)


# --- Heads and values ---------------------------------------------------------------


def replace_head(document: Document, key: Node, old: int, new: list[str]) -> Splice:
    """Return the splice that replaces the comment lines above a pair.

    Args:
        document: The document.
        key: The pair's key, which begins its line.
        old: The number of lines to remove.
        new: The new lines, not indented.

    Raises:
        EditError: The pair is in the first line.
    """
    start, end = _above(document, key.start, old), document.line_start(key.start)
    last = document.text[before_break(document, end) : end]
    text = "".join(f"{document.newline}{' ' * key.column}{line}" for line in new)
    return Splice(start, end, text + last, key.first, key.first)


def replace_body(
    document: Document, mapping: Node, pair: Pair, new: PairText, layout: TextLayout
) -> Splice:
    """Return the splice that replaces the lines of a pair, in its mapping's notation.

    Raises:
        EditError: A text at its end would become longer.
    """
    key, value = pair
    if mapping.flow:
        return flow_edit.replaced(document, value, new, layout)
    start, end = lines_span(document, pair)
    block = without_head(new.block(key.column, layout))
    if _ends_in_text(block):
        last = block.lines[-1]
        _refuse_more_text(document, end, len(last) - len(last.lstrip(" ")))
    text = document.newline.join(block.lines)
    if start == key.start:
        text = text.lstrip(" ")
    text += _last_break(document, end, block)
    return Splice(start, end, text, key.first, value.last, block.signatures)


def without_head(block: IndentedBlock) -> IndentedBlock:
    """Return a block without the comment lines above it."""
    top = next(i for i, line in enumerate(block.lines) if not line.lstrip().startswith("#"))
    return IndentedBlock(block.lines[top:], block.signatures)


def _last_break(document: Document, end: int, block: IndentedBlock) -> str:
    """Return a line break for a block scalar at the end of a file without one."""
    return document.newline if end == len(document.text) and _ends_in_text(block) else ""


def _ends_in_text(block: IndentedBlock) -> bool:
    """Return whether a block ends in a scalar that ends in a line break."""
    scalars = [found for found in block.signatures if found[0] == "scalar"]
    return bool(scalars) and scalars[-1][3].endswith("\n")


def _refuse_more_text(document: Document, end: int, column: int) -> None:
    """Refuse what would make white space below a line part of the text above it.

    Args:
        document: The document.
        end: End of the line.
        column: Only lines longer than this become text.

    Raises:
        EditError: There is such a line.
    """
    start = document.line_end(end)
    if below(document, start, column + 1, column) != start:
        raise EditError("the white space below would become text")


def replace_value(
    document: Document, mapping: Node, pair: Pair, new: PairText, layout: TextLayout
) -> Splice:
    """Return the splice that replaces a value and keeps what follows on its line.

    Raises:
        EditError: The old or the new value takes several lines of YAML, or a comment
            would be removed.
    """
    value = pair[1]
    if comments_in(document, [value], value.start, value.end):
        raise EditError("your comment would be removed")
    if mapping.flow:
        return flow_edit.replaced(document, value, new, layout)
    inline = new.inline()
    short = value.flow or (value.kind is NodeKind.SCALAR and value.style not in ("|", ">"))
    if inline is None or not short or value.start == value.end:
        raise EditError("the value takes several lines")
    return Splice(value.start, value.end, inline.text, value.first, value.last, inline.signatures)


# --- Pairs and items that come and go -----------------------------------------------


def insert(
    document: Document,
    inside: Node,
    after: Pair | None,
    new: Text,
    layout: TextLayout,
    *,
    blank: bool = False,
) -> Splice:
    """Return the splice that adds a pair or an item after another one, or as the first.

    Args:
        document: The document.
        inside: The mapping or sequence, which is not empty.
        after: The part before it, None if it is to be the first.
        new: The new pair or item.
        layout: The indentation of the document.
        blank: Whether a blank line sets it off from the part before it.

    Raises:
        EditError: There is no such place that begins a line.
    """
    first = parts(inside)[0]
    if inside.flow:
        return flow_edit.inserted(document, inside, after, new, layout)
    column = column_of(document, inside, first)
    if after is None and not begins_line(document, beginning(document, inside, first)):
        after = first  # behind a dash
    block = new.block(column, layout)
    if after is None:
        return _inserted_above(document, inside, first, block)
    end = lines_span(document, after)[1]
    if _ends_in_open_scalar(document, end, after[1]):
        return _inserted_above(document, inside, after, block)
    behind = below(document, document.line_end(end), column + 1, column)
    end = before_break(document, behind)
    lines = ["", *block.lines] if blank else block.lines
    text = "".join(document.newline + line for line in lines)
    text += _last_break(document, end, block)
    index = after[1].last
    return Splice(end, end, text, index, index, block.signatures)


def _inserted_above(document: Document, inside: Node, below: Pair, block: IndentedBlock) -> Splice:
    """Return the splice that adds a block above another part, and above its comment."""
    offset, index = beginning(document, inside, below), below[0].first
    if not begins_line(document, offset):
        raise EditError("the part next to it does not begin its line")
    at = _above(document, first_line(document, offset), 0)
    text = "".join(document.newline + line for line in block.lines)
    return Splice(at, at, text, index, index, block.signatures)


def _ends_in_open_scalar(document: Document, end: int, value: Node) -> bool:
    """Return whether a block scalar ends a file without a line break, which text below adds."""
    return end == len(document.text) and last_leaf(value).style in ("|", ">")


def delete(
    document: Document, inside: Node, pair: Pair, lines: int, going: Collection[int] = ()
) -> Splice:
    """Return the splice that removes a pair or an item, and a blank line if two would be left.

    Args:
        document: The document.
        inside: The mapping or sequence; another part of it stays.
        pair: The pair or item.
        lines: The number of comment lines above to remove with it.
        going: Offsets of all parts to remove.

    Raises:
        EditError: It does not begin its line, or a comment would be removed.
    """
    if inside.flow:
        return flow_edit.deleted(document, inside, pair[0], going)
    offset = beginning(document, inside, pair)
    if not begins_line(document, offset):
        raise EditError("it does not begin its line")
    start, end = _above(document, offset, lines), lines_span(document, pair)[1]
    scalars = (node for node in inside.walk() if node.kind is NodeKind.SCALAR)
    before = [scalar for scalar in scalars if scalar.end <= offset]
    if before and before[-1].style in ("|", ">"):
        if end == len(document.text):  # it needs the line break
            start = document.line_end(start)
        header = document.text[before[-1].start : document.line_end(before[-1].start)]
        _refuse_more_text(document, end, -1 if "+" in header else pair[0].column)
    elif before and all(
        _is_empty(document, line) for line in (document.line_start(start), document.line_end(end))
    ):
        start = _above(document, start, 0)
    return Splice(start, end, "", pair[0].first, pair[1].last)


def _is_empty(document: Document, start: int) -> bool:
    """Return whether the line that starts at an offset is empty."""
    return document.text[start : document.line_end(start)] in ("", "\n", "\r\n")


def refill(document: Document, inside: Node, new: Sequence[Text], layout: TextLayout) -> Splice:
    """Return the splice that replaces all parts in brackets, if there are any.

    Raises:
        EditError: A comment would be removed, or there are no brackets.
    """
    if not inside.flow:
        raise EditError("there is nothing next to it")
    return flow_edit.refilled(document, inside, new, layout)
