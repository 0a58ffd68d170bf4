"""Characters that YAML and JSON take differently, as SAM's reader of YAML sees them."""

from __future__ import annotations

import json

import pytest
import yaml

from sam_scaffold.document.characters import NOT_RAW, json_text, surrogate_problem

ALL = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA1)), "\u2028", "\u2029", "\ufeff", "\ufffe"]
ALL += ["\uffff", "\ud7ff", "\ue000", "\U0001f600", "\U0010ffff"]


@pytest.mark.parametrize("character", ALL, ids=ascii)
@pytest.mark.parametrize("pattern", ["{}", "a{}b", "a {} b", "{0}\n{0}"])
def test_json_means_the_same_to_both_readers(character: str, pattern: str) -> None:
    value = {pattern.format(character): [pattern.format(character)]}
    text = json_text(value)
    assert json.loads(text) == yaml.safe_load(text) == value


@pytest.mark.parametrize(
    "character", [character for character in ALL if character not in "\t\n"], ids=ascii
)
def test_what_is_not_said_to_need_an_escape_needs_none(character: str) -> None:
    if not NOT_RAW.search(character):
        assert yaml.safe_load(f'"a {character} b"') == f"a {character} b"


def test_what_people_write_stays_as_it_is() -> None:
    assert json_text("Größe: 10 €, \U0001f600") == '"Größe: 10 €, \U0001f600"'


@pytest.mark.parametrize("text", ["a\ud83d", "\ude00", "\ud83d \ude00"], ids=ascii)
def test_half_a_pair_is_named(text: str) -> None:
    assert "surrogate pair" in surrogate_problem(text)
    assert "\\ud" in surrogate_problem(text)
    assert surrogate_problem("\U0001f600") == ""
