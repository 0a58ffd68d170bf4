"""Files that are only in the work tree, which are not moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import git

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.changes import Move
from sam_scaffold.migration.needs.uncommitted import WorkTree


def moves(*paths: str) -> list[Move]:
    return [Move(path, f"functions/{path}", leaves_link=True) for path in paths]


FILES = ("app/a.py", "app/b.py", "app/own/c.py", "apps/d.py")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "top" / "inner"
    for path in FILES:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x = 1\n", encoding="utf-8")
    return root


def committed(root: Path) -> Path:
    git(root.parent, "init", "-q")
    git(root.parent, "add", "-A")
    git(root.parent, "commit", "-qm", "all")
    return root


def test_without_git_everything_may_move(root: Path) -> None:
    WorkTree(root).check_committed(moves("app"))


def test_what_is_committed_may_move(root: Path) -> None:
    committed(root)
    (root / "apps/d.py").write_text("x = 2\n", encoding="utf-8")
    (root.parent / "beside.py").touch()
    WorkTree(root).check_committed(moves("app/a.py", "app/own", "app"))


@pytest.mark.parametrize("change", ["edited", "staged", "added", "renamed"])
def test_what_is_not_is_named_from_the_root(root: Path, change: str) -> None:
    committed(root)
    path = {"added": "app/new.py", "renamed": "app/z.py"}.get(change, "app/a.py")
    if change == "renamed":
        git(root, "mv", "app/a.py", path)
    else:
        (root / path).write_text("x = 2\n", encoding="utf-8")
    if change == "staged":
        git(root, "add", path)
    with pytest.raises(ScaffoldError) as raised:
        WorkTree(root).check_committed(moves("app"))
    assert path in str(raised.value).split(" would be moved")[0].replace(",", "").split()


def test_a_folder_stands_for_what_is_in_it(root: Path) -> None:
    committed(root)
    (root / "app/own/c.py").write_text("x = 2\n", encoding="utf-8")
    tree = WorkTree(root)
    tree.check_committed(moves("app/a.py", "apps"))
    with pytest.raises(ScaffoldError, match=r"^app/own/c\.py would be moved"):
        tree.check_committed(moves("app/own"))
