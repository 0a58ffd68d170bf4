"""Imports of generated Python, sorted and wrapped as ruff has them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

WIDTH = 88
"""Characters a line: ruff's own default."""

_FROM = re.compile(r"from ([\w.]+) import (.+)")

_Natural = tuple[list[tuple[str, int]], list[tuple[str, int]]]


def import_block(text: str, first_party: str = "") -> str:
    """Import statements, one a line in any order and some of them twice, as a block.

    Args:
        text: The statements, with empty lines anywhere.
        first_party: The package that is the repository's own.

    Returns:
        Sections with an empty line between: standard library, other packages, own.
    """
    plain: set[str] = set()
    members: dict[str, set[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if found := _FROM.fullmatch(line):
            names = members.setdefault(found[1], set())
            names.update(name.strip() for name in found[2].split(","))
        else:
            plain.add(line.removeprefix("import ").strip())
    sections = []
    for number in range(3):
        ours = [one for one in plain if _section(one, first_party) == number]
        lines = [f"import {one}" for one in sorted(ours, key=_natural)]
        theirs = [one for one in members if _section(one, first_party) == number]
        lines += [_from(one, members[one]) for one in sorted(theirs, key=_natural)]
        sections.append("\n".join(lines))
    return "\n\n".join(filter(None, sections)) + "\n"


def _section(module: str, first_party: str) -> int:
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return 0
    return 2 if top == first_party else 1


def _from(module: str, names: Iterable[str]) -> str:
    ordered = sorted(names, key=_by_kind)
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in ordered), ")"])


def _by_kind(name: str) -> tuple[int, _Natural]:
    """Constants, then classes, then functions."""
    if name.isupper() and len(name) > 1:
        return 0, _natural(name)
    return (1 if name[:1].isupper() else 2), _natural(name)


def _natural(name: str) -> _Natural:
    """What names are sorted by: case comes last, and numbers by their value."""
    return _parts(name.lower()), _parts(name)


def _parts(text: str) -> list[tuple[str, int]]:
    return [
        ("0", int(part)) if part.isdecimal() else (part, 0) for part in re.findall(r"\d+|\D", text)
    ]
