"""A snippet: the part of a SAM template that belongs to one component."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..document import DecodedText, Document, Node, NodeKind, Pair
from ..errors import ScaffoldError
from .entry import SnippetEntry
from .meaning import Meaning
from .sam_meaning import SAM


@dataclass(frozen=True)
class Snippet:
    """A parsed snippet.

    Attributes:
        name: Its name in messages, usually its path.
        document: Its document; the lines end in a line feed.
        sections: Entries by section, both in the order of the file.
        meaning: Its language.
    """

    name: str
    document: Document
    sections: Mapping[str, tuple[SnippetEntry, ...]]
    meaning: Meaning = SAM

    @classmethod
    def parse(cls, name: str, data: bytes) -> Snippet:
        """Parse the bytes of a snippet file, YAML or JSON.

        Raises:
            ScaffoldError: It is not a partial SAM template, has conflict markers, anchors or tag
                directives, or an entry twice.
        """
        return _parsed(name, data)

    def renamed(self, new_ids: Mapping[str, str]) -> Snippet:
        """Return the snippet with other logical ids.

        Args:
            new_ids: New ids by old ones.
        """
        splices = self.meaning.renaming(self.document, new_ids)
        return self.parse(self.name, self.document.apply(splices).encode()) if splices else self

    def keys(self, section: str) -> list[str]:
        """Return the keys of one section."""
        return [entry.key for entry in self.sections.get(section, ())]

    def find(self, section: str, key: str) -> SnippetEntry | None:
        """Return one entry, None if there is none."""
        return next((e for e in self.sections.get(section, ()) if e.key == key), None)


@lru_cache(maxsize=1024)  # a command reads each of them several times
def _parsed(name: str, data: bytes) -> Snippet:
    source = DecodedText.decode(name, data)
    source.refuse_conflict()
    text = source.text.replace("\r\n", "\n").rstrip("\n") + "\n"
    document = Document.of(DecodedText(name, text, bom=False, newline="\n"))
    _refuse_unmergeable(document)
    sections = {key.value: _entries(document, key, value) for key, value in _named(document, SAM)}
    if not any(sections.values()):
        raise ScaffoldError(f"{name}: no entries to merge; write at least one resource.")
    return Snippet(name, document, sections)


def _refuse_unmergeable(document: Document) -> None:
    directive = _TAG_DIRECTIVE.search(document.text, 0, document.root.start)
    if directive is not None:
        raise ScaffoldError(
            f"{document.position(directive.start())}: a snippet cannot have %TAG directives, "
            "which the template does not have; write the tags out."
        )
    for node in document.root.walk():
        if node.anchor is not None or node.kind is NodeKind.ALIAS:
            raise ScaffoldError(
                f"{document.position(node.start)}: a snippet cannot have anchors or aliases, "
                "which could clash with the template's; write the value out."
            )
        if node.style in ("|", ">") and _KEEPS.match(document.text, node.start):
            raise ScaffoldError(
                f"{document.position(node.start)}: a snippet cannot have {node.style}+ values, "
                f"whose blank lines would become the template's; write {node.style} instead."
            )


_TAG_DIRECTIVE = re.compile(r"^%TAG\b", re.MULTILINE)

# The header of a block scalar, behind its tag, that keeps all trailing blank lines.
_KEEPS = re.compile(r"(?:!\S*\s+)?[|>][0-9]?\+")


def _named(document: Document, meaning: Meaning) -> list[Pair]:
    pairs: list[Pair] = []
    for key, value in document.root.pairs():
        if key.value in meaning.headers:
            continue
        if key.value not in meaning.sections:
            raise ScaffoldError(
                f"{document.position(key.start)}: {key.value!r} is not a section of a SAM "
                f"template. Use {', '.join(meaning.sections)}."
            )
        if any(key.value == other.value for other, _ in pairs):
            raise ScaffoldError(
                f"{document.position(key.start)}: {key.value} appears twice; make it one section."
            )
        pairs.append((key, value))
    return pairs


def _entries(document: Document, key: Node, value: Node) -> tuple[SnippetEntry, ...]:
    if value.kind is not NodeKind.MAPPING or value.tag is not None:
        raise ScaffoldError(
            f"{document.position(value.start)}: {key.value} must be a mapping of names to "
            "definitions."
        )
    entries = tuple(SnippetEntry(document, *pair) for pair in value.pairs())
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            raise ScaffoldError(
                f"{document.position(entry.key_node.start)}: {key.value}.{entry.key} appears "
                "twice in the snippet; keep one."
            )
        seen.add(entry.key)
    return entries
