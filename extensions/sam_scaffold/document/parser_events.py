r"""The parser's events of a text: YAML as libyaml reads it, JSON as JSON is read.

JSON may hold characters that YAML 1.1 folds or refuses, and writes what lies beyond U+FFFF
as two escapes (https://www.rfc-editor.org/rfc/rfc8259#section-7), which YAML cannot. The
parser gets a text of the same length with a stand-in for each of them, so that every
offset is one of the file.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

import yaml

from ..errors import ScaffoldError
from .characters import JSON_ONLY

# libyaml's events agree with the pure Python ones and come ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAY_BE_JSON = re.compile(r"\s*\{")

_DIFFERS = re.compile(rf"[{JSON_ONLY}]|\\u[dD][89a-fA-F]")

_TOKEN = re.compile(
    rf"(?P<pair>\\ud[89ab]..\\ud[c-f]..)|(?P<half>\\ud[89a-f]..)|\\.|(?P<raw>[{JSON_ONLY}])",
    re.IGNORECASE | re.DOTALL,
)
"""What JSON escapes, and what only JSON allows: from left to right, as `\\` is an escape."""

_PRIVATE = tuple(map(chr, range(0xE000, 0xF900)))
"""Characters that mean nothing; no text holds all of them."""


def events(name: str, text: str) -> Iterator[Any]:
    """Yield the parser's events of a text.

    Raises:
        ScaffoldError: It is JSON and holds one half of a surrogate pair.
        yaml.YAMLError: The text is not YAML.
    """
    if _MAY_BE_JSON.match(text) and _DIFFERS.search(text) and _is_json(text):
        return _with_stand_ins(name, text)
    parsed: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    return parsed


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _with_stand_ins(name: str, text: str) -> Iterator[Any]:
    escaped = text.lower()
    stand_in = next(
        mark for mark in _PRIVATE if mark not in text and f"\\u{ord(mark):x}" not in escaped
    )
    replaced: deque[tuple[int, str]] = deque()

    def token(match: re.Match[str]) -> str:
        if match["half"]:
            raise ScaffoldError(
                f"{_position(name, text, match.start())}: {match['half']} is one half of a "
                "surrogate pair; write both halves, or the character itself."
            )
        if not (match["pair"] or match["raw"]):
            return match[0]
        replaced.append((len(match[0]), json.loads(f'"{match[0]}"')))
        return stand_in * len(match[0])

    for event in yaml.parse(_TOKEN.sub(token, text), Loader=_LOADER):
        if event.__class__ is yaml.ScalarEvent and stand_in in event.value:
            event.value = _restored(event.value, stand_in, replaced)
        yield event


def _restored(value: str, stand_in: str, replaced: deque[tuple[int, str]]) -> str:
    """Return the text of a scalar with what its stand-ins stand for, in the order of the file."""
    parts: list[str] = []
    at = 0
    while (found := value.find(stand_in, at)) >= 0:
        length, character = replaced.popleft()
        parts += [value[at:found], character]
        at = found + length
    return "".join([*parts, value[at:]])


def _position(name: str, text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"{name}:{line}:{offset - text.rfind(chr(10), 0, offset)}"
