"""Compiled modules that `sam build` does not copy: W9306."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9306"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Metadata: {{{metadata}}}
        Properties: {{CodeUri: orders/, Handler: app.handler, Runtime: python3.12}}
    """

LINUX = "orders/core/_core.cpython-312-x86_64-linux-gnu.so"
BUILDS = {
    "script": {"deploy.sh": "sam build && sam deploy\n"},
    "pipeline": {".github/workflows/deploy.yml": "    - run: sam build --use-container\n"},
    "configuration": {"samconfig.toml": "[default.build.parameters]\ncached = true\n"},
}


def said(
    folder: Path, files: dict[str, str], file: str = LINUX, metadata: str = ""
) -> list[tuple[str, str]]:
    """Return the locations and messages of the findings."""
    everything = {"orders/app.py": "", file: "", **files}
    found = lint(folder, RULE, TEMPLATE.format(metadata=metadata), everything)
    return [(str(finding.path[-1]), finding.message) for finding in found]


@pytest.mark.parametrize("files", BUILDS.values(), ids=BUILDS.keys())
def test_where_something_builds(files: dict[str, str], tmp_path: Path) -> None:
    assert said(tmp_path, files) == [
        (
            "CodeUri",
            (
                "Orders: sam build does not copy core/_core in orders, because it excludes *.so. "
                "List its package in a requirements.txt, or move it to a layer without a "
                "BuildMethod."
            ),
        )
    ]


def test_whatever_was_built(tmp_path: Path) -> None:
    files = {**BUILDS["script"], ".aws-sam/build/Orders/app.py": ""}
    assert len(said(tmp_path, files)) == 1
    put = ".aws-sam/build/Orders/core/_core.cpython-312-x86_64-linux-gnu.so"
    assert said(tmp_path, {**files, put: ""}) == []


def test_where_nothing_builds(tmp_path: Path) -> None:
    assert said(tmp_path, {"deploy.sh": "sam package && sam deploy\n"}) == []


SILENT = {
    "windows": ("orders/core/_core.cp312-win_amd64.pyd", ""),  # another rule's
    "library": ("orders/core/libcore.so", ""),
    "for-speed": ("orders/yaml/_yaml.cpython-312-x86_64-linux-gnu.so", ""),
    "makefile": (LINUX, "BuildMethod: makefile"),
}


@pytest.mark.parametrize(("file", "metadata"), SILENT.values(), ids=SILENT.keys())
def test_is_silent(file: str, metadata: str, tmp_path: Path) -> None:
    assert said(tmp_path, BUILDS["script"], file, metadata) == []
