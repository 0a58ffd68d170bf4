"""Lists of files to include that `sam build` does not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9104"


def function(metadata: str, runtime: str = "python3.12") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Metadata: {metadata}
            Properties: {{Runtime: {runtime}, CodeUri: functions/orders/}}
        """


def layer(metadata: str) -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Shared:
            Type: AWS::Serverless::LayerVersion
            Metadata: {metadata}
            Properties: {{ContentUri: layers/shared/}}
        """


IGNORED = {
    "function": function("{BuildProperties: {Exclude: [tests/**]}}"),
    "method": function("{BuildMethod: python3.12, BuildProperties: {Exclude: []}}", "!Ref A"),
    "layer": layer("{BuildMethod: python3.12, BuildProperties: {Exclude: [tests/**]}}"),
}


@pytest.mark.parametrize("template", IGNORED.values(), ids=IGNORED)
def test_points_at_the_list(template: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template)
    assert found.path[2:] == ("Metadata", "BuildProperties", "Exclude")
    assert "sam build ignores Exclude for Python" in found.message


def test_names_each_list_and_where_the_rest_goes(tmp_path: Path) -> None:
    lists = "{BuildProperties: {Include: [a], Exclude: [b]}}"
    include, exclude = lint(tmp_path, RULE, function(lists))
    assert "out of CodeUri, and remove Include" in include.message
    assert "remove Exclude" in exclude.message
    [found] = lint(tmp_path, RULE, IGNORED["layer"])
    assert "out of ContentUri" in found.message


HEEDED = {
    "node": function("{BuildProperties: {Exclude: [tests/**]}}", "nodejs24.x"),
    "esbuild": function("{BuildMethod: esbuild, BuildProperties: {Exclude: [x]}}"),
    "makefile": layer("{BuildMethod: makefile, BuildProperties: {Include: [x]}}"),
    "no-build": layer("{BuildProperties: {Exclude: [x]}}"),
    "other-property": function("{BuildProperties: {ParentPackageMode: auto}}"),
    "runtime-unknown": function("{BuildProperties: {Exclude: [x]}}", "!FindInMap [A, B, C]"),
}


@pytest.mark.parametrize("template", HEEDED.values(), ids=HEEDED)
def test_is_silent(template: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template) == []
