"""Bytes to text and back."""

from __future__ import annotations

import pytest

from sam_scaffold.document import DecodedText
from sam_scaffold.errors import ScaffoldError


@pytest.mark.parametrize(
    "data",
    [b"a: 1\n", b"\xef\xbb\xbfa: 1\n", b"a: 1\r\nb: 2\r\n", "é: 😀\n".encode(), b"", b"a\rb"],
    ids=["lf", "bom", "crlf", "unicode", "empty", "lone-cr"],
)
def test_encoding_gives_the_bytes_back(data: bytes) -> None:
    source = DecodedText.decode("t", data)
    assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "newline"),
    [(b"a\nb\n", "\n"), (b"a\r\nb\r\n", "\r\n"), (b"a\r\nb\r\nc\n", "\r\n"), (b"", "\n")],
    ids=["lf", "crlf", "mostly-crlf", "none"],
)
def test_the_line_end_is_the_majority(data: bytes, newline: str) -> None:
    assert DecodedText.decode("t", data).newline == newline


def test_other_encodings_are_refused_with_the_place() -> None:
    with pytest.raises(ScaffoldError, match=r"^t\.yaml is not UTF-8 \(byte 3\): save it as UTF-8"):
        DecodedText.decode("t.yaml", "a: é\n".encode("latin-1"))
