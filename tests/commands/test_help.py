"""Help on every command, with an example; and the version."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository, succeeded

from sam_scaffold import __version__

COMMANDS = {
    "sam-scaffold": ([], "sam-scaffold add function"),
    "init": (["init"], "sam-scaffold init"),
    "add": (["add"], "sam-scaffold add"),
    "add-function": (["add", "function"], "sam-scaffold add function"),
    "add-layer": (["add", "layer"], "sam-scaffold add layer"),
    "invoke": (["invoke"], "sam-scaffold invoke"),
    "list": (["list"], "sam-scaffold list"),
    "merge": (["merge"], "sam-scaffold merge"),
}


@pytest.mark.parametrize(("words", "example"), COMMANDS.values(), ids=COMMANDS.keys())
def test_help_has_an_example(words: list[str], example: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path, {})
    done = succeeded(repository.here(*words, "--help"))
    assert done.err == ""
    assert done.out.startswith("Usage: sam-scaffold")
    shown = " ".join(done.out.partition("Example:")[2].split())
    assert shown.startswith(example)
    assert succeeded(repository.here(*words, "-h")).out == done.out


def test_help_of_the_whole_names_every_command(tmp_path: Path) -> None:
    out = succeeded(Repository(tmp_path, {}).process("--help")).out
    for command in ("init", "add", "invoke", "list", "merge", "--version"):
        assert command in out


@pytest.mark.parametrize("words", [[], ["add"]], ids=["sam-scaffold", "add"])
def test_without_a_command_there_is_help(words: list[str], tmp_path: Path) -> None:
    done = Repository(tmp_path, {}).here(*words)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: ")


def test_version(tmp_path: Path) -> None:
    done = succeeded(Repository(tmp_path, {}).process("--version"))
    assert done.out.split() == ["sam-scaffold,", "version", __version__]
