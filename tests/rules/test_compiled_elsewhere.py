"""Compiled modules that Lambda cannot import: W9305."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9305"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Globals:
      Function: {{Runtime: python3.12, Handler: app.handler}}
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        {metadata}
        Properties: {{CodeUri: orders/, Layers: [!Ref Http]}}
      Prices:
        Type: AWS::Serverless::Function
        Properties: {{CodeUri: orders/, Architectures: [arm64]}}
      Http:
        Type: AWS::Serverless::LayerVersion
        {layer}
        Properties: {{ContentUri: http/}}
    """

DARWIN = "core/_core.cpython-312-darwin.so"
LINUX = "core/_core.cpython-312-x86_64-linux-gnu.so"


def said(folder: Path, *files: str, metadata: str = "", layer: str = "") -> list[tuple[str, str]]:
    """Return the locations and messages of the findings."""
    text = TEMPLATE.format(metadata=metadata, layer=layer)
    found = lint(folder, RULE, text, dict.fromkeys(("orders/app.py", "http/notes", *files), ""))
    return [(str(finding.path[-1]), finding.message) for finding in found]


KINDS = {
    "macos": (DARWIN, "macOS"),
    "windows": ("core/_core.cp312-win_amd64.pyd", "Windows"),
    "musl": ("core/_core.cpython-312-x86_64-linux-musl.so", "Linux with musl"),
}


@pytest.mark.parametrize(("file", "system"), KINDS.values(), ids=KINDS.keys())
def test_in_a_layer(file: str, system: str, tmp_path: Path) -> None:
    assert said(tmp_path, f"http/python/{file}") == [
        (
            "ContentUri",
            (
                f"Http: core/_core in http is compiled for {system} and cannot be imported in "
                "Lambda. Remove its package, and list it in a requirements.txt of a layer with a "
                "BuildMethod."
            ),
        )
    ]


def test_in_what_a_makefile_made(tmp_path: Path) -> None:
    made = f".aws-sam/build/Http/python/{DARWIN}"
    ((_, message),) = said(tmp_path, made, layer="Metadata: {BuildMethod: makefile}")
    assert message.endswith("Install for Lambda's platform, or build in a container.")


IN_CODE = {
    **KINDS,
    "python": ("core/_core.cpython-311-x86_64-linux-gnu.so", "python3.11 on x86_64"),
    "architecture": ("core/_core.cpython-312-aarch64-linux-gnu.so", "python3.12 on arm64"),
}


@pytest.mark.parametrize(("file", "what"), IN_CODE.values(), ids=IN_CODE.keys())
def test_in_code_is_said_at_its_first_function(file: str, what: str, tmp_path: Path) -> None:
    assert said(tmp_path, f"orders/{file}") == [
        (
            "CodeUri",
            (
                f"Orders: core/_core in orders is compiled for {what} and cannot be imported in "
                "Lambda. Remove its package, and list it in a requirements.txt for sam build."
            ),
        )
    ]


def test_in_code_whatever_was_built(tmp_path: Path) -> None:
    built = ".aws-sam/build/Orders/app.py"
    assert len(said(tmp_path, f"orders/{DARWIN}", built)) == 1


def test_others_are_counted(tmp_path: Path) -> None:
    ((_, message),) = said(tmp_path, f"http/python/{DARWIN}", "http/python/b.cpython-312-darwin.so")
    assert "is compiled for macOS (as is 1 more) and" in message


SILENT = {
    "linux": [f"http/python/{LINUX}"],
    "one-that-fits": [f"http/python/{LINUX}", f"http/python/{DARWIN}"],
    "not-on-the-path": [f"http/{DARWIN}", f"orders/not-a-package/{DARWIN}"],
    "left-out": [f"orders/.venv/lib/{DARWIN}", f"orders/venv/{DARWIN}"],
    "other-virtual-environment": ["orders/mine/pyvenv.cfg", f"orders/mine/lib/{DARWIN}"],
    "for-speed": ["http/python/yaml/_yaml.cpython-312-darwin.so"],
    "data": ["orders/core/model.dylib", "http/python/core/core.dll"],
}


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT.keys())
def test_is_silent(files: list[str], tmp_path: Path) -> None:
    metadata = "Metadata: {Note: none}"
    assert said(tmp_path, *files, metadata=metadata) == []


def test_what_sam_build_installs_counts(tmp_path: Path) -> None:
    text = TEMPLATE.format(metadata="", layer="")
    files = {
        "orders/app.py": "",
        "orders/requirements.txt": "numpy\n",
        "orders/numpy/_core.cpython-312-darwin.so": "",
    }
    assert lint(tmp_path, RULE, text, files) == []


def test_a_file_of_the_same_name_is_not_copied_over_what_pip_installs(tmp_path: Path) -> None:
    """`sam build` copies no ``*.so`` (read in aws-lambda-builders 1.67)."""
    file = tmp_path / "orders" / "bcrypt" / "_bcrypt.abi3.so"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xcf\xfa\xed\xfe" + bytes(20))
    text = TEMPLATE.format(metadata="", layer="")
    assert len(lint(tmp_path, RULE, text)) == 1
    assert lint(tmp_path, RULE, text, {"orders/requirements.txt": "bcrypt==4.1.2\n"}) == []


def test_code_of_a_makefile_is_not_looked_at(tmp_path: Path) -> None:
    both = "Metadata: {BuildMethod: makefile}"
    text = TEMPLATE.format(metadata=both, layer="")
    (found,) = lint(tmp_path, RULE, text, {f"orders/{DARWIN}": ""})
    assert found.message.startswith("Prices: ")
