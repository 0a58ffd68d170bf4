"""The list from which `sam build` installs."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import write_files
from sam_scaffold.application.application import Application
from sam_scaffold.contents.manifest import Manifest, manifest_of_function, manifest_of_layer

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Metadata: {{BuildMethod: {method}}}
        Properties: {{CodeUri: orders/, Handler: app.handler, Runtime: python3.12}}
      Http:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{BuildMethod: python3.12}}
        Properties: {{ContentUri: http/}}
    """

NAMED = {
    "toml": {"samconfig.toml": '[default.build.parameters]\nmanifest = "all.txt"\n'},
    "toml-for-all-commands": {
        "samconfig.toml": '[default.global.parameters]\nmanifest = "all.txt"\n'
    },
    "yaml": {"samconfig.yaml": "default: {build: {parameters: {manifest: all.txt}}}\n"},
}

UNKNOWN = {
    "not-there": {"samconfig.toml": '[default.build.parameters]\nmanifest = "made.txt"\n'},
    "other-environment": {"samconfig.toml": '[prod.build.parameters]\nmanifest = "all.txt"\n'},
    "script": {"Makefile": "deploy:\n\tsam build --manifest all.txt\n"},
    "script-short": {"deploy.sh": "sam build -m all.txt && sam deploy\n"},
}

USUAL = {
    "nothing": {"README.md": ""},
    "samconfig": {"samconfig.toml": "[default.build.parameters]\ncached = true\n"},
    "no-toml": {"samconfig.toml": "[default\n"},
    "script": {"deploy.sh": "sam build --use-container\n"},
}


def facts(folder: Path, files: dict[str, str], method: str = "python3.12") -> Application:
    text = TEMPLATE.format(method=method)
    everything = {"orders/app.py": "", "http/requirements.txt": "idna\n", "all.txt": "idna\n"}
    return Application.of(write_files(folder, text, {**everything, **files}))


def both(found: Application) -> tuple[Manifest, Manifest]:
    (function,) = found.functions
    return manifest_of_function(found, function), manifest_of_layer(found, found.layers["Http"])


@pytest.mark.parametrize("files", NAMED.values(), ids=NAMED.keys())
def test_a_configuration_names_one_for_all(files: dict[str, str], tmp_path: Path) -> None:
    one, other = both(facts(tmp_path, files))
    assert one == other == Manifest(tmp_path / "all.txt")


@pytest.mark.parametrize("files", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_some_are_not_known(files: dict[str, str], tmp_path: Path) -> None:
    assert not any(content.is_known for content in both(facts(tmp_path, files)))


@pytest.mark.parametrize("files", USUAL.values(), ids=USUAL.keys())
def test_else_it_lies_in_the_folder(files: dict[str, str], tmp_path: Path) -> None:
    one, other = both(facts(tmp_path, files))
    assert one.file == tmp_path / "orders" / "requirements.txt"
    assert other.file == tmp_path / "http" / "requirements.txt"


def test_uv_takes_a_project(tmp_path: Path) -> None:
    files = {"orders/pyproject.toml": ""}
    one, _ = both(facts(tmp_path, files, "python-uv"))
    assert one == Manifest(tmp_path / "orders" / "pyproject.toml")


def test_a_makefile_takes_none(tmp_path: Path) -> None:
    one, _ = both(facts(tmp_path, {}, "makefile"))
    assert one == Manifest()
