"""The picture of the rooms in ARCHITECTURE.md, drawn from their imports and docstrings.

A room is a package of ``extensions/sam_scaffold/``. The contract ``layers`` in pyproject.toml
has their order; ``make architecture`` writes the picture, and a test fails if it is outdated.
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grimp

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "extensions" / "sam_scaffold"
PAGE = ROOT / "ARCHITECTURE.md"

BEGIN = "<!-- made by make architecture -->"
END = "<!-- end of what is made -->"

_KNOWS = re.compile(r"\bKnows (?P<knows>[^;]+); must not (?P<must_not>[^.]+)\.")
_NAME = re.compile(r"[a-z_]+")


@dataclass(frozen=True)
class Room:
    """A package, by its docstring.

    Attributes:
        name: Its path below ``extensions/sam_scaffold/``.
        summary: The first line of the docstring.
        knows: The room's knowledge; empty if the docstring does not state it.
        must_not: The room's prohibitions.
    """

    name: str
    summary: str
    knows: str
    must_not: str

    @classmethod
    def read(cls, folder: Path) -> Room:
        """Read the docstring of a package."""
        module = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        summary, _, rest = (ast.get_docstring(module) or "").partition("\n\n")
        found = _KNOWS.search(" ".join(rest.split()))
        knows, must_not = (found["knows"], found["must_not"]) if found else ("", "")
        return cls(folder.relative_to(PACKAGE).as_posix(), summary, knows, must_not)


def contract(identifier: str) -> list[str]:
    """Return the layers of a contract of import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(each["layers"] for each in contracts if each["id"] == identifier)
    return layers


def room_names() -> list[str]:
    """Return the rooms' names from top to bottom."""
    names = [name for layer in contract("layers") for name in _NAME.findall(layer)]
    return [name for name in names if (PACKAGE / name).is_dir()]


def inner_rooms(name: str) -> list[Room]:
    """Return the rooms within a room, by name."""
    return [Room.read(path.parent) for path in sorted((PACKAGE / name).glob("*/__init__.py"))]


@cache
def arrows() -> frozenset[tuple[str, str]]:
    """Return which room imports which, as the modules say."""
    graph = grimp.build_graph(PACKAGE.name, cache_dir=None)
    names = room_names()
    for name in names:
        graph.squash_module(f"{PACKAGE.name}.{name}")
    return frozenset(
        (name, imported.rpartition(".")[2])
        for name in names
        for imported in graph.find_modules_directly_imported_by(f"{PACKAGE.name}.{name}")
        if imported.rpartition(".")[2] in set(names) - {name}
    )


def drawn(edges: frozenset[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the edges that no longer way implies, in the order of the rooms."""
    direct: dict[str, set[str]] = {}
    for above, below in edges:
        direct.setdefault(above, set()).add(below)

    def reached(name: str) -> set[str]:
        below = direct.get(name, set())
        return below.union(*map(reached, below))

    kept = {
        (above, below)
        for above, below in edges
        if not any(below in reached(other) for other in direct[above])
    }
    order = room_names()
    return sorted(kept, key=lambda edge: (order.index(edge[0]), order.index(edge[1])))


def picture() -> str:
    """Return the picture and the table as Markdown."""
    lines = ["```mermaid", "flowchart TD", *(f"  {a} --> {b}" for a, b in drawn(arrows())), "```"]
    lines += [
        "",
        "| room | what it is | knows | must not | imports |",
        "|---|---|---|---|---|",
    ]
    for name in room_names():
        lines.append(
            _row(Room.read(PACKAGE / name), [b for b in room_names() if (name, b) in arrows()])
        )
        lines += [_row(room, []) for room in inner_rooms(name)]
    return "\n".join(lines)


def _row(room: Room, imports: list[str]) -> str:
    link = f"[`{room.name}/`](extensions/{PACKAGE.name}/{room.name})"
    return f"| {link} | {room.summary} | {room.knows} | {room.must_not} | {', '.join(imports)} |"


def page(written: str) -> str:
    """Return the page with the picture as it is now."""
    before, _, rest = written.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{picture()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
