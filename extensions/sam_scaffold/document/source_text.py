"""Bytes of a file to text and back, translating nothing."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ..errors import ScaffoldError
from .expansion import LARGE, MOST_BYTES, ExpansionError

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file with what decoding would otherwise lose.

    Attributes:
        name: What messages call the file, usually its path.
        text: The whole text without a byte order mark, line ends as in the file.
        bom: Whether the file starts with a UTF-8 byte order mark.
        newline: The line end that most lines have: a line feed, or CR and line feed.
    """

    name: str
    text: str
    bom: bool
    newline: str

    @classmethod
    def decode(cls, name: str, data: bytes) -> DecodedText:
        """Decode the bytes of a file.

        Raises:
            ScaffoldError: The bytes are not UTF-8, or too many.
        """
        if len(data) > MOST_BYTES:
            raise ExpansionError(f"{name}: {LARGE}.")
        bom = data.startswith(codecs.BOM_UTF8)
        try:
            text = data[len(codecs.BOM_UTF8) if bom else 0 :].decode("utf-8")
        except UnicodeDecodeError as error:
            raise ScaffoldError(
                f"{name} is not UTF-8 (byte {error.start}): save it as UTF-8 and try again."
            ) from None
        crlf = text.count("\r\n")
        newline = "\r\n" if crlf > text.count("\n") - crlf else "\n"
        return cls(name, text, bom, newline)

    @property
    def has_conflict(self) -> bool:
        """The presence of an unresolved conflict."""
        return _CONFLICT.search(self.text) is not None

    def refuse_conflict(self) -> None:
        """Refuse a text with an unresolved conflict.

        Raises:
            ScaffoldError: A line is one of git's conflict markers.
        """
        if (marker := _CONFLICT.search(self.text)) is not None:
            line = self.text.count("\n", 0, marker.start()) + 1
            raise ScaffoldError(
                f"{self.name}:{line}: conflict marker {marker[1]}; resolve the conflict, "
                "and try again."
            )

    def encode(self, text: str) -> bytes:
        """Encode another text the way this file is encoded."""
        return (codecs.BOM_UTF8 if self.bom else b"") + text.encode("utf-8")
