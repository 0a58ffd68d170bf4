"""A folder ``python`` in the content of a layer that `sam build` builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "E9206"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Shared:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/shared/}
    """

PACKAGE = {"layers/shared/python/shop/__init__.py": ""}

DOUBLED = {
    "package": (PACKAGE, "Change the ContentUri to layers/shared/python."),
    "hidden-beside": (
        {**PACKAGE, "layers/shared/.gitkeep": ""},
        "Change the ContentUri to layers/shared/python.",
    ),
    "module": (
        {"layers/shared/python/shop.py": "", "layers/shared/requirements.txt": ""},
        "Move its content to layers/shared.",
    ),
    "site-packages": (
        {"layers/shared/python/lib/python3.12/site-packages/shop.py": ""},
        "Change the ContentUri to layers/shared/python.",
    ),
}


@pytest.mark.parametrize(("files", "way_out"), DOUBLED.values(), ids=DOUBLED.keys())
def test_doubled(files: dict[str, str], way_out: str, tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, TEMPLATE, files)
    assert said.path == ("Resources", "Shared", "Properties", "ContentUri")
    assert said.message == (
        "Shared: layers/shared/python would be deployed as python/python, where no import finds "
        f"it. {way_out}"
    )


SINGLE = {
    "package": (TEMPLATE, {"layers/shared/shop/__init__.py": ""}),
    "inner-folder-named": (TEMPLATE.replace("shared/}", "shared/python/}"), PACKAGE),
    "not-built": (TEMPLATE.replace("Metadata: {BuildMethod: python3.12}", ""), PACKAGE),
    "makefile": (TEMPLATE.replace("python3.12", "makefile"), PACKAGE),
    "no-modules": (TEMPLATE, {"layers/shared/python/README.md": ""}),
    "package-of-that-name": (TEMPLATE, {"layers/shared/python/__init__.py": ""}),
    "missing": (TEMPLATE, {}),
    "file": (TEMPLATE.replace("shared/}", "shared.zip}"), {"layers/shared.zip": ""}),
}


@pytest.mark.parametrize(("template", "files"), SINGLE.values(), ids=SINGLE.keys())
def test_not_doubled(template: str, files: dict[str, str], tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template, files) == []
