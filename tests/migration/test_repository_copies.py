"""Copies of a repository to try a change out on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from migrated_shop import committed, write

from sam_scaffold.application.application import Application
from sam_scaffold.migration.proof.repository_copies import copy_of


def listed(root: Path) -> set[str]:
    found = (path for path in root.rglob("*") if path.is_symlink() or path.is_file())
    paths = {path.relative_to(root).as_posix() for path in found}
    return {path for path in paths if not path.startswith(".git/")}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    files = {
        ".gitignore": ".env\nvenv/\n.aws-sam/\n",
        ".env": "SECRET=1\n",
        "venv/pyvenv.cfg": "",
        "app/a.py": "A = 1\n",
        "app/gone.py": "",
        "infra/template.yaml": "Transform: AWS::Serverless-2016-10-31\n",
    }
    root = committed(write(tmp_path / "repository", files))
    (root / "app/gone.py").unlink()
    return write(root, {"new.py": "", ".aws-sam/build/x.py": ""})


def test_a_copy_has_what_git_has_or_would_take(tmp_path: Path, repository: Path) -> None:
    copy_of(repository, tmp_path / "copy")
    assert listed(tmp_path / "copy") == {
        ".gitignore",
        "app/a.py",
        "infra/template.yaml",
        "new.py",
    }


def test_writing_into_a_copy_leaves_the_repository(tmp_path: Path, repository: Path) -> None:
    copy_of(repository, tmp_path / "copy")
    (tmp_path / "copy/app/a.py").write_text("B = 2\n")
    assert (repository / "app/a.py").read_text() == "A = 1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links are Unix's")
def test_modes_and_links_stay(tmp_path: Path, repository: Path) -> None:
    (repository / "app/a.py").chmod(0o750)
    (repository / "link").symlink_to("app")
    (repository / "nowhere").symlink_to("missing")
    (repository / "absolute").symlink_to(repository / "app/a.py")
    copy = tmp_path / "copy"
    copy_of(repository, copy)
    assert (copy / "app/a.py").stat().st_mode & 0o777 == 0o750
    assert (copy / "link").readlink() == Path("app")
    assert (copy / "nowhere").readlink() == Path("missing")
    assert (copy / "absolute").resolve() == (copy / "app/a.py").resolve()


def test_repositories_below_are_copied(tmp_path: Path, repository: Path) -> None:
    committed(write(repository / "module", {"b.py": "", ".gitignore": "c.py\n", "c.py": ""}))
    subprocess.run(["git", "init", "-q"], cwd=repository / "module", check=True)
    copy_of(repository, tmp_path / "copy")
    assert {"module/b.py", "module/.gitignore"} == {
        path
        for path in listed(tmp_path / "copy")
        if path.startswith("module/") and ".git/" not in path
    }


def test_the_root_of_a_copy_is_found(tmp_path: Path, repository: Path) -> None:
    copy_of(repository, tmp_path / "copy")
    assert (
        Application.of(tmp_path / "copy/infra/template.yaml").root == (tmp_path / "copy").resolve()
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links are Unix's")
def test_without_git_all_own_files_are_copied(tmp_path: Path) -> None:
    root = write(tmp_path / "plain", {"a/b.py": "", "venv/pyvenv.cfg": "", ".hidden/c": ""})
    (root / "linked").symlink_to("a")
    copy_of(root, tmp_path / "copy")
    assert listed(tmp_path / "copy") == {"a/b.py", ".hidden/c", "linked"}
