"""Warnings about a component that is accepted, but may fail later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from houses import function, layer, resource, template

from sam_scaffold.questions.warnings_before_add import cautions
from sam_scaffold.transaction.repository_view import RepositoryView

STREAM = {"Type": "DynamoDB", "Properties": {"Stream": {"Fn::GetAtt": ["Table", "StreamArn"]}}}


def said(root: Path, *resources: Any, new: bool = True, **answers: Any) -> list[str]:
    facts = {
        "properties": {}, "source": "", "alarm_topic": "", "alarms": "none", "snake": "orders",
        "meta_dir": "orders", "layers": [],
        "answers_file": "orders/answers.yml",
        **answers.pop("facts", {}),
    }  # fmt: skip
    house = {"runtime": "python3.12", "shared_layer": "Shared", "globals": {}}
    whole = {
        "kind": "function", "trigger": "none", "runtime": "python3.12",
        "reserved_concurrency": -1, "component": facts,
        "house": {**house, **answers.pop("house", {})}, **answers,
    }  # fmt: skip
    return list(cautions(RepositoryView(root), template(*resources), whole, new=new))


def test_nothing_is_said_of_what_fits(tmp_path: Path) -> None:
    assert said(tmp_path, layer("Shared", "shared/", CompatibleRuntimes=["python3.12"])) == []


def test_another_runtime_than_the_house_has(tmp_path: Path) -> None:
    old = {"runtime": "python3.8"}
    (line,) = said(tmp_path, house=old, runtime="python3.11")
    assert line.startswith(
        "python3.8, the runtime of the existing functions, cannot run the generated code"
    )
    assert said(tmp_path, house=old, runtime="python3.13") == []  # it was asked for
    assert said(tmp_path, house=old, runtime="python3.11", new=False) == []
    assert said(tmp_path, house=old, runtime="python3.11", kind="app", came_along=True) == []


def test_a_shared_layer_that_says_it_is_for_others(tmp_path: Path) -> None:
    (line,) = said(tmp_path, layer("Shared", "shared/", CompatibleRuntimes=["python3.13"]))
    assert line.startswith("Shared has CompatibleRuntimes python3.13, but the function has")
    assert said(tmp_path, layer("Shared", "s/", CompatibleRuntimes=[{"Ref": "Py"}])) == []
    assert said(tmp_path, layer("Other", "s/", CompatibleRuntimes=["python3.13"])) == []


@pytest.mark.parametrize("trigger", ["http_api", "rest_api"])
def test_a_function_that_is_slower_than_its_api(tmp_path: Path, trigger: str) -> None:
    (line,) = said(tmp_path, trigger=trigger, facts={"properties": {"Timeout": 60}})
    assert "has a timeout of 60 seconds, but its API times out after 30. Give -d timeout=30" in line
    (line,) = said(tmp_path, trigger=trigger, house={"globals": {"Timeout": 900}})
    assert "900" in line
    assert said(tmp_path, trigger=trigger, facts={"properties": {"Timeout": 30}}) == []
    assert said(tmp_path, trigger=trigger, house={"globals": {"Timeout": {"Ref": "T"}}}) == []
    assert said(tmp_path, trigger="sqs", facts={"properties": {"Timeout": 60}}) == []


def test_more_is_reserved_than_an_account_has(tmp_path: Path) -> None:
    other = function("Other", "o/", ReservedConcurrentExecutions=500)
    (line,) = said(tmp_path, other, reserved_concurrency=401)
    assert "would reserve a concurrency of 901, but an account can reserve 900" in line
    assert said(tmp_path, other, reserved_concurrency=400) == []
    assert said(tmp_path, function("O", "o/", ReservedConcurrentExecutions=950)) == []


def test_a_third_reader_of_a_stream(tmp_path: Path) -> None:
    table = resource("Table", "AWS::DynamoDB::Table")
    one, other = (function(name, f"{name}/", Events={"S": STREAM}) for name in ("One", "Other"))
    wanted: dict[str, Any] = {
        "trigger": "dynamodb_stream",
        "source": "Table",
        "facts": {"source": "Table"},
    }
    (line,) = said(tmp_path, table, one, other, **wanted)
    assert line.startswith("One, Other already read the stream of Table, and DynamoDB throttles")
    assert said(tmp_path, table, one, **wanted) == []
    assert said(tmp_path, table, one, other, trigger="dynamodb_stream", source="new") == []


def test_tests_of_one_name(tmp_path: Path) -> None:
    other = tmp_path / "tests" / "unit" / "test_orders.py"
    other.parent.mkdir(parents=True)
    other.touch()
    (line,) = said(tmp_path)
    assert line.startswith(
        "tests/unit/test_orders.py has the same name as the tests of the function"
    )
    assert said(tmp_path, new=False) == []
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    assert said(tmp_path) == []
    (tmp_path / "pytest.ini").unlink()
    (other.parent / "__init__.py").touch()
    assert said(tmp_path) == []


def test_a_folder_of_another_repository(tmp_path: Path) -> None:
    modules = '[submodule "lib"]\n\tpath = shared/orders\n\turl = ../lib.git\n'
    (tmp_path / ".gitmodules").write_text(modules)
    assert said(tmp_path) == []
    (line,) = said(tmp_path, facts={"code_dir": "shared/orders/src", "handler_path": "app.py"})
    assert line.startswith("shared/orders is a git submodule")


def test_folders_that_are_one_on_other_systems(tmp_path: Path) -> None:
    (tmp_path / "functions" / "Orders").mkdir(parents=True)
    places = {"code_dir": "functions/orders/src", "handler_path": "app.py"}
    (line,) = said(tmp_path, facts=places)
    assert line.startswith("functions/orders and functions/Orders are the same folder on macOS")
    assert said(tmp_path, facts=places, new=False) == []
    assert said(tmp_path, facts={**places, "code_dir": "functions/orders_2/src"}) == []
