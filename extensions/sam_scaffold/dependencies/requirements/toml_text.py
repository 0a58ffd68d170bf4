"""TOML, whatever Python reads it."""

from __future__ import annotations

import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def toml_of(text: str) -> dict[str, Any] | None:
    """Return what TOML says, None where the text is no TOML.

    Args:
        text: The text; its lines may end as on Windows.
    """
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        return None
