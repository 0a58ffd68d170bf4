"""Extension of a list of strings in a TOML file, without a change to other bytes.

The position is found in the text, and the result must parse as the same data with the longer list;
serializing the data would lose comments and layout.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from ...dependencies.requirements.toml_text import toml_of

_ITEM = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*')|(?P<comment>\#[^\r\n]*)|(?P<end>\])|[,\s]+"""
)
_HEADER = re.compile(r"^[ \t]*\[[^\[\]\r\n].*\][ \t]*(#.*)?$")


def toml_table(text: str, table: Sequence[str]) -> Mapping[str, Any] | None:
    """Return a table of a TOML file; None if it does not exist.

    Args:
        text: The file.
        table: The names of its path.
    """
    found: Any = toml_of(text)
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def with_toml_items(
    text: str, table: Sequence[str], key: str, items: Sequence[str], newline: str
) -> str | None:
    """Append strings to a list, which is created if necessary.

    Args:
        text: The file.
        table: The names of the path to the table of the list.
        key: The name of the list; it may be a string of words, quoted as in a shell.
        items: The strings.
        newline: The line ending.

    Returns:
        The edited file; None if the notation of the list is not supported.
    """
    expected = _expected(text, table, key, items)
    if expected is None:
        return None
    for changed in _candidates(text, table, key, items, newline):
        if toml_of(changed) == expected:
            return changed
    return None


def _expected(
    text: str, table: Sequence[str], key: str, items: Sequence[str]
) -> dict[str, Any] | None:
    data = deepcopy(toml_of(text))
    if data is None:
        return None
    inner = data
    for name in table:
        inner = inner.setdefault(name, {})
        if not isinstance(inner, dict):
            return None
    present = inner.get(key, [])
    if isinstance(present, str):
        inner[key] = " ".join([*([present] if present else []), *map(shlex.quote, items)])
    elif isinstance(present, list):
        inner[key] = [*present, *items]
    return data


def _candidates(
    text: str, table: Sequence[str], key: str, items: Sequence[str], newline: str
) -> Iterator[str]:
    """Yield the text with edits at all positions where the list may be; one of them is right."""
    there = re.compile(
        rf"""^[ \t]*[\w."' \t-]*?\b{re.escape(key)}["']?[ \t]*=[ \t]*""", re.MULTILINE
    )
    for found in there.finditer(text):
        if text.startswith("[", found.end()):
            yield from _longer_list(text, found.end(), items, newline)
        elif quote := re.compile(r"\"|'").match(text, found.end()):
            end = text.find(quote[0], quote.end())
            blank = " " if end > quote.end() else ""
            yield f"{text[:end]}{blank}{' '.join(map(shlex.quote, items))}{text[end:]}"
    line = f"{key} = [{', '.join(map(json.dumps, items))}]"
    dots = r"[ \t]*\.[ \t]*".join(rf"[\"']?{re.escape(name)}[\"']?" for name in table)
    header = re.compile(rf"^[ \t]*\[[ \t]*{dots}[ \t]*\][ \t]*(#.*?)?\r?$", re.MULTILINE)
    for found in header.finditer(text):
        for end in (
            _table_end(text, found.end()),
            found.end() - text[: found.end()].endswith("\r"),
        ):
            yield f"{text[:end]}{newline}{line}{text[end:]}"
    between = newline if text and not text.endswith("\n") else ""
    between += newline if text.strip() else ""
    yield f"{text}{between}[{'.'.join(table)}]{newline}{line}{newline}"


def _table_end(text: str, start: int) -> int:
    """Return the end of the last line of a table with a value."""
    end = at = start
    for line in text[start:].splitlines(keepends=True):
        if at > start and _HEADER.match(line):
            break
        at += len(line)
        if line.strip() and not line.lstrip().startswith("#"):
            end = at - len(line) + len(line.rstrip())
    return end - text[:end].endswith("\r")


def _longer_list(text: str, start: int, items: Sequence[str], newline: str) -> Iterator[str]:
    """Append items to the list that starts at a bracket, in the style of its last item."""
    last, at = None, start + 1
    while (found := _ITEM.match(text, at)) and not found["end"]:
        last = found if found["string"] else last
        at = found.end()
    if found is None:
        return
    added = [json.dumps(item, ensure_ascii=False) for item in items]
    if last is None:
        yield f"{text[: start + 1]}{', '.join(added)}{text[start + 1 :]}"
        return
    following = text[last.end() : found.start()]
    line_start = text.rfind("\n", 0, last.start()) + 1
    indent = re.match(r"[ \t]*", text[line_start:])
    if line_start + (indent.end() if indent else 0) < last.start() or "\n" not in following:
        yield f"{text[: last.end()]}, {', '.join(added)}{text[last.end() :]}"
        return
    blanks = indent[0] if indent else ""
    rest = following[: following.index("\n")].removesuffix("\r")
    has_comma = rest.lstrip().startswith(",")
    comma = "" if has_comma else ","
    lines = "".join(f"{newline}{blanks}{item}," for item in added)
    lines = lines if has_comma else lines[:-1]
    line_end = last.end() + len(rest)
    yield f"{text[: last.end()]}{comma}{rest}{lines}{text[line_end:]}"
