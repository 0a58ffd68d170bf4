r"""Characters that YAML 1.1, which SAM reads, does not take as they are.

Written raw, it folds some like a line end (``\x85``, ``\u2028``, ``\u2029``), drops others
(``\ufeff``), and refuses the rest: https://yaml.org/spec/1.1/#id868524. JSON takes them all.
"""

from __future__ import annotations

import json
import re

JSON_ONLY = "\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
"""What JSON takes raw, and YAML does not, as a set of a regular expression."""

NOT_RAW = re.compile(f"[\x00-\x08\x0b-\x1f{JSON_ONLY}]")
"""What has to be escaped in double quotes; a line feed and a tab are left to the writer."""

_IN_JSON = re.compile(f"[{JSON_ONLY}]")

_HALF = re.compile("[\ud800-\udfff]")


def json_text(value: object, indent: str | None = None) -> str:
    """Return data as JSON text that means the same to a reader of YAML 1.1.

    Args:
        value: What JSON can hold.
        indent: What each level is indented with; all on one line without it.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def surrogate_problem(text: str) -> str:
    """Return why a text cannot be written to a file: it has half of a surrogate pair."""
    half = _HALF.search(text)
    if half is None:
        return ""
    shown = ascii(half[0])[1:-1]
    return f"{shown} is one half of a surrogate pair; write the character itself."
