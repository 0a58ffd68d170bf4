"""Functions and layers that disagree on the runtime."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9303"


def template(runtime: str, compatible: str, layers: str = "[!Ref Http]") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Versions: {{Type: CommaDelimitedList, Default: "python3.11, python3.12"}}
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: {runtime}
              Layers: {layers}
          Http:
            Type: AWS::Serverless::LayerVersion
            Properties:
              ContentUri: layers/http/
              {compatible}
        """


AGREED = {
    "stated": ("python3.12", "CompatibleRuntimes: [python3.11, python3.12]"),
    "parameter": ("python3.12", "CompatibleRuntimes: !Ref Versions"),
    "nothing-stated": ("python3.12", "LayerName: http"),
    "nothing-listed": ("python3.12", "CompatibleRuntimes: []"),
    "condition": ("python3.12", "CompatibleRuntimes: [!If [A, python3.11, python3.12]]"),
    "runtime-unknown": ("!FindInMap [A, B, C]", "CompatibleRuntimes: [python3.11]"),
}


@pytest.mark.parametrize(("runtime", "compatible"), AGREED.values(), ids=AGREED)
def test_is_silent(runtime: str, compatible: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, template(runtime, compatible)) == []


def test_is_silent_on_layers_from_outside(tmp_path: Path) -> None:
    layers = "[arn:aws:lambda:eu-west-1:123456789012:layer:http:1]"
    assert lint(tmp_path, RULE, template("python3.12", "LayerName: http", layers)) == []


@pytest.mark.parametrize("compatible", ["[python3.11]", "[python3.10, python3.11]"])
def test_names_both_sides(compatible: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, template("python3.12", f"CompatibleRuntimes: {compatible}"))
    assert found.path == ("Resources", "Orders", "Properties", "Layers")
    stated = compatible.strip("[]")
    assert found.message.startswith(f"Orders: it runs on python3.12, but Http is for {stated} ")


def test_stands_where_globals_attach_the_layer(tmp_path: Path) -> None:
    [found] = lint(
        tmp_path,
        RULE,
        """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Runtime: python3.13, Layers: [!Ref Http]}}
        Resources:
          Orders: {Type: AWS::Serverless::Function, Properties: {Handler: app.handler}}
          Http:
            Type: AWS::Lambda::LayerVersion
            Properties: {Content: layers/http/, CompatibleRuntimes: [python3.12]}
        """,
    )
    assert found.path == ("Globals", "Function", "Layers")


COMPILED = "core/_core.cpython-311-x86_64-linux-gnu.so"
FITTING = "core/_core.cpython-312-x86_64-linux-gnu.so"
FOLDER = "layers/http/python"
BUILT = ".aws-sam/build/Http/python"


def with_method(method: str) -> str:
    plain = template("python3.12", "CompatibleRuntimes: [python3.12]")
    built = f"Type: AWS::Serverless::LayerVersion\n            Metadata: {{BuildMethod: {method}}}"
    return plain.replace("Type: AWS::Serverless::LayerVersion", built) if method else plain


@pytest.mark.parametrize(
    ("method", "files"),
    [
        ("", [f"{FOLDER}/{COMPILED}"]),
        ("", [f"{FOLDER}/lib/python3.12/site-packages/{COMPILED}"]),
        ("python3.11", ["layers/http/requirements.txt", f"{BUILT}/{COMPILED}"]),
        ("makefile", ["layers/http/Makefile", f"{BUILT}/{COMPILED}"]),
    ],
    ids=["not-built", "site-packages", "built", "makefile"],
)
def test_goes_by_compiled_modules_too(method: str, files: list[str], tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, with_method(method), dict.fromkeys(files, ""))
    assert "Http is for python3.11 (core/_core is compiled). " in found.message


@pytest.mark.parametrize(
    ("method", "files"),
    [
        ("", [f"{FOLDER}/{FITTING}"]),
        ("", [f"{FOLDER}/{COMPILED}", f"{FOLDER}/{FITTING}"]),
        ("", [f"{FOLDER}/lib/python3.{v}/site-packages/core/_core.cpython-3{v}-x86_64-linux-gnu.so"
              for v in (11, 12)]),
        ("", [f"{FOLDER}/core/_core.abi3.so", f"{FOLDER}/libcore.so"]),
        ("python3.11", [f"{FOLDER}/{COMPILED}"]),
    ],
    ids=["fits", "for-both", "site-packages", "unsaid", "not-built-yet"],
)  # fmt: skip
def test_is_silent_on_compiled_modules(method: str, files: list[str], tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, with_method(method), dict.fromkeys(files, "")) == []


def test_asks_only_python_about_compiled_modules(tmp_path: Path) -> None:
    text = template("nodejs24.x", "LayerName: http")
    assert lint(tmp_path, RULE, text, {f"{FOLDER}/{COMPILED}": ""}) == []


LISTED = {
    "compiled": ("python3.11", "lxml\n", 1),
    "any-python": ("python3.11", "psutil\n", 0),
    "pure": ("python3.11", "requests\n", 0),
    "same": ("python3.12", "lxml\n", 0),
    "makefile": ("makefile", "lxml\n", 0),
}


@pytest.mark.parametrize(("method", "needed", "count"), LISTED.values(), ids=LISTED.keys())
def test_goes_by_what_will_be_built(method: str, needed: str, count: int, tmp_path: Path) -> None:
    found = lint(tmp_path, RULE, with_method(method), {"layers/http/requirements.txt": needed})
    assert len(found) == count
    for finding in found:
        assert (
            "is for python3.11 (BuildMethod), and requires lxml, which is compiled"
            in finding.message
        )
        assert ". Set BuildMethod: python3.12, or" in finding.message
