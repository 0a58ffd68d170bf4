"""Blocks of one document in the indentation of another.

Only the white space at the start of lines changes: quoting, comments, wrapped
scalars and the content of block scalars stay as written.
"""

from __future__ import annotations

from dataclasses import dataclass

from .entry_lines import first_line
from .layout import TextLayout
from .yaml_document import Document
from .yaml_tree import Node, NodeKind, Signature


@dataclass(frozen=True, slots=True)
class IndentedBlock:
    """An entry of a mapping with the comment lines directly above it, ready to insert.

    Attributes:
        lines: Its lines without line ends, indented for their new place.
        signatures: What they mean.
    """

    lines: tuple[str, ...]
    signatures: tuple[Signature, ...]


def reindent(
    document: Document, key: Node, value: Node, column: int, layout: TextLayout
) -> IndentedBlock:
    """Re-indent one entry of a block mapping.

    Args:
        document: The document that holds the entry; its lines end in a line feed.
        key: The entry's key.
        value: The entry's value.
        column: New column of the key.
        layout: Steps of the new place.
    """
    lines = document.text.split("\n")
    first = document.text.count("\n", 0, key.start)
    last = first + document.text.count("\n", key.start, max(value.end, key.end))
    top = document.text.count("\n", 0, first_line(document, key.start))
    shifter = _Shifter(document, layout)
    shifter.entry(key, value, column)
    shifts = shifter.by_line
    scalars = shifter.scalar_lines
    out: list[str] = []
    shift = column - key.column
    for number in range(top, last + 1):
        line = lines[number]
        if number in shifts:
            shift = shifts[number]
        own = shift
        if number not in shifts and number not in scalars and line.lstrip().startswith("#"):
            own = _comment_shift(lines, number, last, shifts, shift)
        out.append(_shifted(line, own, keep_blank=number in scalars))
    return IndentedBlock(tuple(out), tuple(document.signatures[key.first : value.last]))


def _comment_shift(
    lines: list[str], number: int, last: int, shifts: dict[int, int], current: int
) -> int:
    """Return the shift of a comment: that of the next entry if aligned with it, else the last."""
    indent = len(lines[number]) - len(lines[number].lstrip(" "))
    for below in range(number + 1, last + 1):
        if below in shifts:
            aligned = len(lines[below]) - len(lines[below].lstrip(" ")) == indent
            return shifts[below] if aligned else current
    return current


def _shifted(line: str, shift: int, *, keep_blank: bool) -> str:
    if not line.strip(" \t") and not (keep_blank and line):
        return ""
    if shift >= 0:
        return " " * shift + line
    indent = len(line) - len(line.lstrip(" "))
    return line[min(-shift, indent) :]


class _Shifter:
    """Shifts of the lines of an entry, in columns."""

    def __init__(self, document: Document, layout: TextLayout) -> None:
        self.document = document
        self.layout = layout
        self.by_line: dict[int, int] = {}
        self.scalar_lines: set[int] = set()

    def entry(self, key: Node, value: Node, column: int) -> None:
        self._set(key.start, column - key.column)
        self._value(value, key.column, column)

    def _value(self, value: Node, old: int, new: int, *, dash: bool = False) -> None:
        """Shift the value of a key or dash that moves from one column to another."""
        if value.kind is NodeKind.SCALAR:
            self._keep_lines(value)
        elif value.flow or not value.items:
            return
        elif value.kind is NodeKind.MAPPING:
            step = self.layout.mapping
            inline = self._line(value.items[0].start) in self.by_line
            column = new + (value.items[0].column - old if inline else step)
            for key, below in value.pairs():
                self.entry(key, below, column)
        elif value.kind is NodeKind.SEQUENCE:
            self._sequence(value, old, new, step=self._step(dash=dash))

    def _step(self, *, dash: bool) -> int:
        """Return the columns to the dashes of a sequence; below a dash they cannot be none."""
        return self.layout.sequence or (self.layout.mapping if dash else 0)

    def _sequence(self, value: Node, old: int, new: int, *, step: int) -> None:
        column = -1
        for item in value.items:
            dash = self.document.text.rfind("-", value.start, item.start)
            at = dash - self.document.line_start(dash)
            inline = self._line(dash) in self.by_line
            if column < 0:
                column = new + (at - old if inline else step)
            if not inline:
                self._set(dash, column - at)
            self._value(item, at, column, dash=True)

    def _keep_lines(self, scalar: Node) -> None:
        text = self.document.text
        first = self._line(scalar.start)
        breaks = text.count("\n", scalar.start, scalar.end)
        self.scalar_lines.update(range(first + 1, first + breaks + 1))

    def _set(self, offset: int, shift: int) -> None:
        self.by_line.setdefault(self._line(offset), shift)

    def _line(self, offset: int) -> int:
        return self.document.text.count("\n", 0, offset)
