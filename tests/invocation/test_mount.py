"""Layers are laid over each other as Lambda does below /opt; the later one comes on top."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lambdas import ARTIFACT
from repositories import Repository

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation.mount import mount_code, mount_layers


def mounted(tmp_path: Path, *layers: dict[str, str]) -> dict[str, str]:
    """The files below /opt of some layers, with their texts."""
    folders = [tmp_path / f"layer-{number}" for number, _ in enumerate(layers)]
    for folder, files in zip(folders, layers, strict=True):
        Repository(folder, files)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    opt = mount_layers(replace(ARTIFACT, layers=tuple(folders)), scratch)
    return contents(opt)


def contents(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.iterdir():
        if path.is_dir():
            found.update({f"{path.name}/{name}": text for name, text in contents(path).items()})
        else:
            found[path.name] = path.read_text(encoding="utf-8")
    return found


def test_no_layer_is_an_empty_folder(tmp_path: Path) -> None:
    assert mounted(tmp_path) == {}


def test_packages_of_several_layers_are_merged(tmp_path: Path) -> None:
    found = mounted(
        tmp_path,
        {"python/shop/a.py": "1", "python/shop/both.py": "1", "bin/tool": "1"},
        {"python/shop/b.py": "2", "python/shop/both.py": "2", "lib/x.so": "2"},
        {"python/other/c.py": "3"},
    )
    assert found == {
        "python/shop/a.py": "1",
        "python/shop/b.py": "2",
        "python/shop/both.py": "2",
        "python/other/c.py": "3",
        "bin/tool": "1",
        "lib/x.so": "2",
    }


def test_file_and_folder_of_one_name(tmp_path: Path) -> None:
    found = mounted(
        tmp_path,
        {"python/a/x.py": "1", "python/b": "1"},
        {"python/a": "2", "python/b/y.py": "2"},
        {"python/a/z.py": "3"},
    )
    assert found == {"python/a/z.py": "3", "python/b/y.py": "2"}


def archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("python/zipped.py", "1")
    return path


def test_zip_files_are_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "layer.zip")
    artifact = replace(ARTIFACT, code=path, layers=(path,))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert contents(mount_layers(artifact, scratch)) == {"python/zipped.py": "1"}
    assert contents(mount_code(artifact, scratch)) == {"python/zipped.py": "1"}


def test_inline_code_is_index(tmp_path: Path) -> None:
    task = mount_code(replace(ARTIFACT, inline="x = 'ü'\n"), tmp_path)
    assert contents(task) == {"index.py": "x = 'ü'\n"}


def test_folder_of_code_is_taken_as_it_is(tmp_path: Path) -> None:
    assert mount_code(replace(ARTIFACT, code=tmp_path), tmp_path / "scratch") == tmp_path


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "layer.jar.txt"
    path.write_text("no zip file", encoding="utf-8")
    with pytest.raises(ScaffoldError, match=r"layer\.jar\.txt is neither a folder nor a zip file"):
        mount_layers(replace(ARTIFACT, layers=(path,)), tmp_path)
