"""TOML parsing in all supported versions of Python."""

from __future__ import annotations

import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def toml_of(text: str) -> dict[str, Any] | None:
    """Parse TOML; return None if it is invalid.

    Args:
        text: The text, also with CRLF line endings.
    """
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        return None
