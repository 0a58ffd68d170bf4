"""Imports of generated Python, sorted and wrapped as ruff formats them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

WIDTH = 88
"""Length of a line: ruff's default."""

_FROM = re.compile(r"from ([\w.]+) import (.+)")

_Natural = tuple[list[tuple[str, int]], list[tuple[str, int]]]


def import_block(text: str, first_party: str = "") -> str:
    """Sort import statements, and join those of the same module.

    Args:
        text: A statement on each line, in any order, with duplicates and empty lines.
        first_party: The package that the repository itself contains.

    Returns:
        Sections separated by an empty line: standard library, other packages, first party.
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
        modules = [module for module in plain if _section(module, first_party) == number]
        lines = [f"import {module}" for module in sorted(modules, key=_natural)]
        modules = [module for module in members if _section(module, first_party) == number]
        lines += [_from(module, members[module]) for module in sorted(modules, key=_natural)]
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
    """Return the sort key of an imported name: constants, then classes, then functions."""
    if name.isupper() and len(name) > 1:
        return 0, _natural(name)
    return (1 if name[:1].isupper() else 2), _natural(name)


def _natural(name: str) -> _Natural:
    """Return the key of natural sorting: numbers by value; case only if all else is equal."""
    return _parts(name.lower()), _parts(name)


def _parts(text: str) -> list[tuple[str, int]]:
    return [
        ("0", int(part)) if part.isdecimal() else (part, 0) for part in re.findall(r"\d+|\D", text)
    ]
