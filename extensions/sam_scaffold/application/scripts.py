"""Makefiles, shell scripts and pipelines of a repository, as far as they name functions."""

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
"""Bytes of a script that somebody wrote, at most."""

_COMMENT = re.compile(r"(^|\s)#.*$")
_SAID = re.compile(
    r"^[\s@-]*(echo|printf)\b|^\s*(- )?(name|description|run-name):|\b(mkdir|rm|git)\s"
)
"""What is printed, or makes and removes what need not be there now."""

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
    """A line that does something: no comment, nothing that is printed.

    Attributes:
        file: The script.
        number: The line, from 1.
        text: What is on it; lines that go on are joined.
    """

    file: Path
    number: int
    text: str


@dataclass(frozen=True)
class Listed:
    """A list of words that is written out.

    Attributes:
        line: Where it begins.
        name: What the list is called; empty for that of a loop.
        words: The words.
    """

    line: Line
    name: str
    words: tuple[str, ...]


def scripts_in(folder: Path) -> Iterator[Path]:
    """The scripts that build or deploy what is in a folder, by their names."""
    for name in _FOLDERS:
        place = folder / name
        wanted = _WORKFLOW if name.startswith(".github") else _NAMES
        files = sorted(place.iterdir()) if place.is_dir() else []
        yield from (one for one in files if wanted.fullmatch(one.name) and one.is_file())


def lines_of(file: Path) -> list[Line]:
    """The lines of a script that do something; none where it cannot be read."""
    return [line for line in commands_of(file) if not _SAID.search(line.text)]


def commands_of(file: Path) -> list[Line]:
    """The same with those that only make and remove, or print, something."""
    try:
        if file.stat().st_size > _LARGEST:
            return []
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    found: list[Line] = []
    begun: Line | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        part = _COMMENT.sub("", raw)
        line = Line(file, number if begun is None else begun.number, part)
        if begun is not None:
            line = Line(file, begun.number, f"{begun.text} {part.strip()}")
        begun = _begun(line)
        if begun is None and line.text.strip():
            found.append(line)
    return found


def written_out(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with what the same script gave their variables before, as far as that is text."""
    given: dict[Path, dict[str, str]] = {}
    for line in lines:
        own = given.setdefault(line.file, {})
        text = _filled(line.text, own)
        if found := _ASSIGNED.match(text):
            own[found[1]] = found[2].strip().strip("\"'")
        yield replace(line, text=text)


def _filled(text: str, given: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: given.get(found[1], found[0]), text)


def _begun(line: Line) -> Line | None:
    """A line that goes on below; None where it ends."""
    if line.text.endswith("\\"):
        return Line(line.file, line.number, line.text[:-1])
    opened = re.search(r"=\(", line.text)
    return line if opened and ")" not in line.text[opened.end() :] else None


def lists_of(lines: list[Line]) -> Iterator[Listed]:
    """The lists of words in a script: of variables, loops, and a pipeline's matrix."""
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
    """A list, if it is one of names alone: no variables, options or paths."""
    bare = [word.strip().strip("\"'") for word in words]
    if len(bare) > 1 and all(_WORD.fullmatch(word) for word in bare):
        yield Listed(line, name, tuple(bare))
