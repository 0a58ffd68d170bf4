"""Blocks of real templates."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from templates_by_feature import SNIPPET, TEMPLATES

from sam_scaffold.document import Document, NodeKind
from sam_scaffold.document.layout import TextLayout
from sam_scaffold.document.source_text import DecodedText
from sam_scaffold.document.yaml_document import section
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.entry import SnippetEntry
from sam_scaffold.merge.snippet import Snippet

Data = Any
Way = tuple[str, ...]
Draw = st.DrawFn

FOLDER = "SAM_TEMPLATES"
"""Environment variable: a folder of templates whose resources are merged, too."""

ROOT = Path(__file__).resolve().parents[2]
FLOW = ("json", "json-with-tabs", "yaml-in-json-style", "flow-resources")
WIDE = 6_000
"""Longest block, in characters, that is taken from a folder."""


def _blocks(document: Document) -> Iterator[str]:
    try:
        mapping = section(document, "Resources")
    except ScaffoldError:
        return
    if mapping is None or mapping.kind is not NodeKind.MAPPING:
        return
    for key, value in mapping.pairs():
        if value.kind is not NodeKind.MAPPING or value.tag is not None or key.style:
            continue
        block = SnippetEntry(document, key, value).block(2, TextLayout())
        first = next(i for i, line in enumerate(block.lines) if line[2:].startswith(key.value))
        named = block.lines[first].replace(key.value, "Probe", 1)
        text = "\n".join([*block.lines[:first], named, *block.lines[first + 1 :], ""])
        if len(text) < WIDE and _is_snippet(text):
            yield text


def _is_snippet(text: str) -> bool:
    try:
        Snippet.parse("s", f"Resources:\n{text}".encode())
    except ScaffoldError:
        return False
    return True


def _parsed(data: bytes) -> Document | None:
    try:
        text = DecodedText.decode("t", data).text.replace("\r\n", "\n")
        return Document.of(DecodedText("t", text, bom=False, newline="\n"))
    except ScaffoldError:
        return None


@cache
def blocks() -> tuple[str, ...]:
    """The resources of the example, of the templates by feature, and of a folder if one is set.

    Each is the lines of one entry, called ``Probe``, at column 2.
    """
    sources = [(ROOT / "examples/trading/template.yaml").read_bytes(), SNIPPET]
    sources += [text.encode() for text in TEMPLATES.values()]
    folder = os.environ.get(FOLDER)
    if folder:
        found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        sources += [
            path.read_bytes() for path in found if path.suffix in (".yaml", ".yml", ".json")
        ]
    documents = (_parsed(source) for source in sources)
    return tuple(
        dict.fromkeys(text for document in documents if document for text in _blocks(document))
    )
