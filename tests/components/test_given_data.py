"""Answers that are given as text: the data that was typed, or a line that says why not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sam_scaffold.components.given_data import GivenError, data_of, function_in

AS_TYPED = {
    "sexagesimal": "12:30", "float": "1.10", "no": "no", "on": "on", "octal": "010",
    "octal-of-1.2": "0o17", "hexadecimal": "0x1F", "grouped": "1_000", "date": "2030-01-01",
    "power": "1e3", "plus": "+5", "minus-zero": "-0", "infinite": ".inf", "capital": "True",
    "value": "=", "merge": "<<", "colon": "a:b", "hash": "a#b", "variable": "$HOME",
    "emoji": "😀", "next-line": "a\x85b", "separator": "a\u2028b", "mark": "\ufeffa",
}  # fmt: skip


@pytest.mark.parametrize("typed", AS_TYPED.values(), ids=AS_TYPED.keys())
def test_variables_are_the_text_that_stands_there(typed: str) -> None:
    for text in (f"{{A1: {typed}, B1: x}}", f"A1: {typed}\nB1: x", f"A1: {typed}\r\nB1: x"):
        assert data_of("environment", text) == {"A1": typed, "B1": "x"}
    for quoted in (f"{{A1: '{typed}'}}", f'{{"A1": {json.dumps(typed)}}}', f'{{A1: "{typed}"}}'):
        assert data_of("environment", quoted) == {"A1": typed}


@pytest.mark.parametrize(
    ("typed", "value"), [("5", 5), ("-5", -5), ("0.5", 0.5), ("true", True), ("false", False)]
)
def test_numbers_and_switches_that_are_written_as_they_stand(typed: str, value: Any) -> None:
    for text in (f"{{A1: {typed}}}", f'{{"A1": {typed}}}'):
        assert data_of("environment", text) == {"A1": value}
        assert data_of("pattern", text) == {"A1": value}
    assert data_of("environment", f'{{A1: "{typed}"}}') == {"A1": typed}
    assert data_of("pattern", f"{{A1: !!str {typed}}}") == {"A1": typed}


@pytest.mark.parametrize("typed", ["null", "~", ""])
def test_null_is_null(typed: str) -> None:
    assert data_of("environment", f"{{A1: {typed}}}") == {"A1": None}


@given(st.dictionaries(st.text(max_size=5), st.text(st.characters(codec="utf-8"), max_size=8)))
def test_json_is_read_as_json(variables: dict[str, str]) -> None:
    for ascii_only in (True, False):
        text = json.dumps(variables, ensure_ascii=ascii_only)
        assert data_of("environment", text) == variables


FUNCTIONS = {
    "ref": ("!Ref Orders", {"Ref": "Orders"}),
    "attribute": ("!GetAtt A.B.C", {"Fn::GetAtt": ["A", "B.C"]}),
    "sub": ('!Sub "${A}-x"', {"Fn::Sub": "${A}-x"}),
    "sub-with-variables": ("!Sub [x, {B: !Ref C}]", {"Fn::Sub": ["x", {"B": {"Ref": "C"}}]}),
    "long": ("{Ref: Orders}", {"Ref": "Orders"}),
    "long-in-json": ('{"Ref": "Orders"}', {"Ref": "Orders"}),
    "nested": ("!If [C, 12:30, !Ref D]", {"Fn::If": ["C", "12:30", {"Ref": "D"}]}),
}


@pytest.mark.parametrize(("typed", "long"), FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_short_forms_are_functions_and_no_text(typed: str, long: Any) -> None:
    assert data_of("environment", f"{{A1: {typed}}}") == {"A1": long}
    with pytest.raises(GivenError, match="intrinsic function"):
        data_of("pattern", f"{{a: [{typed}]}}")


@pytest.mark.parametrize(("typed", "long"), FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_functions_in_quotes_are_functions_and_no_text(typed: str, long: Any) -> None:
    for text in (json.dumps({"A1": typed}), f"A1: {json.dumps(typed)}"):
        assert data_of("environment", text) == {"A1": long}
    assert data_of("environment", {"A1": typed, "B1": {"Fn::If": ["C", typed, 1]}}) == {
        "A1": long,
        "B1": {"Fn::If": ["C", long, 1]},
    }
    assert data_of("pattern", json.dumps({"a": [typed]})) == {"a": [typed]}


@pytest.mark.parametrize("typed", ["!Ref [a", "!If {a", "!Sub !Foo x", '{"Ref": "a"'])
def test_half_a_function_in_quotes_is_refused(typed: str) -> None:
    with pytest.raises(GivenError, match="not a complete intrinsic function") as caught:
        data_of("environment", json.dumps({"A1": typed}))
    assert "\n" not in str(caught.value)


def test_json_that_only_begins_like_a_function_is_text() -> None:
    text = '{"Ref": "a", "other": 1}'
    assert data_of("environment", {"A1": text}) == {"A1": text}


def test_data_that_is_compared_keeps_the_words_of_yaml_1_1() -> None:
    text = "{a: [no, 12:30, 1_000, 2030-01-01, True, ~, 1.5, 12345678901234567890]}"
    expected = ["no", "12:30", "1_000", "2030-01-01", True, None, 1.5, 12345678901234567890]
    assert data_of("pattern", text) == {"a": expected}


@pytest.mark.parametrize("number", ["1.10", "010", "1e3", "0x1F", "+5", ".5", "-0", ".nan"])
def test_numbers_that_would_be_written_otherwise_are_refused(number: str) -> None:
    with pytest.raises(GivenError, match="written differently") as caught:
        data_of("filter_policy", f"{{a: [{number}]}}")
    assert f'as text: "{number}"' in str(caught.value)
    assert data_of("filter_policy", f'{{a: ["{number}"]}}') == {"a": [number]}


REFUSED = {
    "broken": ("{A1: x", "not valid YAML"),
    "unknown-tag": ("{A1: !Foo x}", "no short form !Foo"),
    "binary": ("{A1: !!binary aGk=}", "!!binary"),
    "python": ("{A1: !!python/name:os.system x}", "!!python"),
    "set": ("{A1: !!set {a, b}}", "!!set"),
    "twice": ("{A1: a, A1: b}", "A1 occurs twice"),
    "twice-in-json": ('{"A1": "a", "A1": "b"}', "A1 occurs twice"),
    "key": ("{[a]: b}", "is not a string"),
    "pair-in-yaml": (r'{A1: "\ud83d\ude00", B1: c}', "surrogate pairs"),
    "deep": ("[" * 2000, "not valid YAML|deeper"),
    "holds-itself": ("&a {A1: *a}", "not valid YAML|deeper"),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("key", ["environment", "pattern", "filter_policy"])
def test_what_cannot_be_read_is_refused(key: str, text: str, why: str) -> None:
    with pytest.raises(GivenError, match=why) as caught:
        data_of(key, text)
    assert "\n" not in str(caught.value)


def test_pairs_of_json_are_one_character() -> None:
    assert data_of("environment", r'{"A1": "\ud83d\ude00"}') == {"A1": "😀"}


def test_recorded_data_and_other_answers_are_as_they_are() -> None:
    assert data_of("environment", {"A1": 1.1}) == {"A1": 1.1}
    assert data_of("description", "{a: 12:30}") == "{a: 12:30}"


@pytest.mark.parametrize(
    "text", ["!Ref X", " !Sub a", '{"Ref": "X"}', "{Ref: X}", "{Fn::Sub: a}", "!GetAtt a.b"]
)
def test_functions_in_text_are_seen(text: str) -> None:
    assert function_in(text)


@pytest.mark.parametrize(
    "text", ["!Reform", "Ref: X", "!", "! a", "a !Ref b", "{a: b}", "!Sub::x", "{{resolve:ssm:a}}"]
)
def test_other_text_is_text(text: str) -> None:
    assert not function_in(text)
