"""A Python module as bytes and as a tree, and where one's nodes lie in the other."""

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
"""The line ends that Python knows; form feeds and the like are none to it."""

Located = ast.stmt | ast.expr | ast.alias


@dataclass(frozen=True, slots=True)
class PythonSplice:
    """Bytes that take the place of others.

    Attributes:
        start: The first byte that goes.
        end: The first byte after it that stays.
        data: The bytes between instead.
    """

    start: int
    end: int
    data: bytes


@dataclass(frozen=True)
class PythonText:
    """A module's text.

    Attributes:
        name: The name of the file in messages.
        data: The text as UTF-8, whatever the file has; line ends are those of the file, and
            there is no byte order mark. Columns of nodes count these bytes.
        encoding: The encoding of the file.
        bom: The byte order mark that the file starts with, or nothing.
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
                "mend it, or run the command with the Python that it is written for."
            ) from None
        if text.encode(encoding) != source[len(bom) :]:
            raise ScaffoldError(
                f"{name}: its encoding {encoding} cannot be written back as it was: save it as "
                "UTF-8 and try again."
            )
        return cls(name, text.encode("utf-8"), encoding, bom, tree)

    @cached_property
    def starts(self) -> list[int]:
        """Return where each line starts."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.data))]

    @cached_property
    def newline(self) -> bytes:
        """Return the line end of the first line; a line feed where it has none."""
        found = _LINE_END.search(self.data)
        return found[0] if found else b"\n"

    def span(self, node: Located) -> tuple[int, int]:
        """Return a node's first byte and the first one after it."""
        start = self.starts[node.lineno - 1] + node.col_offset
        end_line, end_column = node.end_lineno, node.end_col_offset
        if end_line is None or end_column is None:  # never so in what ast.parse returns
            return start, start
        return start, self.starts[end_line - 1] + end_column

    def line_start(self, position: int) -> int:
        """Return where the line of a byte starts."""
        return self.starts[bisect_right(self.starts, position) - 1]

    def line_end(self, position: int) -> int:
        """Return where the line of a byte ends, before its line end."""
        found = _LINE_END.search(self.data, position)
        return found.start() if found else len(self.data)

    def after_line(self, position: int) -> int:
        """Return where the line after that of a byte starts."""
        found = _LINE_END.search(self.data, position)
        return found.end() if found else len(self.data)

    def spliced(self, splices: Iterable[PythonSplice]) -> bytes:
        """Return the text with other bytes in some places, which do not overlap."""
        parts, at = [], 0
        for splice in sorted(splices, key=lambda one: (one.start, one.end)):
            parts += [self.data[at : splice.start], splice.data]
            at = splice.end
        return b"".join([*parts, self.data[at:]])

    def encoded(self, data: bytes) -> bytes:
        """Return another UTF-8 text the way the file is encoded.

        Raises:
            ScaffoldError: The file's encoding has no such letters.
        """
        try:
            return self.bom + data.decode("utf-8").encode(self.encoding)
        except UnicodeEncodeError as error:
            raise ScaffoldError(
                f"{self.name}: {error.object[error.start : error.end]!r} cannot be written in "
                f"its encoding {self.encoding}: save it as UTF-8 and try again."
            ) from None

    def refused(self, node: Located, message: str) -> ScaffoldError:
        """Return the error that names a node's line."""
        return ScaffoldError(f"{self.name}:{node.lineno}: {message}")


def comments(data: bytes) -> list[str]:
    """Return the comments of a module that can be parsed, sorted."""
    text = io.StringIO(re.sub(r"\r\n?", "\n", data.decode("utf-8")))
    tokens = tokenize.generate_tokens(text.readline)
    return sorted(token.string for token in tokens if token.type == tokenize.COMMENT)
