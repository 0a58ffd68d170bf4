"""A class has a name of its own, so that it means one thing wherever one reads it."""

from __future__ import annotations

import ast
from collections import defaultdict

from architecture.picture import PACKAGE


def test_no_two_public_classes_have_the_same_name() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in PACKAGE.rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(file.relative_to(PACKAGE).as_posix())
    assert "Function" in found
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
