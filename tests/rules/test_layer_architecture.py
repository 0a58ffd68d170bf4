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
    assert found.message.startswith(f"Orders: it runs on {runs}, but Http is for {built} ")


def compiled(machine: str) -> dict[str, str]:
    return {f"layers/http/python/core/_core.cpython-312-{machine}-linux-gnu.so": ""}


def test_goes_by_compiled_modules_too(tmp_path: Path) -> None:
    text = template("Architectures: [arm64]", "CompatibleArchitectures: [arm64]")
    [found] = lint(tmp_path, RULE, text, compiled("x86_64"))
    assert "Http is for x86_64 (core/_core is compiled). Build" in found.message


@pytest.mark.parametrize("architectures", ["[arm64]", "[!If [A, arm64, x86_64]]"])
def test_is_silent_on_compiled_modules_that_may_fit(architectures: str, tmp_path: Path) -> None:
    text = template(f"Architectures: {architectures}", "LayerName: http")
    assert lint(tmp_path, RULE, text, compiled("aarch64")) == []


BUILT = """
    Transform: AWS::Serverless-2016-10-31
    Parameters:
      Machine: {{Type: String, Default: arm64}}
    Globals:
      Function: {{Runtime: python3.12, Architectures: [{runs}]}}
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties: {{CodeUri: orders/, Handler: app.handler, Layers: [!Ref Http]}}
      Prices:
        Type: AWS::Serverless::Function
        Properties: {{CodeUri: prices/, Handler: app.handler, Layers: [!Ref Http]}}
      Http:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{{metadata}}}
        Properties: {{ContentUri: layers/http/}}
    """


def to_build(runs: str, metadata: str = "BuildMethod: python3.12") -> str:
    return BUILT.format(runs=runs, metadata=metadata)


NEEDED = "layers/http/requirements.txt"
ARM = "BuildMethod: python3.12, BuildArchitecture: arm64"

OTHER = {
    "unsaid": (to_build("arm64"), "x86_64, as it does not set BuildArchitecture", "arm64"),
    "parameter": (
        to_build("!Ref Machine"),
        "x86_64, as it does not set BuildArchitecture",
        "arm64",
    ),
    "stated": (to_build("x86_64", ARM), "arm64, as it sets BuildArchitecture", "x86_64"),
}


@pytest.mark.parametrize(("text", "built", "runs"), OTHER.values(), ids=OTHER.keys())
def test_goes_by_what_will_be_built(text: str, built: str, runs: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, text, {NEEDED: "idna\npydantic\n"})
    assert f"Http is for {built} and requires pydantic, which is compiled. " in found.message
    assert found.message.endswith(
        f"Set BuildArchitecture: {runs} in its Metadata, or use another layer. "
        "This applies to 1 more function."
    )


FITS = {
    "for-x86": (to_build("x86_64"), "pydantic\n"),
    "for-arm64": (to_build("arm64", ARM), "pydantic\n"),
    "by-a-parameter": (
        to_build("arm64", "BuildMethod: python3.12, BuildArchitecture: !Ref Machine"),
        "pydantic\n",
    ),
    "not-known": (to_build("!If [A, arm64, x86_64]"), "pydantic\n"),
    "pure": (to_build("arm64"), "requests\nPyYAML\npydantic==1.10.2\n"),
    "makefile": (to_build("arm64", "BuildMethod: makefile"), "pydantic\n"),
    "not-built": (to_build("arm64", "Note: none"), "pydantic\n"),
    "not-for-linux": (to_build("arm64"), "numpy; sys_platform == 'win32'\n"),
}


@pytest.mark.parametrize(("text", "needed"), FITS.values(), ids=FITS.keys())
def test_is_silent_on_what_will_fit(text: str, needed: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, text, {NEEDED: needed}) == []


def test_a_build_says_more_than_a_list(tmp_path: Path) -> None:
    files = {NEEDED: "pydantic\n", ".aws-sam/build/Http/python/own.py": ""}
    assert lint(tmp_path, RULE, to_build("arm64"), files) == []
