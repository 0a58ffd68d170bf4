"""What copier loads is loaded at once; `make lint` checks the directions of all imports."""

from __future__ import annotations

import ast
import sys

import pytest

from conftest import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGE = ROOT / "extensions" / "sam_scaffold"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LAYERS: list[str] = SETTINGS["tool"]["importlinter"]["contracts"][0]["layers"]
"""The rooms from top to bottom; each may import those below it."""

LOADED_BY_COPIER = [
    name
    for layer in LAYERS[LAYERS.index("lifecycle") + 1 :]
    for name in layer.split(" : ")
    if (PACKAGE / name).is_dir()
]


@pytest.mark.parametrize("room", LOADED_BY_COPIER)
def test_what_copier_loads_is_loaded_at_once(room: str) -> None:
    """An update deletes the clone that it was loaded from before it is done."""
    late = {
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in (PACKAGE / room).rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert late == set()
