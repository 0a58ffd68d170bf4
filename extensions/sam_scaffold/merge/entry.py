"""Parts of a snippet, as they are written into a template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..document import Data, Document, Node, NodeKind, Pair, entry_lines
from ..document.characters import json_text
from ..document.comments import comments_in
from ..document.flow_edit import EditError, Inline
from ..document.layout import TextLayout
from ..document.reindent import IndentedBlock, reindent
from ..sam.writing.notation import json_lines, key_text, sam_yaml
from .carried_text import written_anew
from .meaning import Meaning
from .sam_meaning import SAM


class _Part:
    """A value of a snippet."""

    document: Document
    value: Node
    meaning: Meaning

    @cached_property
    def data(self) -> Data:
        """The value as plain data."""
        return self.meaning.data(self.value)

    def pairs(self) -> dict[str, SnippetEntry]:
        """Return the pairs of the value, by key; none if it is not a mapping."""
        found = self.value.pairs() if self.value.kind is NodeKind.MAPPING else ()
        return {
            key.value: SnippetEntry(self.document, key, value, self.value, self.meaning)
            for key, value in found
        }

    def json(self, column: int | None, layout: TextLayout) -> Inline:
        """Return the value as JSON: on one line, or over several whose first is at a column."""
        if column is None:
            text = json_text(self.data)
        else:
            first, *rest = json_lines("", self.data, column, layout.mapping, layout.fill)
            text = "\n".join([first.partition(": ")[2], *rest])
        return Inline(text, written_anew(self.document, self.value, f'{{"": {text}}}')[1:])


@dataclass(frozen=True)
class SnippetEntry(_Part):
    """An entry of a snippet's section, as both notations write it.

    Attributes:
        document: The snippet's document; its lines end in a line feed.
        key_node: The entry's key.
        value: The entry's value.
        inside: The mapping that it is in; not given for the entries of a section.
        meaning: The language of the snippet.
    """

    document: Document
    key_node: Node
    value: Node
    inside: Node | None = None
    meaning: Meaning = SAM

    @property
    def key(self) -> str:
        """The entry's key, for a resource its logical id."""
        return self.key_node.value

    @cached_property
    def head(self) -> list[str]:
        """The comment lines directly above the entry, not indented."""
        return entry_lines.head_at(self.document, self.key_node.start)

    @cached_property
    def text(self) -> list[str]:
        """The lines of the entry, not indented, with comments on them."""
        return entry_lines.body_of(self.document, (self.key_node, self.value))

    @cached_property
    def comments(self) -> list[str]:
        """The comments on the lines of the entry."""
        pair = (self.key_node, self.value)
        return comments_in(self.document, pair, *entry_lines.lines_span(self.document, pair))

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:
        """Return the entry as YAML lines, its key in a column."""
        if not self._is_block:
            return self._rendered(column)
        return reindent(self.document, self.key_node, self.value, column, layout)

    @property
    def _is_block(self) -> bool:
        line = self.document.line_start(self.key_node.start)
        around = (self.document.root, self.inside or self.value)
        return not self.document.text[line : self.key_node.start].strip() and not any(
            node.flow for node in around
        )

    def _rendered(self, column: int) -> IndentedBlock:
        text = f"{' ' * column}{key_text(self.key)}:{sam_yaml(self.data, column)}"
        return IndentedBlock(tuple(text.split("\n")), written_anew(self.document, self.value, text))

    def inline(self) -> Inline | None:
        """Return the value as YAML on the line of its key, None if that takes several lines."""
        text = self.document.text[self.value.start : self.value.end]
        block = not self.value.flow and self.value.kind is not NodeKind.SCALAR
        if block or not text or "\n" in text:
            return None
        if self.document.root.flow:  # JSON escapes what YAML does not
            return self.json(None, TextLayout())
        signatures = self.document.signatures[self.value.first : self.value.last]
        return Inline(text, tuple(signatures))

    def items(self, named: Mapping[str, Node]) -> dict[str, SnippetItem]:
        """Return items of the value, which is a sequence, by name."""
        return {
            name: SnippetItem(self.document, self.value, item, self.meaning)
            for name, item in named.items()
        }

    def flow(self, column: int, layout: TextLayout) -> IndentedBlock:
        """Return the entry as JSON lines, its key in a column, without a comma at the end."""
        lines = json_lines(self.key, self.data, column, layout.mapping, layout.fill)
        text = "{" + "\n".join(lines) + "}"
        return IndentedBlock(tuple(lines), written_anew(self.document, self.value, text))


@dataclass(frozen=True)
class SnippetItem(_Part):
    """An item of a sequence of a snippet, as both notations write it.

    Attributes:
        document: The snippet's document; its lines end in a line feed.
        inside: The sequence.
        value: The item.
        meaning: The language of the snippet.
    """

    document: Document
    inside: Node
    value: Node
    meaning: Meaning = SAM

    @property
    def key(self) -> str:
        """The empty string: an item has no key."""
        return ""

    @cached_property
    def head(self) -> list[str]:
        """The comment lines directly above it, not indented."""
        return (
            [] if self._dash is None else entry_lines.head(self.document, self.inside, self._pair)
        )

    @cached_property
    def comments(self) -> list[str]:
        """The comments on its lines."""
        end = entry_lines.lines_span(self.document, self._pair)[1]
        return comments_in(self.document, [self.value], self.value.start, end)

    @property
    def _pair(self) -> Pair:
        return self.value, self.value

    @cached_property
    def _dash(self) -> int | None:
        """The offset of its dash, None if it has none that begins a line."""
        if self.inside.flow:
            return None
        try:
            dash = entry_lines.beginning(self.document, self.inside, self._pair)
        except EditError:
            return None
        line = self.document.line_start(dash)
        return None if self.document.text[line:dash].strip() else dash

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:  # noqa: ARG002 - as written
        """Return the item as YAML lines, its dash in a column."""
        if self._dash is None:
            return self._rendered(column)
        start, end = (
            self.document.line_start(self._dash),
            entry_lines.lines_span(self.document, self._pair)[1],
        )
        shift = column - (self._dash - start)
        head = [" " * column + line for line in self.head]
        lines = [_moved(line, shift) for line in self.document.text[start:end].split("\n")]
        signatures = self.document.signatures[self.value.first : self.value.last]
        return IndentedBlock((*head, *lines), tuple(signatures))

    def _rendered(self, column: int) -> IndentedBlock:
        text = sam_yaml([self.data])  # a line break, and lines that begin at column 2
        lines = tuple(" " * column + line[2:] for line in text.split("\n")[1:])
        meaning = written_anew(self.document, self.value, f"_:{sam_yaml(self.data)}")
        return IndentedBlock(lines, meaning[1:])


Part = SnippetEntry | SnippetItem


def own_comments(document: Document, inside: Node, ours: Pair, base: Part) -> list[str]:
    """Return the comments of a pair or item of the template that did not come with it."""
    nodes = ours if inside.kind is NodeKind.MAPPING else ours[:1]
    found = Counter(comments_in(document, nodes, *entry_lines.span(document, inside, ours)))
    return list((found - Counter(base.comments)).elements())


def _moved(line: str, shift: int) -> str:
    """Return a line shifted by columns; a line of white space, too, as it can be content."""
    if shift >= 0:
        return " " * shift + line if line else ""
    indent = len(line) - len(line.lstrip(" "))
    return line[min(-shift, indent) :]
