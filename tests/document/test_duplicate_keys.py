"""Duplicate keys, of which the last one counts for readers."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document, as_read, has_repeats
from sam_scaffold.sam.model.intrinsics import to_data


def document_of(text: str) -> Document:
    return Document.parse("t", text.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", {"a": 2}),
        ("a: {b: 1, c: 2, b: 3}\n", {"a": {"b": 3, "c": 2}}),
        ("a:\n  - b: 1\n    b: {c: 1, c: 2}\n", {"a": [{"b": {"c": 2}}]}),
        ("a: &x {b: 1, b: 2}\nc: *x\n", {"a": {"b": 2}, "c": {"b": 2}}),
        ("a: &x {b: 1, b: 2}\nc: {d: *x}\n", {"a": {"b": 2}, "c": {"d": {"b": 2}}}),
        ("'a': 1\na: 2\n", {"a": 2}),
        ("a: !Sub {b: 1, b: 2}\n", {"a": {"Fn::Sub": {"b": 2}}}),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ("x: &x {a: 1}\ny: &y {b: 2}\nc: {<<: *x, <<: *y}\n",
         {"x": {"a": 1}, "y": {"b": 2}, "c": {"a": 1, "b": 2}}),
    ],
    ids=["root", "flow", "below", "section-alias", "alias", "quoted", "tagged", "json", "merge"],
)  # fmt: skip
def test_the_last_one_is_read(text: str, expected: object) -> None:
    assert to_data(as_read(document_of(text)).root) == expected


def test_a_key_is_found_where_the_last_one_stands() -> None:
    found = as_read(document_of("a: 1\nb: 2\na: 3\n")).root.find("a")
    assert found is not None
    assert found[0].start == len("a: 1\nb: 2\n")


def test_a_section_that_is_an_alias_is_what_it_stands_for() -> None:
    read = as_read(document_of("a: &x {b: 1}\nc: *x\n"))
    assert [item.value for item in read.root.items if item.kind.value == "alias"] == []


def test_a_document_without_repeats_stays_the_same() -> None:
    document = document_of("a: {b: 1}\nc: {b: 1}\n")
    assert as_read(document) is document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 1\n", False),
        ("a: 1\na: 1\n", True),
        ("a: [{b: 1, b: 2}]\n", True),
        ("x: &x {}\nc: {<<: *x, <<: *x}\n", False),
    ],
)
def test_whether_a_key_stands_twice(text: str, *, expected: bool) -> None:
    assert has_repeats(document_of(text)) == expected
