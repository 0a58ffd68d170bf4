"""The answers that would have led to a layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from derived import around
from houses import layer, resource
from repositories import Repository as Folder

from sam_scaffold.adoption.infer_layer import infer_layer
from sam_scaffold.adoption.inference import UnfitError
from sam_scaffold.components.component_facts import component

HTTP, SHARED = layer("HttpLayer", "layers/http/"), layer("SharedCodeLayer", "layers/shared/")

# --- Layers as components --------------------------------------------------------------


def test_layer_is_said_as_it_stands(tmp_path: Path) -> None:
    one = {
        "NumericLayer": {
            "Type": "AWS::Serverless::LayerVersion",
            "Metadata": {"BuildMethod": "python3.13", "BuildArchitecture": "arm64"},
            "Properties": {
                "LayerName": {"Fn::Sub": "${Stage}-numeric"},
                "Description": "mpmath",
                "ContentUri": "./layers/numeric",
                "CompatibleRuntimes": ["python3.12", "python3.13"],
            },
        }
    }
    found = around(one, HTTP, SHARED, root=tmp_path)
    answers = infer_layer(found, found.template.layers[0])
    expected = {
        "kind": "layer", "name": "numeric", "description": "mpmath", "runtime": "python3.13",
        "architecture": "arm64", "contents": "requirements", "packages": [], "adopted": True,
    }  # fmt: skip
    assert expected.items() <= answers.items()
    made = component(answers).data()
    assert made["logical_id"] == "NumericLayer"
    assert made["layer_name"] == {"Fn::Sub": "${Stage}-numeric"}
    assert made["content_uri"] == "./layers/numeric"


def test_shared_layer_holds_shared_code() -> None:
    one = layer("SharedCodeLayer", "layers/shared/", CompatibleRuntimes=["python3.12"])
    found = around(one)
    answers = infer_layer(found, found.template.layers[0])
    assert (answers["name"], answers["contents"]) == ("shared_code", "shared_code")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"layers/http/requirements.txt": "httpx\n"}, ""),
        ({"layers/http/python/a.py": ""}, ""),
        ({"layers/http/nodejs/a.js": ""}, "does not state that it is for Python"),
    ],
    ids=["packages", "modules", "others"],
)
def test_layer_that_says_no_runtime_is_told_by_its_folder(
    files: dict[str, str], why: str, tmp_path: Path
) -> None:
    Folder(tmp_path, files)
    found = around(HTTP, root=tmp_path)
    if not why:
        assert infer_layer(found, found.template.layers[0])["runtime"] == "python3.12"
        return
    with pytest.raises(UnfitError, match=why):
        infer_layer(found, found.template.layers[0])


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (layer("A", "a/", CompatibleRuntimes=["nodejs20.x"]), "it is for nodejs20.x"),
        (layer("A", "a/", CompatibleRuntimes=["python2.7"]), r"it is for python2.7, .* Python 3\."),
        (
            layer("A", "s3://a/b", CompatibleRuntimes=["python3.12"]),
            "not a folder of the repository",
        ),
        (
            resource("A", "AWS::Lambda::LayerVersion", Content="a/"),
            "it is an AWS::Lambda::LayerVersion",
        ),
    ],
    ids=["node", "python-2", "s3", "not-of-sam"],
)
def test_layer_that_no_answers_lead_to_is_left_out(one: Any, why: str) -> None:
    found = around(one)
    with pytest.raises(UnfitError, match=why):
        infer_layer(found, found.template.layers[0])
