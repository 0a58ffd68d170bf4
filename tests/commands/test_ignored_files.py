"""Warnings about components that git ignores, which other clones would not get."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import commit, template
from repositories import TEMPLATE, Repository, shop, succeeded

PYTHON = "__pycache__/\n*.py[cod]\nbuild/\nlib/\nparts/\nvar/\n*.log\n"
"""What people take from the usual list for Python."""


def ignoring(root: Path, patterns: str) -> Repository:
    repository = shop(root, **{"template.yaml": TEMPLATE, ".gitignore": patterns})
    commit(root)
    return repository


@pytest.mark.parametrize("words", [(), ("--dry-run",)], ids=["add", "dry-run"])
def test_the_file_and_the_pattern_are_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    repository = ignoring(tmp_path, PYTHON)
    done = succeeded(repository.here("add", "function", "parts", "--defaults", *words))
    said = [line for line in done.err.splitlines() if "git ignores" in line]
    assert len(said) == 1
    assert "git ignores .scaffold/functions/parts/answers.yml and 3 more (.gitignore:5" in said[0]
    assert "Correct that pattern, or choose another name" in said[0]


def test_records_count_too(tmp_path: Path) -> None:
    repository = ignoring(tmp_path, ".*\n!.gitignore\n")
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert "git ignores .scaffold/functions/orders/answers.yml (.gitignore:1: .*)" in done.err


def test_a_layer_is_told_too(tmp_path: Path) -> None:
    repository = ignoring(tmp_path, PYTHON)
    words = ("add", "layer", "lib", "--defaults", "-d", "packages=mpmath", "-d", "pin=false")
    assert "(.gitignore:4: lib/)" in succeeded(repository.here(*words)).err


def test_nothing_is_said_of_what_git_takes(tmp_path: Path) -> None:
    repository = ignoring(tmp_path, PYTHON + "*.yml\n!.scaffold/**/*.yml\n")
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert "git ignores" not in done.err


def test_plain_copier_says_it(tmp_path: Path) -> None:
    repository = ignoring(tmp_path, PYTHON)
    done = repository.copier(
        "copy", "--trust", "--defaults", "--quiet", "-d", "kind=function", "-d", "name=parts",
        str(template()), ".",
    )  # fmt: skip
    assert "(.gitignore:5: parts/)" in done.err
