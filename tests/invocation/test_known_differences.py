"""Warnings before a function is invoked, on differences from Lambda."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lambdas import ARTIFACT

from sam_scaffold.invocation import Artifact
from sam_scaffold.invocation.known_differences import doubts

X86 = "fast.cpython-312-x86_64-linux-gnu.so"
ARM = "fast.cpython-312-aarch64-linux-gnu.so"
OTHERS = "fast.cpython-311-x86_64-linux-gnu.so"


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")


def artifact(folder: Path, architecture: str, *layer: str, code: tuple[str, ...] = ()) -> Artifact:
    for name in (*(f"layer/python/{file}" for file in layer), *(f"code/{file}" for file in code)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    code_, layers = folder / "code", (folder / "layer",)
    return replace(ARTIFACT, architecture=architecture, code=code_, layers=layers)


def test_nothing_where_all_is_as_in_lambda(tmp_path: Path) -> None:
    assert list(doubts(artifact(tmp_path, "x86_64", X86, "pure.py"))) == []


def test_layers_that_lie_in_aws(tmp_path: Path) -> None:
    found = replace(artifact(tmp_path, "x86_64"), absent_layers=("arn:a",))
    assert list(doubts(found)) == ["the layer arn:a is in AWS and is omitted here."]


@pytest.mark.parametrize(("layer", "code"), [((X86,), ()), ((), (X86,))], ids=["layer", "code"])
def test_modules_that_were_built_for_another_architecture(
    layer: tuple[str, ...], code: tuple[str, ...], tmp_path: Path
) -> None:
    (line,) = doubts(artifact(tmp_path, "arm64", *layer, code=code))
    assert line.startswith("OrdersFunction runs on arm64 in Lambda, but was built for x86_64: ")
    assert "BuildArchitecture" in line


def test_modules_that_lambda_can_import_and_this_machine_cannot(tmp_path: Path) -> None:
    (line,) = doubts(artifact(tmp_path, "arm64", ARM))
    assert line == (
        "OrdersFunction has compiled packages for Linux on arm64, which do not import here, on "
        "Linux on x86_64."
    )


def test_modules_that_neither_can_import(tmp_path: Path) -> None:
    (line,) = doubts(artifact(tmp_path, "x86_64", ARM))
    assert "runs on x86_64 in Lambda, but was built for arm64" in line


@pytest.mark.parametrize("system", ["Darwin", "Linux"])
def test_another_machine(system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    (line,) = doubts(artifact(tmp_path, "x86_64", X86))
    assert line.endswith(f"which do not import here, on {system} on arm64.")


FOREIGN = {
    "macos": ("fast.cpython-312-darwin.so", "macOS"),
    "windows": ("fast.cp312-win_amd64.pyd", "Windows"),
    "any-windows": ("fast.pyd", "Windows"),
    "musl": ("fast.cpython-312-x86_64-linux-musl.so", "Linux with musl"),
}


@pytest.mark.parametrize(("name", "system"), FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("here", ["Linux", "Darwin", "Windows"])
def test_modules_for_another_system(
    name: str, system: str, here: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: here)
    (line,) = doubts(artifact(tmp_path, "x86_64", code=(name,)))
    assert line.startswith(
        f"OrdersFunction runs on Linux in Lambda, but fast was compiled for {system}: in Lambda, "
        "its import fails. "
    )


def test_a_macho_file_without_a_tag(tmp_path: Path) -> None:
    found = artifact(tmp_path, "arm64", "fast.abi3.so")
    (tmp_path / "layer" / "python" / "fast.abi3.so").write_bytes(b"\xcf\xfa\xed\xfe" + bytes(20))
    (line,) = doubts(found)
    assert "fast was compiled for macOS" in line


def test_a_module_for_another_system_beside_that_for_linux(tmp_path: Path) -> None:
    assert list(doubts(artifact(tmp_path, "x86_64", X86, "fast.cpython-312-darwin.so"))) == []


def test_builds_for_several_machines_side_by_side(tmp_path: Path) -> None:
    assert list(doubts(artifact(tmp_path, "x86_64", X86, ARM))) == []


def test_builds_for_another_python_do_not_count(tmp_path: Path) -> None:
    assert list(doubts(artifact(tmp_path, "arm64", OTHERS))) == []


def test_what_lies_beside_code_in_the_template_does_not_count(tmp_path: Path) -> None:
    found = replace(artifact(tmp_path, "arm64", code=(X86,)), inline="def handler(e, c): 1")
    assert list(doubts(found)) == []


def test_extensions_and_settings_are_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "layer" / "extensions").mkdir(parents=True)
    (tmp_path / "layer" / "extensions" / "agent").touch()
    found = replace(artifact(tmp_path, "x86_64"), beyond=("nothing is mounted (Files)",))
    (line,) = doubts(found)
    assert line == (
        "OrdersFunction uses features that only exist in AWS: nothing is mounted (Files); no "
        "extension runs (agent)."
    )
