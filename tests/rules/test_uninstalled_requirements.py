"""Layers whose requirements are not installed by `sam build`: W9207."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9207"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Http:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{{metadata}}}
        Properties: {{ContentUri: layers/http/, CompatibleRuntimes: [python3.12]}}
    """

LIST = "layers/http/requirements.txt"


def said(folder: Path, files: dict[str, str], metadata: str = "") -> list[str]:
    """The messages."""
    found = lint(folder, RULE, TEMPLATE.format(metadata=metadata), files)
    return [finding.message for finding in found]


def test_list_alone(tmp_path: Path) -> None:
    assert said(tmp_path, {LIST: "httpx\nboto3\n"}) == [
        (f"Http: nothing installs httpx of {LIST}. Set BuildMethod: python3.12 in its Metadata.")
    ]


def test_list_beside_modules(tmp_path: Path) -> None:
    inner = "layers/http/python/requirements.txt"
    files = {inner: "a\nb\nc\nd\n", "layers/http/python/own.py": ""}
    assert said(tmp_path, files) == [
        (
            f"Http: nothing installs a, b, c and 1 more of {inner}. Set BuildMethod: python3.12 "
            "in its Metadata, and move the content of its python/ up one folder."
        )
    ]


METADATA = "Metadata-Version: 2.1\nName: httpx\nVersion: 0.28.1\n"
SILENT = {
    "built": ({LIST: "httpx\n"}, "BuildMethod: python3.12"),
    "makefile": ({LIST: "httpx\n"}, "BuildMethod: makefile"),
    "installed": (
        {LIST: "httpx\n", "layers/http/python/httpx-0.28.1.dist-info/METADATA": METADATA},
        "",
    ),
    "in-site-packages": (
        {
            LIST: "httpx\n",
            "layers/http/python/lib/python3.12/site-packages/httpx-0.28.1.dist-info/METADATA": (
                METADATA
            ),
        },
        "",
    ),
    "by-a-script": ({LIST: "httpx\n", "layers/http/build.sh": "pip install -t python httpx"}, ""),
    "ignored": ({LIST: "httpx\n", ".gitignore": "layers/*/python/\n"}, ""),
    "ignored-one-deeper": (
        {
            LIST: "python-jose==3.3.0\nsix\n",
            "layers/http/python/six.py": "",
            ".gitignore": "layers/*/python/*/\n",
        },
        "",
    ),
    "ignored-by-name": ({LIST: "pyyaml\n", "layers/http/.gitignore": "python/yaml\n"}, ""),
    "runtime": ({LIST: "boto3\n"}, ""),
    "empty": ({LIST: "# nothing\n"}, ""),
    "no-list": ({"layers/http/python/own.py": ""}, ""),
}


@pytest.mark.parametrize(("files", "metadata"), SILENT.values(), ids=SILENT.keys())
def test_is_silent(files: dict[str, str], metadata: str, tmp_path: Path) -> None:
    assert said(tmp_path, files, metadata) == []


def test_what_git_ignores_elsewhere(tmp_path: Path) -> None:
    files = {LIST: "httpx\n", ".gitignore": "python/*.pyc\nlayers/text/python/\n"}
    assert len(said(tmp_path, files)) == 1
