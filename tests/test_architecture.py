"""Dependencies point one way: from what people call down to the document, which knows nobody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "extensions" / "sam_scaffold"

LAYERS = (
    "transaction",
    "document",
    "aws",
    "dependencies",
    "sam",
    "merge",
    "application",
    "components",
    "contents",
    "questions",
    "rendering",
    "lifecycle",
    "adoption",
    "rules",
    "checking",
    "invocation",
    "migration",
    "commands",
)
"""The packages; each may import those before it, and the modules at the top."""

INNER = {
    "dependencies": ("requirements", "source", "packages", "importing", "resolution"),
    "sam": ("model", "writing", "style", "iam", "events", "translation"),
}
"""The packages below a package, in the same order."""


def imported(file: Path) -> Iterator[str]:
    """Yield the first names below the package of what a module imports from it."""
    return (names[0] for names in imported_names(file))


def imported_names(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a module imports from the package, as names below it."""
    above = file.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = above[: len(above) - node.level + 1]
            names = node.module.split(".") if node.module else [node.names[0].name]
            yield (*base, *names)


def test_the_layers_are_all_there_are() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_knows_none_above_it(layer: str) -> None:
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    wrong = {
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in (PACKAGE / layer).rglob("*.py")
        for name in imported(file)
        if name in above
    }
    assert wrong == set()


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*.py")), ids=lambda file: file.name)
def test_what_lies_beside_them_knows_none(file: Path) -> None:
    known = {"commands", "transaction"} if file.name == "__main__.py" else set()
    assert set(imported(file)).intersection(LAYERS) <= known


@pytest.mark.parametrize("room", INNER)
def test_a_room_within_a_room_knows_none_after_it(room: str) -> None:
    order = INNER[room]
    assert {path.parent.name for path in (PACKAGE / room).glob("*/__init__.py")} == set(order)
    wrong = {
        f"{file.relative_to(PACKAGE)}: {'.'.join(name)}"
        for position, inner in enumerate(order)
        for file in (PACKAGE / room / inner).rglob("*.py")
        for name in imported_names(file)
        if name[0] == room and len(name) > 1 and name[1] in order[position + 1 :]
    }
    assert wrong == set()


FRAMEWORKS = {"copier", "copier_template_extensions", "jinja2"}


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if layer != "rendering"])
def test_only_rendering_knows_copier_and_jinja(layer: str) -> None:
    wrong = {
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in (PACKAGE / layer).rglob("*.py")
        for name in foreign(file)
        if name in FRAMEWORKS
    }
    assert wrong == set()


def foreign(file: Path) -> Iterator[str]:
    """Yield the packages of others that a module imports, wherever it does."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


LOADED_BY_COPIER = LAYERS[: LAYERS.index("lifecycle")]


@pytest.mark.parametrize("layer", LOADED_BY_COPIER)
def test_what_copier_loads_is_loaded_at_once(layer: str) -> None:
    """An update deletes the clone that it was loaded from before it is done."""
    late = {
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in (PACKAGE / layer).rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert late == set()
