"""Completion: the same words as the commands have, without importing what they do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from command_environment import of_commands

from sam_scaffold.commands.cli import _COMMANDS, cli

LINES = {name: line for name, (_, line) in _COMMANDS.items() if line}


@pytest.mark.parametrize("name", LINES)
def test_the_line_of_help_is_the_command_s_own(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.get_short_help_str(limit=200) == LINES[name]
    assert not command.hidden


def completed(words: str, folder: Path) -> tuple[list[str], set[str]]:
    """Return what completes some words, and the rooms that were imported for it."""
    program = (
        "import atexit, sys; from sam_scaffold.__main__ import main\n"
        "names = lambda: {name.split('.')[1] for name in sys.modules"
        " if name.startswith('sam_scaffold.')}\n"
        "atexit.register(lambda: print(*sorted(names()), file=sys.stderr)); main()"
    )
    env = of_commands(
        _SAM_SCAFFOLD_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [line.partition(",")[2] for line in done.stdout.split()], set(done.stderr.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("sam-scaffold ", list(LINES), id="commands"),
        pytest.param("sam-scaffold re", ["resolve", "rename", "remove"], id="some-commands"),
        pytest.param("sam-scaffold --v", ["--version"], id="options"),
        pytest.param("sam-scaffold add ", ["function", "layer", "module"], id="kinds"),
        pytest.param("sam-scaffold add function --da", ["--data"], id="options-of-a-kind"),
        pytest.param("sam-scaffold remove x --fo", ["--force"], id="options-of-a-command"),
    ],
)
def test_completion_imports_nothing_that_works(
    words: str, expected: list[str], tmp_path: Path
) -> None:
    found, rooms = completed(words, tmp_path)
    assert found == expected
    assert rooms <= {
        "commands",
        "errors",
        "record_files",
        "terminal",
        "transaction",
        "__main__",
    } | {"aws"}
