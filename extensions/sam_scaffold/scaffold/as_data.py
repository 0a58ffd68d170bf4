"""Data of the repository in copier's own languages: names of files and resources say nothing.

A file may be called ``{{ 7 * 7 }}.yaml`` or ``!README.md``; it is that name that is meant.
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
    text = json.dumps(values, ensure_ascii=False)
    plain = "".join(one if one.isprintable() else _escaped(one) for one in text)
    return _JINJA.sub("{{ '{' }}", plain)


def _escaped(character: str) -> str:
    return f"\\U{ord(character):08x}"


def pattern(path: str) -> str:
    """Return the pattern of ``_exclude`` that means one file."""
    return "/" + _PATTERN.sub(r"\\\g<0>", path)
