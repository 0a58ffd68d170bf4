"""Data of the repository in other languages: copier's, Python's, TOML's and the shell's.

A file may be called ``{{ 7 * 7 }}.yaml``, ``!README.md`` or ``it's.yaml``, and that is what it is
called everywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

_JINJA = re.compile(r"\{(?=[{%#])")
_PATTERN = re.compile(r"[\\*?\[\]!# ]")


def choices(values: Sequence[str] | Mapping[str, str]) -> str:
    """Return the choices of a question as YAML, of which copier renders each once more.

    https://copier.readthedocs.io/en/stable/configuring/#advanced-prompt-formatting

    Args:
        values: The choices, or their values by what is shown for them.
    """
    return _JINJA.sub("{{ '{' }}", as_text(values))


def as_text(value: str | Sequence[str] | Mapping[str, str]) -> str:
    """Return a text, or several, as Python, TOML and YAML write it."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in text)


def pattern(path: str) -> str:
    """Return the pattern of ``_exclude`` that means one file; of no file that means none."""
    return path and "/" + _PATTERN.sub(r"\\\g<0>", path)
