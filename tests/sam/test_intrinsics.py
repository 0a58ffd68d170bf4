"""Conversion of nodes to data, and intrinsic functions in data."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import (
    alternatives,
    as_boolean,
    mentioned,
    references,
    to_data,
)
from sam_scaffold.sam.writing.notation import sam_yaml


def data(text: str) -> Any:
    found = Document.parse("t", text.encode()).root.find("k")
    assert found is not None
    return to_data(found[1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: text", "text"),
        ("k: 12", 12),
        ("k: 1.5", 1.5),
        ("k: 'yes'", "yes"),
        ("k: yes", True),
        ("k: ~", None),
        ("k:", None),
        ("k: 2010-09-09", "2010-09-09"),
        ("k: 0o17", "0o17"),
        ("k: 1:30", 90),
        ("k: !!str 12", "12"),
        ("k: !!int '12'", 12),
        ('k: !!bool "yes"', True),
        ("k: !!float 1", 1.0),
        ("k: !!null ''", None),
        ("k: ! 12", "12"),
        ("k: |\n  12\n", "12\n"),
        ("k: [1, {a: b}]", [1, {"a": "b"}]),
    ],
)
def test_scalars_are_read_as_sam_reads_them(text: str, expected: Any) -> None:
    assert data(text) == expected
    assert type(data(text)) is type(expected)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("!Ref A", {"Ref": "A"}),
        ("!Condition C", {"Condition": "C"}),
        ("!Sub '${A}-x'", {"Fn::Sub": "${A}-x"}),
        ("!Sub 12", {"Fn::Sub": "12"}),
        ("!GetAtt A.Outputs.B", {"Fn::GetAtt": ["A", "Outputs.B"]}),
        ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
        (
            "!If [C, !Ref A, !Ref AWS::NoValue]",
            {"Fn::If": ["C", {"Ref": "A"}, {"Ref": "AWS::NoValue"}]},
        ),
    ],
)
def test_short_forms_mean_their_long_form(short: str, long: Any) -> None:
    assert data(f"k: {short}") == long
    assert data(f"k:{sam_yaml(long)}") == long


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a {x: 1}\nk: *a\n", {"x": 1}),
        ("a: &a {x: 1, y: 1}\nk:\n  y: 2\n  <<: *a\n", {"x": 1, "y": 2}),
        ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nk:\n  <<: [*a, *b]\n", {"x": 1, "y": 2}),
        ("k: {'<<': 1}\n", {"<<": 1}),
    ],
    ids=["alias", "own-wins", "first-wins", "quoted-is-a-key"],
)
def test_aliases_and_merge_keys_are_resolved(text: str, expected: Any) -> None:
    assert data(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, [], id="none"),
        pytest.param([{"Ref": "A"}, {"Ref": "B"}], ["A", "B"], id="list"),
        pytest.param(["arn:aws:lambda:x", {"Ref": "A"}], ["A"], id="arn"),
        pytest.param([{"Fn::If": ["C", {"Ref": "A"}, {"Ref": "B"}]}], ["A", "B"], id="if"),
        pytest.param({"Fn::If": ["C", [{"Ref": "A"}], []]}, ["A"], id="if over lists"),
        pytest.param({"Fn::GetAtt": ["A", "Arn"]}, [], id="attribute"),
        pytest.param({"Ref": ["odd"]}, [], id="odd"),
    ],
)
def test_references_at_any_depth(value: object, expected: list[str]) -> None:
    assert references(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: !Ref Table", ["Table"]),
        ("k: !GetAtt Table.Arn", ["Table"]),
        ("k: {'Fn::GetAtt': [Table, Arn]}", ["Table"]),
        ('k: !Sub "${Table.Arn}/${AWS::Region}/${Name}"', ["Table", "Name"]),
        ('k: !Sub ["${own}/${Table}", {own: !Ref Bucket}]', ["own", "Table", "Bucket"]),
        ("k: [{a: {b: !Ref Table}}, !If [Is, !Ref Bucket, x]]", ["Table", "Bucket"]),
        ("k: Table", []),
        ("k: [1, ~, {a: b}]", []),
    ],
)
def test_all_references_of_a_value_are_mentioned(text: str, expected: list[str]) -> None:
    assert mentioned(data(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: true", True),
        ("k: yes", True),
        ('k: "true"', True),
        ("k: False", False),
        ("k: 'false'", False),
        ("k: !If [Is, true, false]", None),
        ("k: !Ref Fifo", None),
        ("k: 1", None),
        ("k:", None),
    ],
)
def test_a_boolean_may_be_text(text: str, expected: bool | None) -> None:  # noqa: FBT001
    assert as_boolean(data(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", ["x"]),
        ("[x, [y]]", ["x", "y"]),
        ("!If [A, x, y]", ["x", "y"]),
        ("[!If [A, [x, !If [B, y, !Ref AWS::NoValue]], z]]", ["x", "y", "z"]),
        ("!Ref AWS::NoValue", []),
        ("!If [A]", [{"Fn::If": ["A"]}]),
        ("{a: !If [A, x, y]}", [{"a": {"Fn::If": ["A", "x", "y"]}}]),
    ],
)
def test_alternatives_are_all_branches(text: str, expected: list[Any]) -> None:
    assert alternatives(data(f"k: {text}\n")) == expected
