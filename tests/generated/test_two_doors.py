"""Plain copier and ``sam-scaffold``, which generate the same repository, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .projects import commit, scaffold

APP = {"kind": "app", "name": "my_shop"}

COMPONENTS: list[dict[str, Any]] = [
    {"kind": "function", "name": "orders", "trigger": "sqs", "layout": "colocated"},
    {"kind": "function", "name": "reports", "trigger": "schedule", "layout": "flat"},
    {"kind": "layer", "name": "helpers", "contents": "shared_code"},
    {"kind": "layer", "name": "formats", "packages": "xmltodict==0.14.2"},
]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


@pytest.mark.slow
@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: f"{one['kind']}-{one['name']}")
def test_both_doors_lead_to_the_same(
    copie: Any, template: Path, tmp_path: Path, component: dict[str, Any]
) -> None:
    app = copie.copy(APP, template_dir=template)
    assert app.exception is None
    result = copie(parent_result=app, child_tpl=template).copy(component)
    assert result.exception is None

    folder = tmp_path / "my_shop"
    folder.mkdir()
    answers = {key: value for key, value in component.items() if key not in ("kind", "name")}
    data = [word for key, value in answers.items() for word in ("-d", f"{key}={value}")]
    scaffold(template, folder, "init", "-d", "name=my_shop", "--defaults")
    commit(folder)
    words = ("add", component["kind"], component["name"], *data, "--defaults")
    scaffold(template, folder, *words)

    assert tree(result.project_dir) == tree(folder)
