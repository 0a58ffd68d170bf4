"""Parser events to a small tree of nodes with offsets.

Built from events and not from composed nodes, because an alias there carries the
marks of its anchor. A block collection ends where its last leaf ends: the parser's
own mark points at the next token (measured: libyaml, PyYAML 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

import yaml

from ..errors import ScaffoldError
from .expansion import DEEP, MANY_VALUES, MOST_LEVELS, MOST_VALUES, ExpansionError
from .memory import without_collection
from .parser_events import events


class NodeKind(Enum):
    """The kinds of nodes."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    ALIAS = "alias"


Signature = tuple[Any, ...]
"""The meaning of one parser event, without its position: type, tag, anchor, text."""

_END: Signature = ("end",)


class Node(NamedTuple):
    """One node of a document. A named tuple, as tens of thousands are made a file.

    Attributes:
        kind: Scalar, mapping, sequence or alias.
        start: Offset of its first character, tag and anchor included.
        end: Offset behind its last character.
        column: Column of its start, 0-based.
        flow: Whether a collection is written in brackets.
        tag: The tag as written with its handle resolved (``!Ref``), or None.
        anchor: Name of the anchor that it defines, or None.
        value: A scalar's text or an alias' name, else the empty string.
        style: A scalar's style: ``""`` plain, ``'``, ``"``, ``|`` or ``>``.
        items: A sequence's items; a mapping's keys and values in turn; an alias' target.
        first: Index of its first signature in the document's list of signatures.
        last: Index behind its last signature.
    """

    kind: NodeKind
    start: int
    end: int
    column: int
    flow: bool
    tag: str | None
    anchor: str | None
    value: str
    style: str
    items: tuple[Node, ...]
    first: int
    last: int

    def pairs(self) -> Iterator[Pair]:
        """Return the keys and values of a mapping, in order."""
        items = iter(self.items)
        return zip(items, items, strict=True)

    def find(self, key: str) -> Pair | None:
        """Return the first pair of a mapping with a key."""
        return next(((k, v) for k, v in self.pairs() if k.value == key), None)

    def resolved(self) -> Node:
        """Return the node itself, or the node that an alias stands for."""
        return self.items[0] if self.kind is NodeKind.ALIAS else self

    def walk(self) -> Iterator[Node]:
        """Return this node and all below it, in document order; aliases are not followed."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.kind is not NodeKind.ALIAS:
                stack.extend(reversed(node.items))


Pair = tuple[Node, Node]
"""A key and its value in a mapping; an item, twice, in a sequence."""


class _Open:
    """A collection whose end has not been read yet."""

    __slots__ = ("column", "event", "first", "items", "levels", "shared", "start")

    def __init__(self, event: Any, first: int, shared: int) -> None:
        self.event = event
        self.first = first
        self.shared = shared  # what aliases stood for before it
        self.levels = 1
        self.start = event.start_mark.index
        self.column = event.start_mark.column
        self.items: list[Node] = []


def parse(name: str, text: str) -> tuple[Node, list[Signature]]:
    """Parse the one document of a text.

    Args:
        name: What messages call the file.
        text: The whole text, without a byte order mark.

    Returns:
        The root mapping and the signatures of all events below it, in order.

    Raises:
        ScaffoldError: The text is not YAML, or not exactly one mapping.
    """
    try:
        with without_collection():
            return _Builder(name, text).build()
    except yaml.YAMLError as error:
        raise ScaffoldError(
            f"{name}{_place(error, text)}: not valid YAML: {_problem(error)}."
        ) from None


def meaning(name: str, text: str) -> list[Signature]:
    """Return the signatures of a text without its nodes, which is a third less work.

    Raises:
        ScaffoldError: The text is not YAML, or not one document.
    """
    signatures: list[Signature] = []
    anchors: set[str] = set()
    documents = 0
    try:
        with without_collection():
            for event in events(name, text):
                signature = _signature(event)
                if signature is not None:
                    signatures.append(signature)
                    _check_anchor(name, signature, anchors)
                elif event.__class__ is yaml.DocumentStartEvent:
                    documents += 1
    except yaml.YAMLError as error:
        raise ScaffoldError(f"{name}: not valid YAML: {_problem(error)}.") from None
    if documents != 1:
        raise ScaffoldError(f"{name} holds {documents} documents.")
    return signatures


def _check_anchor(name: str, signature: Signature, anchors: set[str]) -> None:
    """Note an anchor; an alias has to have one before it, which the parser does not check."""
    if signature[0] == "alias" and signature[1] not in anchors:
        raise ScaffoldError(f"{name}: *{signature[1]} has no anchor before it.")
    if signature[0] != "alias" and len(signature) > 2 and signature[2]:  # noqa: PLR2004
        anchors.add(signature[2])


def _signature(event: Any) -> Signature | None:
    """Return the meaning of one event, None for the frame of streams and documents."""
    cls = event.__class__
    if cls is yaml.ScalarEvent:
        plain = not event.style and event.tag is None
        return ("scalar", event.tag, event.anchor, event.value, plain)
    if cls is yaml.MappingStartEvent:
        return ("mapping", event.tag, event.anchor)
    if cls is yaml.SequenceStartEvent:
        return ("sequence", event.tag, event.anchor)
    if cls is yaml.AliasEvent:
        return ("alias", event.anchor)
    if cls is yaml.MappingEndEvent or cls is yaml.SequenceEndEvent:
        return _END
    return None


def _place(error: yaml.YAMLError, text: str) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return f":{mark.line + 1}:{mark.column + 1}"
    offset = getattr(error, "position", None)  # of a character that YAML does not allow
    if offset is None:
        return ""
    return f":{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def _problem(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    line = " ".join(str(problem).split())
    if "Unicode character escape" in line:
        line += " (YAML has no surrogate pairs; write the character itself)"
    return line


class _Builder:
    """Turns the events of one text into nodes."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.signatures: list[Signature] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.shared = 0
        self.extents: dict[str, tuple[int, int]] = {}
        self.roots: list[Node] = []

    def build(self) -> tuple[Node, list[Signature]]:
        documents = 0
        for event in events(self.name, self.text):
            cls = event.__class__
            if cls is yaml.ScalarEvent:
                self._scalar(event)
            elif cls is yaml.MappingStartEvent or cls is yaml.SequenceStartEvent:
                self._start(event)
            elif cls is yaml.MappingEndEvent or cls is yaml.SequenceEndEvent:
                self._end(event)
            elif cls is yaml.AliasEvent:
                self._alias(event)
            elif cls is yaml.DocumentStartEvent:
                documents += 1
        if documents != 1 or len(self.roots) != 1 or self.roots[0].kind is not NodeKind.MAPPING:
            raise ScaffoldError(
                f"{self.name} must hold exactly one YAML mapping, as a SAM template does; "
                f"it holds {_what(documents, self.roots)}."
            )
        return self.roots[0], self.signatures

    def _sign(self, event: Any) -> None:
        signature = _signature(event)
        if signature is not None:
            self.signatures.append(signature)

    def _add(self, node: Node) -> None:
        (self.open[-1].items if self.open else self.roots).append(node)
        if node.anchor:
            self.anchors[node.anchor] = node
            if node.kind is NodeKind.SCALAR:
                self.extents[node.anchor] = 1, 0

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style or ""
        if style and style in "|>":
            end = _block_scalar_end(self.text, start, end)
        first = len(self.signatures)
        self._sign(event)
        self._add(
            Node(
                kind=NodeKind.SCALAR,
                start=start,
                end=end,
                column=event.start_mark.column,
                flow=False,
                tag=event.tag,
                anchor=event.anchor,
                value=event.value,
                style=style,
                items=(),
                first=first,
                last=first + 1,
            )
        )

    def _start(self, event: Any) -> None:
        self.open.append(_Open(event, len(self.signatures), self.shared))
        if len(self.open) > MOST_LEVELS:
            raise ExpansionError(f"{self._position(event)}: {DEEP}.")
        self._sign(event)

    def _end(self, event: Any) -> None:
        top = self.open.pop()
        self._sign(event)
        if self.open and top.levels >= self.open[-1].levels:
            self.open[-1].levels = top.levels + 1
        if top.event.anchor:
            values = len(self.signatures) - top.first + self.shared - top.shared
            self.extents[top.event.anchor] = values, top.levels
        flow = bool(top.event.flow_style)
        end = event.end_mark.index if flow or not top.items else top.items[-1].end
        mapping = top.event.__class__ is yaml.MappingStartEvent
        self._add(
            Node(
                kind=NodeKind.MAPPING if mapping else NodeKind.SEQUENCE,
                start=top.start,
                end=end,
                column=top.column,
                flow=flow,
                tag=top.event.tag,
                anchor=top.event.anchor,
                value="",
                style="",
                items=tuple(top.items),
                first=top.first,
                last=len(self.signatures),
            )
        )

    def _alias(self, event: Any) -> None:
        first = len(self.signatures)
        self._sign(event)
        start, end = event.start_mark.index, event.end_mark.index
        target = self.anchors.get(event.anchor)
        if target is None:
            raise ScaffoldError(
                f"{self._position(event)}: *{event.anchor} has no anchor before it."
            )
        self._follow(event)
        self._add(
            Node(
                kind=NodeKind.ALIAS,
                start=start,
                end=end,
                column=event.start_mark.column,
                flow=False,
                tag=None,
                anchor=None,
                value=event.anchor,
                style="",
                items=(target,),
                first=first,
                last=first + 1,
            )
        )

    def _follow(self, event: Any) -> None:
        """Count what an alias stands for, before it is followed."""
        values, levels = self.extents[event.anchor]
        self.shared += values
        if self.open:
            self.open[-1].levels = max(self.open[-1].levels, levels + 1)
        if len(self.open) + levels > MOST_LEVELS:
            raise ExpansionError(f"{self._position(event)}: {DEEP}.")
        if self.shared > MOST_VALUES:
            raise ExpansionError(f"{self._position(event)}: {MANY_VALUES}.")

    def _position(self, event: Any) -> str:
        mark = event.start_mark
        return f"{self.name}:{mark.line + 1}:{mark.column + 1}"


def _what(documents: int, roots: list[Node]) -> str:
    if documents == 0 or (roots and roots[0].kind is NodeKind.SCALAR and not roots[0].value):
        return "nothing"
    return f"{documents} documents" if documents > 1 else f"a {roots[0].kind.value}"


# To YAML, other white space, such as a no-break space, is text.
_BLANKS = " \t\r"

_HEADER = re.compile(r"[|>]([0-9+-]*)")


def _block_scalar_end(text: str, start: int, end: int) -> int:
    """Return the end of a ``|`` or ``>`` scalar: the parser's mark is at the next token.

    Trailing blank lines belong to the scalar only with ``+``. A line of white space
    longer than the content's indentation is content.
    """
    header = _HEADER.search(text, start)
    if header is None:
        return end
    if "+" in header[1]:
        return end
    lines = text[start:end].split("\n")
    content = next((line for line in lines[1:] if line.strip(_BLANKS)), None)
    indent = len(content) - len(content.lstrip(" ")) if content is not None else None
    while len(lines) > 1:
        line = lines[-1].removesuffix("\r")
        if line.strip(_BLANKS) or (indent is not None and len(line) > indent):
            break
        lines.pop()
    return start + len("\n".join(lines).removesuffix("\r"))
