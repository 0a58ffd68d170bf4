"""Answers files: what is written is read again as it was."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sam_scaffold.components.answers_file import for_copier, read_answers, write_answers

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
VALUES = st.recursive(
    TEXTS
    | st.integers()
    | st.booleans()
    | st.none()
    | st.floats(allow_nan=False, allow_infinity=False),
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


EDITED = """\
environment: {T: 12:30, V: 1.10, N: no, O: 010, H: 0x1F, U: 1_000, D: 2030-13-01, E: =, Y: 1e3}
timeout: 030
alarms: yes
memory_size: 256
tracing: true
"""


def test_what_somebody_wrote_by_hand_is_the_text_that_stands_there() -> None:
    answers = read_answers(EDITED.encode())
    assert answers == {
        "environment": {
            "T": "12:30", "V": "1.10", "N": "no", "O": "010", "H": "0x1F", "U": "1_000",
            "D": "2030-13-01", "E": "=", "Y": "1e3",
        },
        "timeout": "030", "alarms": "yes", "memory_size": 256, "tracing": True,
    }  # fmt: skip
    assert yaml.safe_load(for_copier(EDITED.encode())) == answers


def test_what_copier_reads_alike_is_left_as_it_is() -> None:
    data = b"# Ours\nname:   orders\ntimeout: 30\n"
    assert for_copier(data) == data
