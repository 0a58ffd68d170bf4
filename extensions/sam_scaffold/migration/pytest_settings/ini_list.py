"""Extension of a list of words in an ini file, which is read as by pytest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SECTION = re.compile(r"\[(.*)\]\s*(?:[#;].*)?$")


@dataclass
class _Entry:
    """Key of a section.

    Attributes:
        key: The key.
        lines: The numbers of its lines, from 0.
        values: Their values.
    """

    key: str
    lines: list[int]
    values: list[str]


@dataclass
class _Section:
    """Section with its name, line number and keys."""

    name: str
    line: int
    entries: list[_Entry] = field(default_factory=list)


def ini_section(text: str, name: str) -> Mapping[str, str] | None:
    """Return the values of a section by key; None if it does not exist.

    A line that starts with white space continues the value before; comments are on separate
    lines (as in the package iniconfig, which pytest uses).
    """
    found = _section(text, name)
    if found is None:
        return None
    return {entry.key: "\n".join(entry.values).strip("\n") for entry in found.entries}


def with_ini_words(text: str, name: str, key: str, words: Sequence[str], newline: str) -> str:
    """Append words to a value; create the value and its section if necessary.

    Args:
        text: The file.
        name: The section.
        key: The key of the value.
        words: The words.
        newline: The line ending.
    """
    section = _section(text, name)
    lines = text.splitlines(keepends=True)
    line = f"{key} = {' '.join(words)}"
    if section is None:
        between = newline if text and not text.endswith("\n") else ""
        between += newline if text.strip() else ""
        return f"{text}{between}[{name}]{newline}{line}{newline}"
    entry = next((known for known in section.entries if known.key == key), None)
    if entry is None:
        last = section.entries[-1].lines[-1] if section.entries else section.line
        _insert(lines, last, [line], newline)
    elif len(entry.lines) == 1:
        body = lines[entry.lines[0]].rstrip()
        end = lines[entry.lines[0]][len(body) :]
        lines[entry.lines[0]] = f"{body} {' '.join(words)}{end}"
    else:
        before = lines[entry.lines[-1]]
        indent = before[: len(before) - len(before.lstrip())]
        _insert(lines, entry.lines[-1], [indent + word for word in words], newline)
    return "".join(lines)


def _insert(lines: list[str], after: int, new: Sequence[str], newline: str) -> None:
    """Insert lines after another, which may be the last and lack its line ending."""
    body = lines[after].rstrip("\r\n")
    end = lines[after][len(body) :]
    lines[after] = body + newline + newline.join(new) + (end and newline)
    if end:
        lines[after] = body + end + newline.join(new) + newline


def _section(text: str, name: str) -> _Section | None:
    sections: list[_Section] = []
    for number, line in enumerate(text.splitlines()):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if found := _SECTION.match(line):
            sections.append(_Section(found[1], number))
        elif not sections:
            continue
        elif line[0].isspace():
            if entries := sections[-1].entries:
                entries[-1].lines.append(number)
                entries[-1].values.append(stripped)
        else:
            key, value = _split(line)
            sections[-1].entries.append(_Entry(key, [number], [value]))
    return next((section for section in sections if section.name == name), None)


def _split(line: str) -> tuple[str, str]:
    """Split a key from its value at the equals sign, or at a colon before it."""
    key, equals, value = line.partition("=")
    if not equals or ":" in key:
        key, _, value = line.partition(":")
    return key.strip(), value.strip()
