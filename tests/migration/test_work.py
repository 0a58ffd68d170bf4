"""The work of a plan grows with the modules that functions need, and with nothing faster."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

import pytest

from sam_scaffold.migration.needs.candidates import candidates
from sam_scaffold.migration.order import Order
from sam_scaffold.migration.plan import MigrationPlan, MigrationPlanner
from sam_scaffold.transaction.repository_view import RepositoryView

_T = TypeVar("_T")

MODULE = """\
import json
import boto3
from app import shared
from app.shared.m{before} import total as before
from app.shared import m{half}


def total(value):
    from app.shared.m{before} import Kind
    return m{half}.total(value) + [json.dumps(value), Kind(value), boto3, before]


class Kind:
    def of(self):
        return self.kind
"""


def repository(root: Path, functions: int, modules: int) -> Path:
    """Write functions of which each needs every shared module."""
    files = {"app/__init__.py": "", "app/shared/__init__.py": "VERSION = 1\n"}
    files["requirements.txt"] = "boto3\n"
    files["app/shared/m0.py"] = "def total(value):\n    return []\n\n\nclass Kind:\n    pass\n"
    for number in range(1, modules):
        text = MODULE.format(before=number - 1, half=number // 2)
        files[f"app/shared/m{number}.py"] = text
    blocks = ["Transform: AWS::Serverless-2016-10-31\nResources:\n"]
    for number in range(functions):
        own = f"app/step{number}"
        files[f"{own}/__init__.py"] = ""
        files[f"{own}/rules.py"] = "LEAST = 1\n"
        files[f"{own}/handler.py"] = (
            f"from app.shared.m{modules - 1} import total\n"
            f"from {own.replace('/', '.')} import rules\n\n\n"
            "def handler(event, context):\n    return total(rules.LEAST)\n"
        )
        blocks.append(
            f"  Step{number}Function:\n    Type: AWS::Serverless::Function\n    Properties:\n"
            f"      CodeUri: ./\n      Handler: app.step{number}.handler.handler\n"
            "      Runtime: python3.12\n"
        )
    files["template.yaml"] = "".join(blocks)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def planned(root: Path) -> MigrationPlan:
    found = RepositoryView(root)
    everything = candidates(found)
    return MigrationPlanner(found, everything, Order()).plan(everything)


def calls_of(work: Callable[[], _T]) -> tuple[int, _T]:
    """Count the calls of functions, Python's and C's, whose number is the same each time."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        done = work()
    finally:
        sys.setprofile(None)
    return count, done


def calls(root: Path, functions: int, modules: int) -> int:
    place = repository(root / f"{functions}-{modules}", functions, modules)
    count, plan = calls_of(lambda: planned(place))
    assert len(plan.migrations) == functions
    needed = plan.migrations[0].analysis.before.values()
    assert all(len(need.files) > modules for need in needed)
    return count


@pytest.fixture(autouse=True)
def _warm(tmp_path: Path) -> None:
    """Let what is read once for all be read: the runtime's modules, say."""
    planned(repository(tmp_path / "warm", 2, 3))


def test_it_is_linear_in_the_modules(tmp_path: Path) -> None:
    few, some, many = (calls(tmp_path, 3, modules) for modules in (20, 40, 80))
    assert many - some < 2 * (some - few) * 1.1


def test_a_further_function_costs_what_the_one_before_did(tmp_path: Path) -> None:
    few, some, many = (calls(tmp_path, functions, 15) for functions in (2, 4, 8))
    assert many - some < 2 * (some - few) * 1.15  # the template is longer, and parsed for each


def test_each_module_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    parse = ast.parse

    def noted(text: bytes) -> object:
        parsed.append(text)
        return parse(text)

    place = repository(tmp_path / "work", 5, 20)
    monkeypatch.setattr(ast, "parse", noted)
    planned(place)
    modules = [source for source in parsed if b"app.shared.m" in source and b"class Kind" in source]
    assert len(modules) == len(set(modules)) == 19
