"""The pages for contributors name files, functions and classes that exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from architecture.picture import PACKAGE, PAGE, ROOT, Room, page, room_names

CONTRIBUTING = ROOT / "docs" / "contributing"
PAGES = [PAGE, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted(CONTRIBUTING.glob("*.md"))]

_FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?|[\w.-]+/|\w+\.py|copier\.yml|pyproject\.toml")
_WRITES = re.compile(r"^<!-- writes: (\S+) -->$", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def found(path: str) -> Path | None:
    """The file or folder of a path, from the root or from the package."""
    places = (ROOT / path, PACKAGE / path)
    return next((place for place in places if place.exists()), None)


def codes(text: str) -> list[str]:
    return _CODE.findall(_FENCED.sub("", text))


@pytest.mark.parametrize("document", PAGES, ids=shown)
def test_paths_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    made = set(_WRITES.findall(text))
    named = {code for code in codes(text) if _PATH.fullmatch(code)}
    paths = {path for path in named if not path.startswith(".venv/")}  # a clone has none
    assert {path for path in paths - made if found(path) is None} == set()


@cache
def defined(path: Path) -> frozenset[str]:
    """Functions, classes, methods and constants of a module."""
    return frozenset(_defined(ast.parse(path.read_text(encoding="utf-8")).body))


def _defined(body: list[ast.stmt], above: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield f"{above}{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _defined(node.body, f"{node.name}.")
        if isinstance(node, ast.Assign):
            yield from (name.id for name in node.targets if isinstance(name, ast.Name))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


@pytest.mark.parametrize("document", PAGES, ids=shown)
def test_names_are_in_the_modules_of_their_section(document: Path) -> None:
    text = _FENCED.sub("", document.read_text(encoding="utf-8"))
    wrong = set()
    for section in _SECTION.split(text):
        modules = [found(code) for code in codes(section) if code.endswith(".py")]
        known = {name for module in modules if module for name in defined(module)}
        names = {code.removesuffix("()") for code in codes(section) if code.endswith("()")}
        wrong |= {name for name in names if re.fullmatch(r"[\w.]+", name)} - known
    assert wrong == set()


@pytest.mark.parametrize("document", PAGES, ids=shown)
def test_a_name_is_in_the_module_that_is_named_with_it(document: Path) -> None:
    text = " ".join(_FENCED.sub("", document.read_text(encoding="utf-8")).split())
    pairs = re.findall(r"`([A-Za-z_.]+)(?:\(\))?` (?:in |\()`([\w/]+\.py)`", text)
    modules = {path: found(path) for _, path in pairs}
    assert {
        (name, path)
        for name, path in pairs
        if (module := modules[path]) is not None and name not in defined(module)
    } == set()


def test_architecture_names_enough_to_follow() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert len(re.findall(r"`[A-Za-z_.]+\(\)` in `[\w/]+\.py`", text)) > 20


def test_picture_is_up_to_date() -> None:
    """``make architecture`` draws it anew."""
    written = PAGE.read_text(encoding="utf-8")
    assert page(written) == written


@pytest.mark.parametrize("name", room_names())
def test_a_room_says_what_it_knows_and_must_not(name: str) -> None:
    for init in [PACKAGE / name / "__init__.py", *(PACKAGE / name).rglob("*/__init__.py")]:
        room = Room.read(init.parent)
        assert room.summary
        assert room.knows, f"{room.name}: no sentence 'Knows ...; must not ...'"
