"""Python module as bytes and as a tree, and the positions of nodes in the bytes."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ...errors import ScaffoldError

_LINE_END = re.compile(rb"\r\n|\r|\n")
"""Line endings in Python, which do not include form feeds and the like."""

Located = ast.stmt | ast.expr | ast.alias


@dataclass(frozen=True, slots=True)
class PythonSplice:
    """Replacement of bytes.

    Attributes:
        start: The first replaced byte.
        end: The first byte after those replaced.
        data: The new bytes.
    """

    start: int
    end: int
    data: bytes


@dataclass(frozen=True)
class PythonText:
    """Text of a module.

    Attributes:
        name: The name of the file in messages.
        data: The text as UTF-8, with the line endings of the file and without its byte order
            mark. Columns of nodes count these bytes.
        encoding: The encoding of the file.
        bom: The byte order mark of the file, or empty.
        tree: The parsed module.
    """

    name: str
    data: bytes
    encoding: str
    bom: bytes
    tree: ast.Module

    @classmethod
    def of(cls, name: str, source: bytes) -> PythonText:
        """Read a module.

        Args:
            name: The name of the file in messages.
            source: Its bytes.

        Raises:
            ScaffoldError: It cannot be parsed, or its encoding cannot be written back.
        """
        bom = codecs.BOM_UTF8 if source.startswith(codecs.BOM_UTF8) else b""
        try:
            encoding = tokenize.detect_encoding(io.BytesIO(source).readline)[0]
            encoding = "utf-8" if bom else encoding
            text = source[len(bom) :].decode(encoding)
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError) as error:
            line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            raise ScaffoldError(
                f"{name}{line} cannot be parsed by the Python that runs this command ({error}): "
                "fix it, or run the command with its version of Python."
            ) from None
        if text.encode(encoding) != source[len(bom) :]:
            raise ScaffoldError(
                f"{name}: its encoding {encoding} does not reproduce its bytes: save it as "
                "UTF-8 and try again."
            )
        return cls(name, text.encode("utf-8"), encoding, bom, tree)

    @cached_property
    def starts(self) -> list[int]:
        """Return the start of each line."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.data))]

    @cached_property
    def newline(self) -> bytes:
        """Return the line ending of the first line; a line feed by default."""
        found = _LINE_END.search(self.data)
        return found[0] if found else b"\n"

    def span(self, node: Located) -> tuple[int, int]:
        """Return a node's first byte and the first one after it."""
        start = self.starts[node.lineno - 1] + node.col_offset
        end_line, end_column = node.end_lineno, node.end_col_offset
        if end_line is None or end_column is None:  # never in a tree from ast.parse
            return start, start
        return start, self.starts[end_line - 1] + end_column

    def line_start(self, position: int) -> int:
        """Return the start of the line of a byte."""
        return self.starts[bisect_right(self.starts, position) - 1]

    def line_end(self, position: int) -> int:
        """Return the end of the line of a byte, before its line ending."""
        found = _LINE_END.search(self.data, position)
        return found.start() if found else len(self.data)

    def after_line(self, position: int) -> int:
        """Return the start of the line after that of a byte."""
        found = _LINE_END.search(self.data, position)
        return found.end() if found else len(self.data)

    def spliced(self, splices: Iterable[PythonSplice]) -> bytes:
        """Return the text with replacements, which do not overlap."""
        parts, at = [], 0
        for splice in sorted(splices, key=lambda each: (each.start, each.end)):
            parts += [self.data[at : splice.start], splice.data]
            at = splice.end
        return b"".join([*parts, self.data[at:]])

    def encoded(self, data: bytes) -> bytes:
        """Return another UTF-8 text in the encoding of the file.

        Raises:
            ScaffoldError: The file's encoding does not have all of its characters.
        """
        try:
            return self.bom + data.decode("utf-8").encode(self.encoding)
        except UnicodeEncodeError as error:
            raise ScaffoldError(
                f"{self.name}: {error.object[error.start : error.end]!r} cannot be written in "
                f"its encoding {self.encoding}: save it as UTF-8 and try again."
            ) from None

    def refused(self, node: Located, message: str) -> ScaffoldError:
        """Return an error with a node's line."""
        return ScaffoldError(f"{self.name}:{node.lineno}: {message}")


def comments(data: bytes) -> list[str]:
    """Return the sorted comments of a valid module."""
    text = io.StringIO(re.sub(r"\r\n?", "\n", data.decode("utf-8")))
    tokens = tokenize.generate_tokens(text.readline)
    return sorted(token.string for token in tokens if token.type == tokenize.COMMENT)
