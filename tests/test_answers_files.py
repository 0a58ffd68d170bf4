"""Answers files: what is written is read again as it was."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sam_scaffold.answers import read_answers, write_answers

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(TEXTS, below, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_they_come_back(answers: dict[str, object]) -> None:
    text = write_answers(answers)
    assert read_answers(text.encode()) == answers
    assert yaml.safe_load(text) == answers


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029", "\x1b", "\ufeff", "\r", "\t"])
def test_a_line_is_a_line_of_every_reader(character: str) -> None:
    text = write_answers({"environment": {"NAME": f"a{character}b"}, "kind": "function"})
    assert len(text.splitlines()) == 3
    assert yaml.safe_load(text)["environment"]["NAME"] == f"a{character}b"


def test_they_are_in_the_order_and_the_style_of_copier() -> None:
    answers = {"b": ["x", {"c": 1}], "a": {"d": "é", "e": "yes"}}
    text = "b:\n- x\n-   c: 1\na:\n    d: é\n    e: 'yes'\n"
    assert write_answers(answers) == text
