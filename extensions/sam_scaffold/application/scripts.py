"""Makefiles, shell scripts and pipelines, searched for names of functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

_FOLDERS = ("", "scripts", "script", "bin", "deploy", "ci", ".github/workflows")
_NAMES = re.compile(
    r"(GNU)?[Mm]akefile|[Jj]ustfile|.+\.(sh|bash|mk)|samconfig\.(toml|ya?ml)|buildspec.*\.ya?ml"
    r"|\.gitlab-ci\.ya?ml"
)
_WORKFLOW = re.compile(r".+\.ya?ml")
_LARGEST = 200_000
"""Maximum size in bytes of a script; larger ones are generated."""

_COMMENT = re.compile(r"(^|\s)#.*$")
_IRRELEVANT = re.compile(
    r"^[\s@-]*(echo|printf)\b|^\s*(- )?(name|description|run-name):|\b(mkdir|rm|git)\s"
)
"""Lines that print, or whose paths need not exist: those that create or remove something."""

_ASSIGNED = re.compile(
    r"^\s*(?:(?:export|readonly|local|declare)\s+(?:-\w+\s+)*)?(\w+)\s*[:?+]?=\s*(.*)$"
)
_VARIABLE = re.compile(r"\$[{(]?(\w+)[})]?")
_LOOP = re.compile(r"\bfor\s+(\w+)\s+in\s+([^;`|&<>]*?)\s*(;|$)")
_KEY = re.compile(r"^(\s*)(?:- )?([\w-]+):\s*(\[[^\]]*\])?\s*$")
_ITEM = re.compile(r"^(\s*)- +([\"']?[\w-]+[\"']?)\s*$")
_WORD = re.compile(r"[A-Za-z][\w-]*")


@dataclass(frozen=True)
class Line:
    """A line of a script, without comments.

    Attributes:
        file: The script.
        number: The number of the line, from 1.
        text: Its text, joined with that of its continuation lines.
    """

    file: Path
    number: int
    text: str


@dataclass(frozen=True)
class Listed:
    """A literal list of words.

    Attributes:
        line: The line on which it begins.
        name: The name of the list; empty for that of a loop.
        words: The words.
    """

    line: Line
    name: str
    words: tuple[str, ...]


def scripts_in(folder: Path) -> Iterator[Path]:
    """Find the scripts in a folder that build or deploy, by their names."""
    for name in _FOLDERS:
        place = folder / name
        wanted = _WORKFLOW if name.startswith(".github") else _NAMES
        files = sorted(place.iterdir()) if place.is_dir() else []
        yield from (file for file in files if wanted.fullmatch(file.name) and file.is_file())


def lines_of(file: Path) -> list[Line]:
    """Return the lines of a script that use files or functions; none if it cannot be read."""
    return [line for line in commands_of(file) if not _IRRELEVANT.search(line.text)]


def commands_of(file: Path) -> list[Line]:
    """Return all lines of a script except comments; none if it cannot be read."""
    try:
        if file.stat().st_size > _LARGEST:
            return []
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    found: list[Line] = []
    unfinished: Line | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        part = _COMMENT.sub("", raw)
        line = Line(file, number, part)
        if unfinished is not None:
            line = Line(file, unfinished.number, f"{unfinished.text} {part.strip()}")
        unfinished = _unfinished(line)
        if unfinished is None and line.text.strip():
            found.append(line)
    return found


def with_values(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines with the values that the same script assigned to their variables before."""
    given: dict[Path, dict[str, str]] = {}
    for line in lines:
        own = given.setdefault(line.file, {})
        text = _filled(line.text, own)
        if found := _ASSIGNED.match(text):
            own[found[1]] = found[2].strip().strip("\"'")
        yield replace(line, text=text)


def _filled(text: str, given: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: given.get(found[1], found[0]), text)


def _unfinished(line: Line) -> Line | None:
    """Return a line that continues on the next one; None if it does not."""
    if line.text.endswith("\\"):
        return Line(line.file, line.number, line.text[:-1])
    opened = re.search(r"=\(", line.text)
    return line if opened and ")" not in line.text[opened.end() :] else None


def lists_of(lines: list[Line]) -> Iterator[Listed]:
    """Find the lists of words in a script: of variables, loops, and a pipeline's matrix."""
    for at, line in enumerate(lines):
        if found := _ASSIGNED.match(line.text):
            value = found[2].strip().removeprefix("(").removesuffix(")").strip("\"'")
            yield from _listed(line, found[1], value.split())
        for loop in _LOOP.finditer(line.text):
            yield from _listed(line, "", loop[2].split())
        if key := _KEY.match(line.text):
            inline = (key[3] or "")[1:-1].split(",")
            yield from _listed(line, key[2], inline if key[3] else list(_items(lines[at + 1 :])))


def _items(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        item = _ITEM.match(line.text)
        if item is None:
            return
        yield item[2]


def _listed(line: Line, name: str, words: list[str]) -> Iterator[Listed]:
    """Yield a list if it consists of names only, without variables, options or paths."""
    bare = [word.strip().strip("\"'") for word in words]
    if len(bare) > 1 and all(_WORD.fullmatch(word) for word in bare):
        yield Listed(line, name, tuple(bare))
