"""The comments of a document, told from what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .yaml_document import Document
from .yaml_tree import Node, NodeKind

_COMMENT = re.compile(r"(?:^|(?<=[\s,\[\]{}]))#[^\n]*", re.MULTILINE)


def comments_in(document: Document, nodes: Iterable[Node], start: int, end: int) -> list[str]:
    """Return the comments between two offsets, without trailing white space.

    Args:
        document: The document.
        nodes: All nodes between the offsets, in their order.
        start: Offset of the first character that is looked at.
        end: Offset after the last one.
    """
    found: list[str] = []
    at = start
    for node in nodes:
        for leaf in _leaves(node):
            found += _between(document.text, at, leaf.start)
            if leaf.style in ("|", ">"):  # a comment may follow the header
                header = document.line_end(leaf.start)
                found += _between(document.text, leaf.start, min(header, leaf.end))
            at = leaf.end
    return [*found, *_between(document.text, at, end)]


def _between(text: str, start: int, end: int) -> Iterator[str]:
    """Find the comments in a stretch without scalars."""
    for match in _COMMENT.finditer(text, start, end):
        yield match[0].rstrip()


def _leaves(node: Node) -> Iterator[Node]:
    return (below for below in node.walk() if below.kind in (NodeKind.SCALAR, NodeKind.ALIAS))
