"""Given answers that are refused before a question is asked, and how they are read."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.questions.given_answers import (
    answered,
    is_on,
    key_problem,
    of_data,
    type_problem,
    unasked_problem,
)

KNOWN = {
    "name": {"type": "str"},
    "trigger": {"when": "{{ kind == 'function' }}"},
    "timeout": {"when": "{{ kind == 'function' }}"},
    "packages": {"when": "{{ kind == 'layer' and contents == 'requirements' }}"},
    "schedule": {"when": "{{ trigger == 'schedule' }}"},
}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "function", "name": "x", "schedule": "rate(1 day)", "timeout": 3}, ""),
        ({"kind": "layer", "packages": []}, ""),
        ({"timeout": 3}, ""),
        ({"kind": "function", "timout": 3}, "Did you mean timeout?"),
        ({"kind": "function", "packages": []}, "'packages' is not a question of kind function"),
        ({"kind": "layer", "timeout": 3}, "'timeout' is not a question of kind layer"),
        ({"zzz": 3}, "The questions are kind, name, packages, schedule, timeout, trigger."),
    ],
)
def test_keys_are_questions_of_the_kind(given: dict[str, object], says: str) -> None:
    problem = key_problem(given, {"kind": {}, **KNOWN})
    assert says in problem
    assert bool(problem) == bool(says)


def test_an_answer_that_nobody_asked_for_is_refused() -> None:
    asked = {"name", "trigger"}
    assert unasked_problem({"name": "x", "trigger": "sqs", "_src_path": "y"}, asked) == ""
    problem = unasked_problem({"name": "x", "schedule": "rate(1 day)"}, asked)
    assert problem.startswith("schedule does not apply with the other answers")
    assert "Remove it" in problem


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (None, []),
        ("", []),
        ("A", ["A"]),
        ("A,B", ["A", "B"]),
        ("A, B", ["A", "B"]),
        ("[A, B]", ["A", "B"]),
        ('["A","B"]', ["A", "B"]),
        ("['A']", ["A"]),
        ("A B", ["A", "B"]),
        ("- A\n- B", ["A", "B"]),
        ("A:read,B:write", ["A:read", "B:write"]),
        (["A", "B"], ["A", "B"]),
        ([], []),
    ],
)
def test_several_answers_as_given(given: Any, found: list[str]) -> None:
    assert answered(given) == found


@pytest.mark.parametrize(
    ("answer", "on"),
    [(True, True), ("yes", True), ("On", True), ("1", True), (False, False), ("no", False)],
)
def test_switch_is_read_as_copier_reads_it(answer: Any, *, on: bool) -> None:
    assert is_on(answer) is on


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("count", "12", ""),
        ("count", "12.5", "not a whole number"),
        ("flag", "maybe", "neither true nor false"),
        ("flag", True, ""),
        ("word", True, "a Boolean in YAML 1.1"),
        ("word", {"Ref": "X"}, "of another type in YAML 1.1"),
        ("word", "!Ref X", "an intrinsic function"),
        ("data", "a: [", "not valid YAML"),
        ("pattern", "{a: b", "not valid YAML"),
    ],
)
def test_answers_of_another_type_are_refused(key: str, value: Any, says: str) -> None:
    types = {"count": "int", "flag": "bool", "word": "str", "data": "yaml", "pattern": "str"}
    problem = type_problem(
        {key: value}, {question: {"type": kind} for question, kind in types.items()}
    )
    assert says in problem
    assert problem.startswith(f"{key}: ") == bool(says)


def test_text_is_checked_as_data() -> None:
    check = of_data("pattern", repr)
    assert check('{"source": ["a"]}') == check({"source": ["a"]}) == "{'source': ['a']}"
    assert check("{a: b").startswith("this is not valid YAML")
