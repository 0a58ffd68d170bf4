"""Entries to insert and to remove: one line of text each, with the comment above it."""

from __future__ import annotations

from dataclasses import dataclass

from sam_scaffold.document.layout import TextLayout
from sam_scaffold.document.reindent import IndentedBlock
from sam_scaffold.document.yaml_tree import parse


@dataclass(frozen=True)
class Line:
    """``key: value`` below a comment, as `sam_scaffold.document.append.Entry`."""

    key: str
    value: int = 1
    comment: str = ""

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:  # noqa: ARG002
        pad = " " * column
        above = [f"{pad}# {self.comment}"] if self.comment else []
        return self._block([*above, f"{pad}{self.key}: {self.value}"])

    def flow(self, column: int, layout: TextLayout) -> IndentedBlock:
        return self._block([f'{layout.fill * column}"{self.key}": {self.value}'])

    def _block(self, lines: list[str]) -> IndentedBlock:
        _, signatures = parse("entry", "{" + lines[-1] + "}")
        return IndentedBlock(tuple(lines), tuple(signatures[1:-1]))
