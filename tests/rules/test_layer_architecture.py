"""Functions and layers that disagree on the architecture."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9304"


def template(function: str, layer: str) -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Architecture: {{Type: String, Default: arm64}}
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.12
              Layers: [!Ref Http]
              {function}
          Http:
            Type: AWS::Serverless::LayerVersion
            Properties:
              ContentUri: layers/http/
              {layer}
        """


AGREED = {
    "default": ("Timeout: 3", "CompatibleArchitectures: [x86_64]"),
    "both": ("Architectures: [arm64]", "CompatibleArchitectures: [x86_64, arm64]"),
    "parameter": ("Architectures: [!Ref Architecture]", "CompatibleArchitectures: [arm64]"),
    "nothing-stated": ("Architectures: [arm64]", "LayerName: http"),
    "unknown": ("Architectures: [!If [A, arm64, x86_64]]", "CompatibleArchitectures: [arm64]"),
    "layer-unknown": ("Timeout: 3", "CompatibleArchitectures: !If [A, [arm64], [x86_64]]"),
}


@pytest.mark.parametrize(("function", "layer"), AGREED.values(), ids=AGREED)
def test_is_silent(function: str, layer: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template(function, layer)) == []


@pytest.mark.parametrize(
    ("function", "layer", "runs", "built"),
    [
        ("Timeout: 3", "CompatibleArchitectures: [arm64]", "x86_64", "arm64"),
        ("Architectures: [arm64]", "CompatibleArchitectures: [x86_64]", "arm64", "x86_64"),
        (
            "Architectures: [x86_64]",
            "CompatibleArchitectures: [!Ref Architecture]",
            "x86_64",
            "arm64",
        ),
    ],
    ids=["default", "stated", "parameter"],
)
def test_names_both_sides(function: str, layer: str, runs: str, built: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template(function, layer))
    assert found.path == ("Resources", "Orders", "Properties", "Layers")
    assert found.message.startswith(f"Orders: it runs on {runs}, and Http is for {built} ")


def compiled(machine: str) -> dict[str, str]:
    return {f"layers/http/python/core/_core.cpython-312-{machine}-linux-gnu.so": ""}


def test_goes_by_compiled_modules_too(tmp_path: Path) -> None:
    text = template("Architectures: [arm64]", "CompatibleArchitectures: [arm64]")
    [found] = lint(tmp_path, RULE, text, compiled("x86_64"))
    assert "Http is for x86_64 (core/_core is compiled); build" in found.message


@pytest.mark.parametrize("architectures", ["[arm64]", "[!If [A, arm64, x86_64]]"])
def test_is_silent_on_compiled_modules_that_may_fit(architectures: str, tmp_path: Path) -> None:
    text = template(f"Architectures: {architectures}", "LayerName: http")
    assert lint(tmp_path, RULE, text, compiled("aarch64")) == []
