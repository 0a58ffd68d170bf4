"""Requirements resolved for Lambda: by uv as by pip, from wheels made by hand."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from wheels import make_wheel, only_from

from sam_scaffold.dependencies.resolution import resolution
from sam_scaffold.dependencies.resolution.resolution import Resolution, resolve
from sam_scaffold.dependencies.resolution.resolver_errors import UnreachableError
from sam_scaffold.errors import ScaffoldError

_PLACES = (str(Path(sys.executable).parent), os.environ["PATH"])
UV = shutil.which("uv", path=os.pathsep.join(_PLACES))


@pytest.fixture(params=["pip", "uv"])
def house(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels, where one of the two tools finds all that there is."""
    resolution._resolve.cache_clear()
    folder = tmp_path / "wheels"
    folder.mkdir()
    tools = tmp_path / "bin"
    tools.mkdir()
    if request.param == "uv":
        if UV is None:
            pytest.skip("no uv here (pip install uv)")
        (tools / "uv").symlink_to(UV)
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tools))
    for key, value in only_from(folder).items():
        monkeypatch.setenv(key, value)
    return folder


def resolved(*lines: str, runtime: str = "python3.12", architecture: str = "x86_64") -> Resolution:
    return resolve(lines, runtime, architecture)


def refused(*lines: str, runtime: str = "python3.12", architecture: str = "x86_64") -> str:
    with pytest.raises(ScaffoldError) as caught:
        resolve(lines, runtime, architecture)
    assert not isinstance(caught.value, UnreachableError)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_all_that_is_needed_is_pinned_by_name(house: Path) -> None:
    make_wheel(house, "zulu==2.0", ["Alpha_One>=1"])
    make_wheel(house, "alpha-one==1.0")
    make_wheel(house, "alpha-one==1.5")
    make_wheel(house, "other==1.0")
    assert resolved("zulu>=1").pins == ("alpha-one==1.5", "zulu==2.0")


def test_size_is_that_of_the_files_that_ship(house: Path) -> None:
    files = {
        "big/__init__.py": b"x" * 1000,
        "big/__pycache__/__init__.cpython-312.pyc": b"x" * 5000,
        "big-1.0.data/scripts/big": b"x" * 3000,
        "big-1.0.data/purelib/more.py": b"x" * 200,
    }
    make_wheel(house, "big==1.0", ["small"], files)
    make_wheel(house, "small==1.0", files={"small.py": b"x" * 10})
    found = resolved("big")
    assert 1210 < found.size < 3000  # and the metadata of both
    assert [name for name, _ in found.largest] == ["big", "small"]
    assert sum(size for _, size in found.largest) == found.size
    assert found.import_names == ("big", "more", "small")


def test_names_to_import_are_those_of_the_files(house: Path) -> None:
    files = {
        "google/cloud/things/__init__.py": b"",
        "google/cloud/things/deep/__init__.py": b"",
        "yaml/__init__.py": b"",
        "_yaml.cpython-312-x86_64-linux-gnu.so": b"",
    }
    make_wheel(house, "PyThings==1.0", files=files)
    assert resolved("pythings").import_names == ("_yaml", "google.cloud.things", "yaml")


NEEDED = {
    "of-this-runtime": 'python_version == "3.13"',
    "of-newer-ones": 'python_version >= "3.12"',
    "of-this-machine": 'platform_machine == "aarch64"',
    "of-linux": 'sys_platform == "linux"',
    "of-an-extra": 'extra == "more"',
}
NOT_NEEDED = {
    "of-older-ones": 'python_version < "3.12"',
    "of-another-machine": 'platform_machine == "x86_64"',
    "of-windows": 'sys_platform == "win32"',
    "of-another-extra": 'extra == "most"',
}


def test_markers_are_about_lambda(house: Path) -> None:
    """Not about the Python that the tool runs in, which pip takes them to be."""
    every = {**NEEDED, **NOT_NEEDED}
    make_wheel(house, "top==1.0", [f"{name}; {marker}" for name, marker in every.items()])
    for name in every:
        make_wheel(house, f"{name}==1.0", [f"below-{name}"])
        make_wheel(house, f"below-{name}==1.0")
    expected = {"top", *NEEDED, *(f"below-{name}" for name in NEEDED)}
    found = resolved("top[more]", runtime="python3.13", architecture="arm64").pins
    assert {pin.partition("==")[0] for pin in found} == expected


def test_line_with_a_marker_counts_where_it_holds(house: Path) -> None:
    make_wheel(house, "one==1.0")
    make_wheel(house, "two==1.0")
    lines = ('one; python_version >= "3.12"', 'two; python_version < "3.12"')
    assert resolved(*lines).pins == ("one==1.0",)
    assert resolved(*lines, runtime="python3.11").pins == ("two==1.0",)
    assert resolved(lines[1]) == Resolution((), 0, (), ())


PLATFORMS = {
    "any": ("py3-none-any", "python3.12", "x86_64", True),
    "x86": ("cp312-cp312-manylinux_2_28_x86_64", "python3.12", "x86_64", True),
    "arm": ("cp312-cp312-manylinux_2_28_aarch64", "python3.12", "arm64", True),
    "newest": ("cp313-cp313-manylinux_2_34_x86_64", "python3.13", "x86_64", True),
    "stable-abi": ("cp38-abi3-manylinux2014_x86_64", "python3.13", "x86_64", True),
    "other-machine": ("cp312-cp312-manylinux_2_28_aarch64", "python3.12", "x86_64", False),
    "other-python": ("cp311-cp311-manylinux_2_28_x86_64", "python3.12", "x86_64", False),
    "glibc-of-2": ("cp311-cp311-manylinux_2_17_x86_64", "python3.11", "x86_64", True),
    "glibc-above-2": ("cp311-cp311-manylinux_2_28_x86_64", "python3.11", "x86_64", False),
    "glibc-above-2023": ("cp312-cp312-manylinux_2_39_x86_64", "python3.12", "x86_64", False),
    "macos": ("cp312-cp312-macosx_11_0_arm64", "python3.12", "arm64", False),
    "musl": ("cp312-cp312-musllinux_1_2_x86_64", "python3.12", "x86_64", False),
}


@pytest.mark.parametrize(
    ("tags", "runtime", "architecture", "fits"), PLATFORMS.values(), ids=PLATFORMS.keys()
)
def test_wheels_are_those_that_sam_build_takes(
    tags: str,
    runtime: str,
    architecture: str,
    fits: bool,  # noqa: FBT001 - a parameter of the test
    house: Path,
) -> None:
    make_wheel(house, "fast==1.0", tags=tags)
    if fits:
        assert resolved("fast", runtime=runtime, architecture=architecture).pins == ("fast==1.0",)
        return
    line = refused("fast", runtime=runtime, architecture=architecture)
    assert "fast" in line
    assert "pin=false" in line or "spelling" in line


def test_an_address_stays_one(house: Path) -> None:
    wheel = make_wheel(house, "near==1.0", ["far"])
    make_wheel(house, "far==1.0")
    line = f"near @ {wheel.as_uri()}"
    assert resolved(line).pins == ("far==1.0", line)


def test_no_such_package_is_refused_by_name(house: Path) -> None:
    make_wheel(house, "one==1.0")
    assert "nosuch" in refused("one", "nosuch")


def test_no_such_version_is_refused(house: Path) -> None:
    make_wheel(house, "one==1.0")
    assert "one==2" in refused("one==2")


def test_what_does_not_go_together_is_refused(house: Path) -> None:
    make_wheel(house, "one==1.0")
    make_wheel(house, "one==2.0")
    make_wheel(house, "two==1.0", ["one<2"])
    line = refused("one>=2", "two")
    assert "one" in line
    assert "two" in line
    assert "pin=false" in line


def test_garbage_is_refused_before_anybody_is_asked() -> None:
    assert "'-r x' is not a requirement" in refused("-r x")
    assert "not a Python runtime" in refused("one", runtime="nodejs22.x")
    assert "not an architecture" in refused("one", architecture="arm")


def test_nobody_to_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UnreachableError, match="neither uv nor pip"):
        resolve(["nobody-has-this"], "python3.12", "x86_64")


def test_no_network_is_told_apart(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in only_from(house):
        monkeypatch.delenv(key)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    with pytest.raises(UnreachableError, match="cannot be reached"):
        resolve(["nobody-has-this"], "python3.12", "x86_64")


def test_tool_that_takes_too_long_is_given_up(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_wheel(house, "one==1.0")
    monkeypatch.setattr("sam_scaffold.dependencies.resolution.resolvers.SECONDS", 0.001)
    with pytest.raises(UnreachableError, match="more than"):
        resolved("one")


def test_pip_is_asked_where_uv_does_not_know_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    resolution._resolve.cache_clear()
    make_wheel(tmp_path, "one==1.0")
    for key, value in only_from(tmp_path).items():
        monkeypatch.setenv(key, value)
    old = tmp_path / "uv"
    said = "error: invalid value 'x86_64-manylinux_2_34' for '--python-platform'"
    old.write_text(f'#!/bin/sh\necho "{said}" >&2\nexit 2\n', encoding="utf-8")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert resolved("one").pins == ("one==1.0",)


def test_the_same_is_resolved_once(house: Path) -> None:
    wheel = make_wheel(house, "one==1.0")
    first = resolved("one")
    wheel.unlink()
    assert resolved("one") is first
