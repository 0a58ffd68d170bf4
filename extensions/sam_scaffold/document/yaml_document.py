"""A parsed file, and the one door through which its text changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..errors import ScaffoldError
from .source_text import DecodedText
from .yaml_tree import Node, NodeKind, Pair, Signature, meaning, parse

_PROPERTIES = re.compile(r"(?:[!&]\S*\s+)*")


@dataclass(frozen=True, slots=True)
class Splice:
    """A replacement of ``text[start:end]`` and of its meaning.

    Attributes:
        start: Offset of the first replaced character.
        end: Offset after the last one; equal to start for an insertion.
        text: The new text.
        first: Index of the first replaced signature.
        last: Index after the last one.
        signatures: What the new text adds to the meaning of the document.
    """

    start: int
    end: int
    text: str
    first: int
    last: int
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, eq=False)
class Document:
    """A YAML or JSON file that holds one mapping.

    Attributes:
        source: The file's text and what decoding keeps aside.
        signatures: The meaning of the text, one entry a parser event, in order.
        tree: Its root mapping, None until `root` is used.
    """

    source: DecodedText
    signatures: list[Signature]
    tree: Node | None = None

    @classmethod
    def parse(cls, name: str, data: bytes) -> Document:
        """Parse the bytes of a file.

        Raises:
            ScaffoldError: Not UTF-8, not YAML, or not exactly one mapping.
        """
        return cls.of(DecodedText.decode(name, data))

    @classmethod
    def of(cls, source: DecodedText) -> Document:
        """Parse a decoded file."""
        try:
            root, signatures = parse(source.name, source.text)
        except ScaffoldError:
            source.refuse_conflict()
            raise
        return cls(source, signatures, root)

    @cached_property
    def root(self) -> Node:
        """The root mapping."""
        return parse(self.name, self.text)[0] if self.tree is None else self.tree

    @property
    def name(self) -> str:
        """The name of the file in messages."""
        return self.source.name

    @property
    def text(self) -> str:
        """The file's text without a byte order mark."""
        return self.source.text

    @property
    def newline(self) -> str:
        """The line end of the file."""
        return self.source.newline

    @cached_property
    def aliased(self) -> frozenset[str]:
        """Names of all anchors that an alias refers to."""
        return frozenset(signature[1] for signature in self.signatures if signature[0] == "alias")

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        return self.source.encode(self.text)

    def content_start(self, node: Node) -> int:
        """Return the offset of a node's content, after its tag and its anchor."""
        found = _PROPERTIES.match(self.text, node.start, node.end)
        return found.end() if found else node.start

    def line_start(self, offset: int) -> int:
        """Return the offset of the first character of the line of an offset."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return the offset after the line break of the line of an offset."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    def position(self, offset: int) -> str:
        """Return ``file:line:column`` of an offset, both counted from 1."""
        line = self.text.count("\n", 0, offset) + 1
        return f"{self.name}:{line}:{offset - self.line_start(offset) + 1}"

    def spliced(self, splices: Sequence[Splice]) -> str:
        """Return the text with splices applied; at one offset, the deeper or first one is first."""
        text = self.text
        for splice in sorted(splices, key=lambda s: (s.start, s.end, s.first))[::-1]:
            text = text[: splice.start] + splice.text + text[splice.end :]
        return text

    def apply(self, splices: Sequence[Splice]) -> Document:
        """Return the document with its text spliced.

        Every byte outside the splices is kept by construction. What is inside them
        is verified: the new text must parse to the old meaning with exactly the
        splices' signatures exchanged.

        Raises:
            ScaffoldError: The new text would mean anything else.
        """
        expected = list(self.signatures)
        for splice in sorted(splices, key=lambda s: (s.first, s.last))[::-1]:
            expected[splice.first : splice.last] = splice.signatures
        text = self.spliced(splices)
        try:
            found = meaning(self.name, text)
        except ScaffoldError as error:
            raise _unsafe(self.name, str(error)) from None
        if found != expected:
            raise _unsafe(self.name, "the result would mean something else")
        return Document(DecodedText(self.name, text, self.source.bom, self.newline), found)


def _unsafe(name: str, why: str) -> ScaffoldError:
    return ScaffoldError(
        f"{name}: this file cannot be changed safely ({why}); nothing was written. "
        "Please report it with the file."
    )


def section(document: Document, key: str) -> Node | None:
    """Return the value of a root key.

    Returns:
        The node, or None where the key is missing.

    Raises:
        ScaffoldError: The key appears twice, or its value is an alias.
    """
    found = [pair for pair in document.root.pairs() if pair[0].value == key]
    if not found:
        return None
    if len(found) > 1:
        raise ScaffoldError(
            f"{document.position(found[1][0].start)}: {key} appears twice; "
            "make it one section and try again."
        )
    value = found[0][1]
    if value.kind is NodeKind.ALIAS:
        raise ScaffoldError(
            f"{document.position(value.start)}: {key} is an alias (*{value.value}); "
            "write the section out and try again."
        )
    return value


def entries_of(document: Document, key: str) -> dict[str, Pair]:
    """Return the entries of a root key's mapping, by key; none if it is not a mapping.

    Raises:
        ScaffoldError: The root key appears twice, or its value is an alias.
    """
    mapping = section(document, key)
    if mapping is None or mapping.kind is not NodeKind.MAPPING:
        return {}
    return {pair[0].value: pair for pair in mapping.pairs()}
