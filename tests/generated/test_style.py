"""Generated Python passes the formatter, the linter and the type checker."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .projects import Project
from .toolchain import tool

pytestmark = pytest.mark.slow


def passes(project: Project, name: str, *words: str, mypypath: str = "") -> None:
    command = tool(name)
    assert command is not None, f"{name} is a test dependency"
    run = subprocess.run(
        [command, *words], cwd=project.root, capture_output=True, text=True, check=False,
        env={**os.environ, "MYPYPATH": mypypath, "RUFF_NO_CACHE": "true"},
    )  # fmt: skip
    assert run.returncode == 0, f"{name} {' '.join(words)}\n{run.stdout}{run.stderr}"


def test_ruff_passes_as_the_repository_has_it_set(project: Project) -> None:
    passes(project, "ruff", "check")
    passes(project, "ruff", "format", "--check")


def test_ruff_passes_as_it_comes(project: Project) -> None:
    passes(project, "ruff", "check", "--isolated", *project.python_files())
    passes(project, "ruff", "format", "--check", "--isolated", *project.python_files())


@pytest.mark.parametrize("project", ["fresh-colocated", "fresh-flat"], indirect=True)
def test_mypy_passes_for_the_whole_repository(project: Project, tmp_path: Path) -> None:
    """As the Makefile of a new application runs it; the example goes one by one, as below."""
    layers = sorted(str(path) for path in (project.root / "layers").iterdir())
    options = ["--cache-dir", str(tmp_path)]
    passes(project, "mypy", *options, ".", mypypath=os.pathsep.join(layers))


@pytest.mark.parametrize("project", ["trading"], indirect=True)
def test_mypy_passes_for_each_function(project: Project, tmp_path: Path) -> None:
    shared = str(project.root / "layers" / "shared")
    for folder in [*project.code.values(), *project.tests.values()]:
        options = ["--strict", "--cache-dir", str(tmp_path)]
        passes(project, "mypy", *options, str(folder), mypypath=shared)
