"""The parent folders that a command searches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sam_scaffold.transaction.parent_folders import upwards
from sam_scaffold.transaction.paths import git_root


def below(root: Path, *names: str) -> Path:
    folder = root.joinpath(*names)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder outside of the home folder, on a machine whose home is elsewhere."""
    home = below(tmp_path, "home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return below(tmp_path.resolve(), "work")


def test_no_further_than_git(root: Path) -> None:
    below(root, "shop", ".git")
    inner = below(root, "shop", "functions", "orders")
    assert upwards(inner) == [inner, inner.parent, root / "shop"]
    assert upwards(root / "shop") == [root / "shop"]


@pytest.mark.parametrize("gitdir", ["../.git/modules/lib", "/elsewhere/.git/worktrees/lib"])
def test_a_submodule_and_a_linked_work_tree_end_it_too(gitdir: str, root: Path) -> None:
    below(root, ".git")
    inner = below(root, "lib", "src")
    (root / "lib" / ".git").write_text(f"gitdir: {gitdir}\n")
    assert upwards(inner) == [inner, root / "lib"]


def test_without_git_up_to_the_home_folder(root: Path) -> None:
    home = root.parent / "home"
    inner = below(home, "shop", "src")
    assert upwards(inner) == [inner, home / "shop", home]


def test_a_git_above_the_home_folder_is_out_of_reach(root: Path) -> None:
    below(root.parent, ".git")
    home = root.parent / "home"
    inner = below(home, "shop")
    assert upwards(inner) == [inner, home]


def test_without_git_and_beside_the_home_folder_up_to_the_top(root: Path) -> None:
    found = upwards(root)
    assert found == [root, *root.parents][: len(found)]
    assert root.parent in found


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bit")
def test_what_everybody_writes_to_is_out_of_reach(root: Path) -> None:
    shared = below(root, "tmp")
    inner = below(shared, "mine", "src")
    shared.chmod(0o1777)
    assert upwards(inner) == [inner, shared / "mine"]
    assert upwards(shared)[0] == shared


def test_no_home_at_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", none)
    assert upwards(root)[:2] == [root, root.parent]


def test_the_root_of_git(root: Path) -> None:
    inner = below(root, "shop", "src")
    assert git_root(inner) is None or git_root(inner) in root.parents
    below(root, "shop", ".git")
    assert git_root(inner) == root / "shop"
    assert git_root(root / "shop") == root / "shop"
