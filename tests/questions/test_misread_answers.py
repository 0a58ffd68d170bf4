"""Answers in a file that Copier reads differently."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sam_scaffold.questions.misread_answers import data_files, misread_problem

TYPES = {"environment": "x", "pattern": "x", "timeout": "int", "alarms": "bool", "name": "str"}

MISREAD = {
    "time": ("environment: {A1: 12:30}", "environment: A1: f has 12:30, which copier reads as 750"),
    "no": ("environment: {A1: no}", "environment: A1: f has no, which copier reads as False"),
    "octal": ("timeout: 010", "timeout: f has 010, which copier reads as 8"),
    "deep": ("pattern: {a: [x, {b: 1.10}]}", "pattern: a: b: f has 1.10"),
}


@pytest.mark.parametrize(("text", "said"), MISREAD.values(), ids=MISREAD.keys())
def test_is_named_with_the_file(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text(text, encoding="utf-8")
    problem = misread_problem(file, "f", yaml.safe_load(text), TYPES)
    assert problem.startswith(said)
    assert problem.endswith("Put it in quotes.")


@pytest.mark.parametrize(
    "text",
    [
        "environment: {A1: '12:30', B1: 5, C1: true, D1: 0.5, E1: ~}", "alarms: yes",
        "timeout: 30", "other: 12:30", "name: text", "[a]", "a: [", "",
    ],
)  # fmt: skip
def test_nothing_is_said_of_what_was_read_as_it_stands(text: str, tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text(text, encoding="utf-8")
    try:
        read = yaml.safe_load(text)
    except yaml.YAMLError:
        read = {}
    assert misread_problem(file, "f", read if isinstance(read, dict) else {}, TYPES) == ""


def test_files_of_a_command_line() -> None:
    words = ["copier", "copy", "--data-file", "a.yml", "--data-file=b.yml", "-d", "x=--data-file"]
    assert data_files(words) == ["a.yml", "b.yml"]
    assert data_files(["copier", "--data-file"]) == []


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert misread_problem(tmp_path / "f", "f", {"name": 1}, TYPES) == ""
