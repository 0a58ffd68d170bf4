"""Dependencies point one way: from what people call down to the document, which knows nobody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "extensions" / "sam_scaffold"

LAYERS = (
    "document",
    "sam",
    "merge",
    "dependencies",
    "facts",
    "runtime",
    "scaffold",
    "lifecycle",
    "adoption",
    "rules",
    "checking",
    "migration",
    "commands",
)
"""The packages; each may import those before it, and the modules beside them."""


def imported(file: Path) -> Iterator[str]:
    """The first names below the package of what a module imports from it."""
    above = file.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = above[: len(above) - node.level + 1]
            names = node.module.split(".") if node.module else [node.names[0].name]
            yield (*base, *names)[0]


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
    known = {"commands"} if file.name == "__main__.py" else set()
    assert set(imported(file)).intersection(LAYERS) <= known


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
