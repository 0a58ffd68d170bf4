"""Texts, the end of the file, and JSON."""

from __future__ import annotations

from textwrap import indent

import pytest
from threeway import HEAD, merged, row, snippet, template

from sam_scaffold.document import Document
from sam_scaffold.merge.snippet_merge import merge

DEEP = " " * 12

TEXTS = [
    row("T: a\n", "T: |\n  b\n", "T: |\n  b\n", id="text"),
    row("A: 1\n", "A: 1\nT: |\n  b\n", "A: 1\nT: |\n  b\n", id="text-comes"),
    row("T: |\n  a\nA: 1\n", "T: |\n  a\n", "T: |\n  a\n", id="behind-a-text-goes"),
    row("T: |\n  a\n", "T: |\n  a\nN: 1\n", "N: 1\nT: |\n  a\n", id="behind-a-text-comes"),
    row("L:\n- |\n  a\n", "L:\n- |\n  a\n- n\n", "L:\n- n\n- |\n  a\n", id="item-behind-a-text"),
    row("A: 1\nB: 1\nC: 1\n", "A: 1\n", "A: 1\n", id="the-last-ones-go"),
]


@pytest.mark.parametrize(("base", "theirs", "expected"), TEXTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_file_without_a_final_newline_is_merged(
    base: str, theirs: str, expected: str, newline: str
) -> None:
    base, theirs, expected = (indent(text, "    ") for text in (base, theirs, expected))
    ours = f"{HEAD}    U: 1\n{base}".rstrip("\n").replace("\n", newline)
    document = Document.parse("template.yaml", ours.encode())
    result = merge(document, snippet(HEAD + theirs), snippet(HEAD + base))
    assert result.conflicts == ()
    text = result.document.text
    assert text.replace("\r\n", "\n").rstrip("\n") == f"{HEAD}    U: 1\n{expected}".rstrip("\n")
    assert text.count("\n") == text.count(newline)


def test_a_new_text_does_not_take_in_the_white_space_below() -> None:
    ours = f"{HEAD}    A: 1\n{DEEP}\n    U: 1\n"
    base, theirs = (snippet(f"{HEAD}    A: 1\n{text}") for text in ("", "    T: |\n      t\n"))
    text = merge(template(ours), theirs, base).document.text
    assert text == f"{HEAD}    A: 1\n{DEEP}\n    T: |\n      t\n    U: 1\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("A: 1\n", f"A: 1\n{DEEP}\nU: 1\n", "A: |\n  t\n"),
        ("T: |\n  t\nA: 1\n", f"T: |\n  t\nA: 1\n{DEEP}\nU: 1\n", "T: |\n  t\n"),
        ("T: 1\nA: 1\n", "T: |+\n  t\nA: 1\n\nU: 1\n", "T: 1\n"),
    ],
    ids=["text-comes", "text-above", "kept-text-above"],
)
def test_what_would_make_a_text_longer_is_a_conflict(base: str, ours: str, theirs: str) -> None:
    result = merged(base, ours, theirs)
    assert [conflict.why for conflict in result.conflicts] == [
        "the white space below would become text"
    ]
    assert result.changed == ()


def test_a_kept_text_of_crlf_lines_keeps_its_blank_lines() -> None:
    ours = (HEAD + "    A: 1\n    T: |+\n      t\n\n    U: 1\n").replace("\n", "\r\n")
    base, theirs = (
        snippet(HEAD + "    A: 1\n    T: 1\n"),
        snippet(HEAD + "    A: 1\n    T: 1\n    N: 1\n"),
    )
    text = merge(Document.parse("t", ours.encode()), theirs, base).document.text
    assert text == ours.replace("    U:", "    N: 1\r\n    U:")


def as_json(text: str) -> str:
    return '{\n  "Resources": {\n    "R": {\n' + indent(text, " " * 6) + "\n    }\n  }\n}\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ('"A": 1,\n"B": 1', "A: 2\nB: 1\n", '"A": 2,\n"B": 1'),
        ('"A": 1,\n"B": 1', "A: 1\nN: {M: 1}\nB: 1\n", '"A": 1,\n"N": {\n  "M": 1\n},\n"B": 1'),
        ('"A": 1,\n"B": 1', "N: 1\nA: 1\nB: 1\n", '"N": 1,\n"A": 1,\n"B": 1'),
        ('"A": 1,\n"B": 1,\n"U": 1', "N: 1\n", '"N": 1,\n"U": 1'),
        ('"U": 1,\n"A": 1,\n"B": 1', "N: 1\n", '"N": 1,\n"U": 1'),
        ('"A": 1,\n"U": 1,\n"B": 1', "A: 1\n", '"A": 1,\n"U": 1'),
        ('"A": 1,\n"B": 1', "N: 1\nM: !Ref X\n", '"N": 1,\n"M": {\n  "Ref": "X"\n}'),
    ],
    ids=["changed", "behind", "first", "the-first-go", "the-last-go", "last-goes", "all-exchanged"],
)
def test_json_stays_json(ours: str, theirs: str, expected: str) -> None:
    base = snippet(HEAD + "    A: 1\n    B: 1\n")
    result = merge(template(as_json(ours)), snippet(HEAD + indent(theirs, "    ")), base)
    assert result.conflicts == ()
    assert result.document.text == as_json(expected)
