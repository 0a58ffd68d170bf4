"""The command with which a repository runs pytest, from its Makefile."""

from __future__ import annotations

from pathlib import Path

import pytest
from migrated_shop import write

from sam_scaffold.migration.pytest_settings.pytest_command import PytestCommand, pytest_command

PLAIN = PytestCommand()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("test:\n\tpytest tests/unit -q\n", PytestCommand(words=("tests/unit", "-q"))),
        ("test: setup\n\t@$(BIN)/python -m pytest -n auto", PytestCommand(words=("-n", "auto"))),
        (
            "tests:\n\tpip install -r dev.txt\n\tA=1 PYTHONPATH=src uv run pytest\n",
            PytestCommand(variables=(("A", "1"), ("PYTHONPATH", "src"))),
        ),
        ("test:\n\tcd sub && pytest \\\n\t  -k 'a b'\n", PytestCommand("sub", (), ("-k", "a b"))),
        ("test:\r\n\tpytest -m unit\r\n", PytestCommand(words=("-m", "unit"))),
    ],
)
def test_a_plain_line_is_taken(tmp_path: Path, text: str, command: PytestCommand) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "Makefile").write_bytes(text.encode())
    assert pytest_command(tmp_path) == command


@pytest.mark.parametrize(
    "text",
    [
        "test:\n\tpytest $(ARGS)\n",
        "test:\n\tpytest a | tee log\n",
        "test:\n\tpytest a\n\tpytest b\n",
        "test:\n\tcd missing && pytest a\n",
        "test:\n\t./run.sh\n",
        "test:\n\tpytest 'unclosed\n",
        "test := pytest a\n",
        "other:\n\tpytest a\n",
    ],
)
def test_anything_else_is_pytests_own_way(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"Makefile": text})
    assert pytest_command(tmp_path) == PLAIN


def test_without_a_makefile_too(tmp_path: Path) -> None:
    assert pytest_command(tmp_path) == PLAIN
