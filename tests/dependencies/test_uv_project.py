"""Packages that uv installs for `sam build`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.dependencies.requirements.manifest_file import read_manifest
from sam_scaffold.dependencies.requirements.uv_project import uv_manifest

PROJECT = '[project]\nname = "x"\nversion = "1"\ndependencies = ["httpx>=0.27"]\n'
LOCK = """
version = 1
requires-python = ">=3.12"

[[package]]
name = "x"
version = "1"
source = { virtual = "." }
dependencies = [
    { name = "httpx", extra = ["http2"] },
    { name = "colorama", marker = "sys_platform == 'win32'" },
]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "httpx"
version = "0.28.1"
dependencies = [{ name = "idna" }]

[package.optional-dependencies]
http2 = [{ name = "h2" }]

[[package]]
name = "idna"
version = "3.10"

[[package]]
name = "h2"
version = "4.3.0"
dependencies = [{ name = "httpx" }]

[[package]]
name = "colorama"
version = "0.4.6"

[[package]]
name = "pytest"
version = "9.0.0"
"""


def write_files(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_requirements_file_comes_before_the_project(tmp_path: Path) -> None:
    write_files(tmp_path, pyproject_toml=PROJECT)
    assert uv_manifest(tmp_path) == tmp_path / "pyproject.toml"
    write_files(tmp_path, requirements_txt="idna\n")
    assert uv_manifest(tmp_path) == tmp_path / "requirements.txt"


def test_there_may_be_none(tmp_path: Path) -> None:
    assert uv_manifest(write_files(tmp_path, uv_lock=LOCK)) is None
    assert read_manifest(tmp_path / "pyproject.toml") is None


def test_a_project_without_a_lock_says_what_it_lists(tmp_path: Path) -> None:
    found = read_manifest(write_files(tmp_path, pyproject_toml=PROJECT) / "pyproject.toml")
    assert found is not None
    assert ([str(requirement) for requirement in found.listed], found.is_lock) == (
        ["httpx>=0.27"],
        False,
    )


def test_a_lock_says_what_that_comes_to(tmp_path: Path) -> None:
    folder = write_files(tmp_path, pyproject_toml=PROJECT, uv_lock=LOCK)
    found = read_manifest(folder / "pyproject.toml")
    assert found is not None
    assert [str(requirement) for requirement in found.listed] == [
        "httpx==0.28.1",
        "idna==3.10",
        "h2==4.3.0",
    ]
    assert found.is_lock


def test_a_lock_may_be_older_than_its_project(tmp_path: Path) -> None:
    project = PROJECT.replace('"httpx>=0.27"', '"httpx>=0.27", "pyyaml"')
    found = read_manifest(
        write_files(tmp_path, pyproject_toml=project, uv_lock=LOCK) / "pyproject.toml"
    )
    assert found is not None
    assert str(found.listed[0]) == "pyyaml"
    assert not found.is_lock


UNKNOWN = {
    "dynamic": '[project]\nname = "x"\ndynamic = ["dependencies"]\n',
    "no-project": "[tool.ruff]\n",
    "no-toml": "[project\n",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_tells_no_names(text: str, tmp_path: Path) -> None:
    found = read_manifest(write_files(tmp_path, pyproject_toml=text) / "pyproject.toml")
    assert found is not None
    assert found.opaque
