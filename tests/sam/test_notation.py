"""YAML and JSON text that means the same as the data."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import to_data
from sam_scaffold.sam.writing.notation import json_lines, key_text, sam_yaml


def data(text: str) -> Any:
    found = Document.parse("t", text.encode()).root.find("k")
    assert found is not None
    return to_data(found[1])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("orders", " orders", id="plain"),
        pytest.param("yes", ' "yes"', id="read-as-a-bool"),
        pytest.param("0123", ' "0123"', id="read-as-a-number"),
        pytest.param("2010-09-09", ' "2010-09-09"', id="read-as-a-date"),
        pytest.param({"Ref": "A"}, " !Ref A", id="ref"),
        pytest.param({"Fn::Sub": "${A}-x"}, ' !Sub "${A}-x"', id="variables-are-quoted"),
        pytest.param({"Fn::GetAtt": ["A", "Arn"]}, " !GetAtt A.Arn", id="attribute"),
        pytest.param({"K": ["a"]}, "\n  K:\n    - a", id="list-below-its-key"),
        pytest.param(["a", {"K": 1}], "\n  - a\n  - K: 1", id="list"),
        pytest.param(
            {"Fn::Base64": {"Fn::Sub": "${A}"}},
            '\n  Fn::Base64: !Sub "${A}"',
            id="no-two-short-forms-in-a-row",
        ),
        pytest.param(
            {"Fn::ForEach::X": ["I", ["a"], {}]},
            "\n  Fn::ForEach::X:\n    - I\n    -   - a\n    - {}",
            id="no-short-form",
        ),
        pytest.param({"Condition": {"Bool": 1}}, "\n  Condition:\n    Bool: 1", id="iam-condition"),
    ],
)
def test_data_is_written_as_people_write_templates(value: Any, text: str) -> None:
    assert sam_yaml(value) == text
    assert data(f"k:{text}\n") == value


CHARACTERS = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA1)),
    *"\u2028\u2029\ufeff\ufffe\uffff",
]


@pytest.mark.parametrize("character", [*CHARACTERS, "\U0001f600"], ids=ascii)
def test_every_character_is_read_as_it_was_written(character: str) -> None:
    """SAM reads YAML 1.1, and a text can be at each of these places."""
    for pattern in ("{}", "a{}", "{}b", "a{}b", "a {} b", "{0}\n{0}", "${{A}}{}", '"\\{}${{A}}'):
        text = pattern.format(character)
        for value in (text, [text], {"K": text}, {text: 1}, {"Fn::Sub": text}):
            written = f"k:{sam_yaml(value)}\n"
            assert data(written) == value
            assert yaml.load(written, Loader=_Sam)["k"] == value  # noqa: S506 - a safe one


class _Sam(yaml.SafeLoader):
    """A reader of YAML 1.1 that knows ``!Sub``."""


def _sub(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> dict[str, Any]:
    return {"Fn::Sub": loader.construct_scalar(node)}


_Sam.add_constructor("!Sub", _sub)


@pytest.mark.parametrize("key", ["yes", "ON", "null", "0123", "1.0", "2030-01-01", "~", "<<"])
def test_a_key_that_is_text_is_read_as_text(key: str) -> None:
    written = f"k:{sam_yaml({key: 1})}\n"
    assert yaml.safe_load(written) == {"k": {key: 1}}
    assert yaml.safe_load(f"{key_text(key)}: 1") == {key: 1}


@pytest.mark.parametrize("key", ["Queue", "Fn::Transform", "AWS::Include", "a-b.c/d"])
def test_a_key_is_plain_if_that_is_enough(key: str) -> None:
    assert key_text(key) == key


def test_an_attribute_by_an_intrinsic_function_remains_a_list() -> None:
    value = {"Fn::GetAtt": ["A", {"Ref": "B"}]}
    assert data(f"k:{sam_yaml(value)}\n") == value


def test_yaml_is_indented_below_its_column() -> None:
    assert sam_yaml({"K": {"L": 1}}, 4) == "\n      K:\n        L: 1"


def test_long_text_is_not_wrapped() -> None:
    assert sam_yaml("word " * 60 + "end") == " " + "word " * 60 + "end"


def test_json_is_written_as_lines_at_a_column() -> None:
    assert json_lines("K", {"a": ["ü"]}, 4, 2) == [
        '    "K": {',
        '      "a": [',
        '        "ü"',
        "      ]",
        "    }",
    ]
    assert json_lines("K", {"a": 1}, 2, 1, "\t") == ['\t\t"K": {', '\t\t\t"a": 1', "\t\t}"]
