"""Geometry of entries: the bytes that belong to a pair or an item, with its comments.

In lines, an entry has the comment above it that begins in its column, the rest of its last line,
and the comments below that are indented deeper; in brackets, nothing but its own text. Blank lines
belong to no entry. Appending, withdrawing and editing ask here, so that what one of them adds
another one finds.

They remain two contracts. `append` adds whole lines with their line breaks, and `withdraw` is its
exact inverse, found by trial, as it is recorded nowhere which blank lines came with an entry.
`yaml_edit` adds and removes lines with the line break before them, so that many edits of one
document do not overlap.
"""

from __future__ import annotations

from .flow_edit import EditError
from .yaml_document import Document
from .yaml_tree import Node, NodeKind, Pair


def begins_line(document: Document, offset: int) -> bool:
    """Return whether only white space precedes an offset on its line."""
    return not document.text[document.line_start(offset) : offset].strip()


def beginning(document: Document, inside: Node, pair: Pair) -> int:
    """Return the offset of a pair's key, or of the dash of an item.

    Raises:
        EditError: There is something between dash and item.
    """
    if inside.kind is NodeKind.MAPPING or inside.flow:
        return pair[0].start
    dash = len(document.text[: pair[0].start].rstrip()) - 1
    if document.text[dash : dash + 1] != "-":
        raise EditError("the item does not follow its dash")
    return dash


def column_of(document: Document, inside: Node, pair: Pair) -> int:
    """Return the column in which a pair or an item begins.

    Raises:
        EditError: There is something between dash and item.
    """
    start = beginning(document, inside, pair)
    return start - document.line_start(start)


# --- Above -----------------------------------------------------------------------------


def first_line(document: Document, offset: int) -> int:
    """Return the start of the comment above what begins in a line, or of the line itself.

    The comment is the run of comment lines directly above that begin in the same column.
    """
    start = document.line_start(offset)
    column = offset - start
    while start > 0:
        above = document.line_start(start - 1)
        indent = _comment_indent(document.text[above:start])
        if indent != column:
            break
        start = above
    return start


def head(document: Document, inside: Node, pair: Pair) -> list[str]:
    """Return the comment lines above a pair or an item, not indented; none in brackets."""
    return [] if inside.flow else head_at(document, beginning(document, inside, pair))


def head_at(document: Document, offset: int) -> list[str]:
    """Return the comment lines above what begins a line, not indented; none if it does not."""
    if not begins_line(document, offset):
        return []
    above = document.text[first_line(document, offset) : document.line_start(offset)]
    return [line.strip() for line in above.split("\n")[:-1]]


# --- The entry itself ------------------------------------------------------------------


def lines_end(document: Document, pair: Pair) -> int:
    """Return the offset after the last line of a pair, which includes what follows on it."""
    end = max(node.end for node in pair)
    return end if document.text[end - 1 : end] == "\n" else document.line_end(end)


def lines_span(document: Document, pair: Pair) -> tuple[int, int]:
    """Return the offsets of the lines of a pair or an item, without the last line break.

    Where it does not begin its line, its text is the start.
    """
    start = pair[0].start
    if begins_line(document, start):
        start = document.line_start(start)
    return start, before_break(document, lines_end(document, pair))


def body_of(document: Document, pair: Pair) -> list[str]:
    """Return the lines of a pair, not indented, with comments on them."""
    start, end = lines_span(document, pair)
    return [line.strip() for line in document.text[start:end].split("\n")]


def before_break(document: Document, end: int) -> int:
    """Return the offset before the line break that ends at an offset, if one does."""
    text = document.text
    if text[end - 1 : end] == "\n":
        end -= 1
    return end - 1 if text[end - 1 : end] == "\r" else end


def last_leaf(node: Node) -> Node:
    """Return the scalar, alias or empty collection at the end of a node."""
    while node.items and node.kind is not NodeKind.ALIAS:
        node = node.items[-1]
    return node


# --- Below -----------------------------------------------------------------------------


def below(document: Document, start: int, indent: int, blank: int | None = None) -> int:
    """Return the offset after the comments below an entry that belong to it.

    Args:
        document: The document.
        start: The offset after the entry's lines.
        indent: The least indentation of such a comment.
        blank: The column beyond which a line of white space belongs to it, too: a block scalar
            that is added below would take the line for content. None if none does.
    """
    text, end, scan = document.text, start, start
    while scan < len(text):
        stop = document.line_end(scan)
        line = text[scan:stop].rstrip("\r\n")
        comment = _comment_indent(line)
        if comment is None and line.strip():
            break
        if comment is not None and comment < indent:
            break
        if comment is not None or (blank is not None and len(line) > blank):
            end = stop
        scan = stop
    return end


def span(document: Document, inside: Node, pair: Pair) -> tuple[int, int]:
    """Return the offsets of a pair or an item with the comments on its lines and below them."""
    if inside.flow:
        return pair[0].start, pair[1].end
    start, end = lines_span(document, pair)
    try:
        indent = column_of(document, inside, pair) + 1
    except EditError:  # a comment follows the dash, and the item is never removed
        return start, end
    return start, before_break(document, below(document, document.line_end(end), indent))


def _comment_indent(line: str) -> int | None:
    """Return the number of spaces before a comment that fills a line, None for other lines."""
    content = line.lstrip(" ")
    return len(line) - len(content) if content.startswith("#") else None
