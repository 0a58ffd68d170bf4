"""Quoting of names from the repository in YAML, Jinja, Python, TOML and patterns of Copier.

A file may be called ``{{ 7 * 7 }}.yaml``, ``!README.md`` or ``it's.yaml``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

_JINJA = re.compile(r"\{(?=[{%#])")
_PATTERN = re.compile(r"[\\*?\[\]!# ]")


def choices(values: Sequence[str] | Mapping[str, str]) -> str:
    """Return the choices of a question as YAML; Copier renders each choice once more.

    https://copier.readthedocs.io/en/stable/configuring/#advanced-prompt-formatting

    Args:
        values: The choices, or their values by label.
    """
    return _JINJA.sub("{{ '{' }}", as_text(values))


def as_text(value: str | Sequence[str] | Mapping[str, str]) -> str:
    """Return a text or several as a literal that is valid in Python, TOML and YAML."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(
        character if character.isprintable() else f"\\U{ord(character):08x}" for character in text
    )


def pattern(path: str) -> str:
    """Return the pattern of ``_exclude`` that matches a path, empty for an empty path."""
    return path and "/" + _PATTERN.sub(r"\\\g<0>", path)
