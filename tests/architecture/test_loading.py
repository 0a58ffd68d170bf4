"""Imports of the rooms that copier loads; `make lint` checks the directions of all imports."""

from __future__ import annotations

import ast

import pytest

from architecture.picture import PACKAGE, arrows


def loaded_by_copier(room: str = "rendering") -> set[str]:
    """The room of the Jinja extension, and those that it imports, directly or not."""
    below = {imported for above, imported in arrows() if above == room}
    return {room}.union(*map(loaded_by_copier, below))


def test_copier_loads_no_life_cycle() -> None:
    found = loaded_by_copier()
    assert {"questions", "components", "document"} <= found
    assert not {"lifecycle", "commands"} & found


@pytest.mark.parametrize("room", sorted(loaded_by_copier()))
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
