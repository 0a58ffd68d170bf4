"""Positions of the parts of a template in its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...document import Document, Node, NodeKind
from .intrinsics import INTRINSICS_WITHOUT_PREFIX

Path = tuple[str | int, ...]
"""Keys and indexes from the root: ``("Resources", "Queue", "Properties")``."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of text; lines and columns are counted from 1."""

    line: int
    column: int
    end_line: int
    end_column: int


TOP = Span(1, 1, 1, 2)
"""The span that cfn-lint uses for the whole template."""


@dataclass(frozen=True, eq=False)
class SourceMap:
    """The positions in one template.

    Attributes:
        document: The template.
    """

    document: Document

    @cached_property
    def _breaks(self) -> list[int]:
        """Offsets of the beginnings of lines, without the first."""
        text = self.document.text
        return [offset for offset, letter in enumerate(text, 1) if letter == "\n"]

    def of(self, path: Sequence[str | int]) -> Span:
        """Return the span of the key or item at a path, or at the longest part of it that exists.

        Args:
            path: Keys and indexes; intrinsic functions in their long form.
        """
        node, place = self.document.root, None
        for step in path:
            found = _below(node, step)
            if found is None:
                break
            label, node = found
            place = label or place
        return TOP if place is None else self._span(place)

    def _span(self, node: Node) -> Span:
        line, column = self._position(node.start)
        end_line, end_column = self._position(node.end)
        return Span(line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._breaks, offset)
        return line + 1, offset - (self._breaks[line - 1] if line else 0) + 1


def _below(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    """Return the key or item of a step, and its value; None if there is no such step."""
    node = node.resolved()
    if node.tag is not None and isinstance(step, str) and step == _long_form(node.tag):
        return None, node._replace(tag=None)
    if isinstance(step, int):
        exists = node.kind is NodeKind.SEQUENCE and step < len(node.items)
        return (node.items[step], node.items[step]) if exists else None
    return node.find(step) if node.kind is NodeKind.MAPPING else None


def _long_form(tag: str) -> str:
    name = tag.removeprefix("!")
    return name if name in INTRINSICS_WITHOUT_PREFIX else f"Fn::{name}"
