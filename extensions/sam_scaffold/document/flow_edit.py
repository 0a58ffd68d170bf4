"""Edits in brackets: flow mappings and sequences of YAML, and all of JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..errors import ScaffoldError
from .characters import json_text
from .comments import comments_in
from .layout import TextLayout
from .yaml_document import Document, Splice
from .yaml_tree import Node, NodeKind, Pair, Signature


class EditError(ScaffoldError):
    """Raised when a change cannot be made without touching the text around it."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A piece of text within a line, with its meaning."""

    text: str
    signatures: tuple[Signature, ...]


class FlowValue(Protocol):
    """A value of another document to be written in brackets."""

    @property
    def key(self) -> str:
        """Its key, empty for an item."""

    def json(self, column: int | None, layout: TextLayout) -> Inline:
        """Return the value as JSON: on one line, or on several from a column on."""


def replaced(document: Document, value: Node, new: FlowValue, layout: TextLayout) -> Splice:
    """Return the splice that replaces a value in brackets."""
    found = new.json(_column(document, value), layout)
    text = found.text.replace("\n", document.newline)
    return Splice(value.start, value.end, text, value.first, value.last, found.signatures)


def inserted(
    document: Document, inside: Node, after: Pair | None, new: FlowValue, layout: TextLayout
) -> Splice:
    """Return the splice that adds a pair or an item after another one, or as the first.

    Raises:
        EditError: There is a comment.
    """
    lead, there = _lead(document, inside), parts(inside)
    found = _written(document, inside, new, layout)
    if after is None:
        if "#" in document.text[inside.start : there[0][0].start]:
            raise EditError("there is a comment next to it")
        return _before(there[0][0], found, lead)
    number = _number(inside, after[0])
    if _is_commented(document, inside, number):  # the comment stays where it is
        return _before(there[min(number + 1, len(there) - 1)][0], found, lead)
    text, at = f",{lead}{found.text}", after[1]
    return Splice(at.end, at.end, text, at.last, at.last, found.signatures)


def _before(node: Node, new: Inline, lead: str) -> Splice:
    text = f"{new.text},{lead}"
    return Splice(node.start, node.start, text, node.first, node.first, new.signatures)


def _written(document: Document, inside: Node, new: FlowValue, layout: TextLayout) -> Inline:
    """Return a pair or an item as it is written in brackets."""
    value = new.json(_column_inside(document, inside), layout)
    text = value.text.replace("\n", document.newline)
    if inside.kind is not NodeKind.MAPPING:
        return Inline(text, value.signatures)
    key: Signature = ("scalar", None, None, new.key, False)
    return Inline(f"{json_text(new.key)}: {text}", (key, *value.signatures))


def parts(inside: Node) -> list[Pair]:
    """Return the pairs of a mapping, or the items of a sequence."""
    if inside.kind is NodeKind.MAPPING:
        return list(inside.pairs())
    return [(item, item) for item in inside.items]


def _number(inside: Node, node: Node) -> int:
    """Return the number of the part that begins with a node."""
    return next(i for i, part in enumerate(parts(inside)) if part[0].start == node.start)


def deleted(document: Document, inside: Node, node: Node, going: Collection[int] = ()) -> Splice:
    """Return the splice that removes a pair or an item, with the comma before or after it.

    Args:
        document: The document.
        inside: The mapping or sequence; another part of it stays.
        node: The key, or the item.
        going: Offsets of all parts to remove: of those at the front, each takes the comma after it
            along, and of the others the one before it.

    Raises:
        EditError: Nothing would stay, or there is a comment next to it.
    """
    there, number = parts(inside), _number(inside, node)
    first, last = there[number]
    if any(part[0].start not in going for part in there[:number]):
        start, end = there[number - 1][1].end, last.end
    elif number + 1 < len(there):
        start, end = first.start, there[number + 1][0].start
    else:
        raise EditError("nothing would be left in the brackets")
    beside = document.text[start : first.start] + document.text[last.end : end]
    if "#" in beside or _is_commented(document, inside, number):
        raise EditError("there is a comment next to it")
    return Splice(start, end, "", first.first, last.last)


def _is_commented(document: Document, inside: Node, number: int) -> bool:
    """Return whether a comment follows a part on its last line."""
    there = parts(inside)
    last = there[number][1]
    end = there[number + 1][0].start if number + 1 < len(there) else inside.end
    return "#" in document.text[last.end : min(end, document.line_end(last.end))]


def refilled(
    document: Document, inside: Node, new: Sequence[FlowValue], layout: TextLayout
) -> Splice:
    """Return the splice that replaces all parts in brackets, if there are any.

    Raises:
        EditError: A comment would go.
    """
    if inside.items:
        start, end = inside.items[0].start, inside.items[-1].end
    else:
        start, end = _opening(document, inside), inside.end - 1
    if comments_in(document, inside.items, start, end):
        raise EditError("your comment would be removed")
    found = [_written(document, inside, value, layout) for value in new]
    text = f",{_lead(document, inside)}".join(part.text for part in found)
    signatures = tuple(signature for part in found for signature in part.signatures)
    return Splice(start, end, text, inside.first + 1, inside.last - 1, signatures)


def _opening(document: Document, inside: Node) -> int:
    """Return the offset after the opening bracket of an empty collection."""
    bracket = "{" if inside.kind is NodeKind.MAPPING else "["
    return document.text.rindex(bracket, inside.start, inside.end) + 1


def _lead(document: Document, inside: Node) -> str:
    """Return what separates two neighbors: a space, or a line break and the indentation."""
    if not inside.items:
        return " "
    first = inside.items[0]
    start = document.line_start(first.start)
    if document.text[start : first.start].strip():
        return " "
    return document.newline + document.text[start : first.start]


def _column_inside(document: Document, inside: Node) -> int | None:
    """Return the column of the lines of a flow collection, None if it is on one line."""
    return None if _lead(document, inside) == " " else inside.items[0].column


def _column(document: Document, value: Node) -> int | None:
    """Return the column of the line that a value is on, None where its brackets are on one line."""
    start = document.line_start(value.start)
    line = document.text[start : value.start]
    key = line.lstrip()
    # A key, a colon and the value: in JSON as people and tools write it, each on its line.
    if not key.startswith('"') or "{" in key or "," in key:
        return None
    return len(line) - len(key)
