"""Edits in brackets, with commas, lines and comments around them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from sam_scaffold.document import Document, Node
from sam_scaffold.document.flow_edit import (
    EditError,
    Inline,
    deleted,
    inserted,
    parts,
    refilled,
    replaced,
)
from sam_scaffold.document.layout import TextLayout


@dataclass(frozen=True)
class New:
    """A key with a list as its value, as `sam_scaffold.document.flow_edit.FlowValue`."""

    key: str = "n"

    def json(self, column: int | None, layout: TextLayout) -> Inline:
        text = json.dumps([1], indent=None if column is None else layout.mapping)
        pad = " " * (column or 0)
        text = text.replace("\n", "\n" + pad)
        signatures = Document.parse("v", f"v: {text}".encode()).signatures[2:-1]
        return Inline(text, tuple(signatures))


def parsed(text: str) -> tuple[Document, Node]:
    document = Document.parse("t", text.encode())
    return document, document.root.items[1]


def without(text: str, *numbers: int) -> str:
    document, inside = parsed(text)
    nodes = [parts(inside)[number][0] for number in numbers]
    going = [node.start for node in nodes]
    return document.apply([deleted(document, inside, node, going) for node in nodes]).text


def with_new(text: str, *after: int | None) -> str:
    document, inside = parsed(text)
    there = [None if index is None else parts(inside)[index] for index in after]
    splices = [
        inserted(document, inside, part, New(f"n{number}"), TextLayout())
        for number, part in enumerate(there)
    ]
    return document.apply(splices).text


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("L: [a, b, c]\n", [0], "L: [b, c]\n"),
        ("L: [a, b, c]\n", [1], "L: [a, c]\n"),
        ("L: [a, b, c]\n", [2], "L: [a, b]\n"),
        ("L: [a, b, c]\n", [0, 1], "L: [c]\n"),
        ("L: [a, b, c]\n", [1, 2], "L: [a]\n"),
        ("L: [a, b, c]\n", [0, 2], "L: [b]\n"),
        ("L: [a, b, c,]\n", [2], "L: [a, b,]\n"),
        ("M: {a: 1, b: [2], c: 3}\n", [0, 1], "M: {c: 3}\n"),
        ("M: {a: 1, b: [2], c: 3}\n", [1], "M: {a: 1, c: 3}\n"),
        ('M: {\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n', [0], 'M: {\n  "b": 2,\n  "c": 3\n}\n'),
        ('M: {\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n', [1, 2], 'M: {\n  "a": 1\n}\n'),
        ("L: [a, b] # mine\n", [1], "L: [a] # mine\n"),
    ],
    ids=[
        "first", "middle", "last", "first-ones", "last-ones", "first-and-last", "comma-at-the-end",
        "pairs", "pair", "line", "lines", "comment-outside",
    ],
)  # fmt: skip
def test_what_goes_takes_one_comma_along(text: str, numbers: list[int], expected: str) -> None:
    assert without(text, *numbers) == expected


@pytest.mark.parametrize(
    ("text", "number", "message"),
    [
        ("L: [a]\n", 0, "nothing would be left"),
        ("L: [a, # of a\n  b]\n", 0, "there is a comment"),
        ("L: [a,\n  # of b\n  b]\n", 1, "there is a comment"),
        ("L: [a,\n  b, # of b\n  c]\n", 1, "there is a comment"),
        ("L: [a,\n  b # of b\n  ]\n", 1, "there is a comment"),
    ],
    ids=["the-only-one", "behind-its-comma", "above", "behind-the-comma", "behind-the-last"],
)
def test_what_would_leave_a_comment_behind_stays(text: str, number: int, message: str) -> None:
    with pytest.raises(EditError, match=message):
        without(text, number)


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("L: [a]\n", [0], "L: [a, [1]]\n"),
        ("L: [a]\n", [None], "L: [[1], a]\n"),
        ("L: [a,]\n", [0], "L: [a, [1],]\n"),
        ("M: {a: 1}\n", [0], 'M: {a: 1, "n0": [1]}\n'),
        ("M: {a: 1, b: 2}\n", [0, 0], 'M: {a: 1, "n0": [1], "n1": [1], b: 2}\n'),
        ("M: {a: 1}\n", [None, None, 0], 'M: {"n0": [1], "n1": [1], a: 1, "n2": [1]}\n'),
        ("L: [\n  a\n]\n", [0], "L: [\n  a,\n  [\n    1\n  ]\n]\n"),
        ("L: [\r\n  a\r\n]\r\n", [None], "L: [\r\n  [\r\n    1\r\n  ],\r\n  a\r\n]\r\n"),
        ("L: [a, # of a\n  b]\n", [0], "L: [a, # of a\n  [1], b]\n"),
        ("L: [a,\n  b # of b\n  ]\n", [1], "L: [a,\n  [1], b # of b\n  ]\n"),
        ("L: [\n  a # of a\n]\n", [0], "L: [\n  [\n    1\n  ],\n  a # of a\n]\n"),
    ],
    ids=[
        "behind", "first", "comma-at-the-end", "pair", "two", "in-all-places", "line", "crlf",
        "comment-behind", "comment-behind-the-last", "comment-behind-the-only-one",
    ],
)  # fmt: skip
def test_what_comes_brings_one_comma(text: str, after: list[int | None], expected: str) -> None:
    assert with_new(text, *after) == expected


def test_nothing_comes_between_a_comment_and_what_it_is_about() -> None:
    with pytest.raises(EditError, match="there is a comment"):
        with_new("L: [ # of all\n  a]\n", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L: []\n", "L: [[1], [1]]\n"),
        ("L: !Tag [ ]\n", "L: !Tag [[1], [1]]\n"),
        ("L: [a, b]\n", "L: [[1], [1]]\n"),
        ("M: {}\n", 'M: {"x": [1], "y": [1]}\n'),
        ("M: {a: 1}\n", 'M: {"x": [1], "y": [1]}\n'),
        ('M: {\n  "a": 1\n}\n', 'M: {\n  "x": [\n    1\n  ],\n  "y": [\n    1\n  ]\n}\n'),
    ],
    ids=["empty-list", "tagged", "list", "empty-mapping", "mapping", "lines"],
)
def test_brackets_are_filled_anew(text: str, expected: str) -> None:
    document, inside = parsed(text)
    splice = refilled(document, inside, [New("x"), New("y")], TextLayout())
    assert document.apply([splice]).text == expected


@pytest.mark.parametrize("text", ["L: [ # mine\n  ]\n", "L: [a, # mine\n  b]\n"])
def test_brackets_with_a_comment_are_not_filled_anew(text: str) -> None:
    document, inside = parsed(text)
    with pytest.raises(EditError, match="your comment would be removed"):
        refilled(document, inside, [New()], TextLayout())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M: {a: 1, b: 2}\n", "M: {a: [1], b: 2}\n"),
        ('M: {"a": 1}\n', 'M: {"a": [1]}\n'),
        ('M: {\n  "a": {\n    "x": 1\n  }\n}\n', 'M: {\n  "a": [\n    1\n  ]\n}\n'),
        ('M: {\r\n  "a": 1\r\n}\r\n', 'M: {\r\n  "a": [\r\n    1\r\n  ]\r\n}\r\n'),
    ],
    ids=["yaml", "one-line", "lines", "crlf"],
)
def test_a_value_is_exchanged_alone(text: str, expected: str) -> None:
    document, inside = parsed(text)
    value = parts(inside)[0][1]
    assert document.apply([replaced(document, value, New(), TextLayout())]).text == expected
