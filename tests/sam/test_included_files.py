"""Transforms that CloudFormation runs before SAM's translator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sam_scaffold.sam.translation.included_files import (
    has_transforms,
    incomplete_resources,
    with_includes,
)


def include(location: Any) -> dict[str, Any]:
    return {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": location}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "api.yaml").write_text("openapi: 3.0.1\npaths: {}\n", encoding="utf-8")
    (tmp_path / "api.json").write_text('{"openapi": "3.0.1"}', encoding="utf-8")
    (tmp_path / "list.yaml").write_text("- a\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    (tmp_path / "again.yaml").write_text(
        "a:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.json}}\n", "utf-8"
    )
    return tmp_path


@pytest.mark.parametrize("name", ["api.yaml", "./api.yaml"])
def test_a_file_is_included_at_any_depth(folder: Path, name: str) -> None:
    wanted = {"openapi": "3.0.1", "paths": {}}
    assert with_includes({"a": [{"b": include(name)}]}, folder) == {"a": [{"b": wanted}]}


def test_a_file_may_be_json(folder: Path) -> None:
    assert with_includes(include("api.json"), folder) == {"openapi": "3.0.1"}


def test_keys_next_to_a_transform_are_kept(folder: Path) -> None:
    found = with_includes({**include("api.json"), "info": 1}, folder)
    assert found == {"openapi": "3.0.1", "info": 1}


@pytest.mark.parametrize(
    "transform",
    [
        include("s3://bucket/api.yaml"),
        include({"Ref": "Location"}),
        include("nowhere.yaml"),
        include("broken.yaml"),
        include("."),
        {**include("list.yaml"), "info": 1},
        {"Fn::Transform": {"Name": "Mine", "Parameters": {"Location": "api.yaml"}}},
        {"Fn::Transform": "AWS::Include"},
    ],
    ids=["s3", "parameter", "nowhere", "broken", "folder", "list", "own macro", "odd"],
)
def test_transforms_that_only_aws_can_run_are_kept(folder: Path, transform: dict[str, Any]) -> None:
    assert with_includes({"a": transform}, folder) == {"a": transform}
    assert has_transforms({"a": [transform]})


def test_an_included_file_does_not_include_another(folder: Path) -> None:
    assert with_includes(include("again.yaml"), folder) == {"a": include("api.json")}


def test_nothing_is_read_if_the_folder_is_unknown() -> None:
    assert has_transforms(with_includes(include("api.yaml"), None))


def test_language_extensions_are_transforms() -> None:
    assert has_transforms({"Fn::ForEach::Topics": []})
    assert has_transforms({"a": {"Fn::Length": []}})
    assert not has_transforms({"Fn::Sub": "Fn::Transform"})


def test_neighbours_of_an_incomplete_resource_are_incomplete() -> None:
    resources = {
        "Api": {"Properties": {"DefinitionBody": include("s3://b/k"), "Role": {"Ref": "Role"}}},
        "Function": {"Properties": {"RestApiId": {"Ref": "Api"}}},
        "Role": {},
        "Other": {"Properties": {"Queue": {"Ref": "Queue"}}},
        "Queue": {},
    }
    assert incomplete_resources(resources) == {"Api", "Function", "Role"}
