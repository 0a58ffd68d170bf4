"""A row that the page does not have is found, and the tools run as their commands do."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import compare, tools
from .mistakes import MISTAKES


def test_row_that_the_page_does_not_have_is_found() -> None:
    page = "| a | E1 |\n| b | E2 |\n"
    assert compare.other_rows(page, ["| b | E2 |"]) == []
    assert compare.other_rows(page, ["| b | E2 |", "| b | E3 |", "| a |"]) == [
        "| b | E3 |",
        "| a |",
    ]


def test_drawn_mistakes_are_the_same_each_time() -> None:
    assert len(compare.drawn(3)) == 3
    assert compare.drawn(3) == compare.drawn(3)
    assert len(compare.drawn(1000)) == len(MISTAKES)


@pytest.mark.slow
def test_tool_prints_and_ends_as_its_command_does(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, said = tools._run(tmp_path, "sam-scaffold", "--version")
    assert (code, said.startswith("sam-scaffold, version ")) == (0, True)
    code, said = tools._run(tmp_path, "sam-scaffold", "list", "-C", "nowhere")
    assert code != 0
    assert capfd.readouterr().out == ""
    assert Path.cwd() != tmp_path
