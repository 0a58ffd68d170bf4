"""Lines and comments that belong to an entry."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document, Node, entry_lines
from sam_scaffold.document.flow_edit import parts
from sam_scaffold.document.yaml_tree import Pair


def parsed(text: str) -> tuple[Document, Node, Pair]:
    """A document, the value of its last key, and the first part of that."""
    document = Document.parse("t", text.encode())
    inside = document.root.items[-1]
    return document, inside, parts(inside)[0]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("R:\n  # x\n  # y\n  a: 1\n", ["# x", "# y"]),
        ("R:\n  # x\n\n  # y\n  a: 1\n", ["# y"]),
        ("R:\n    # x\n  # y\n  a: 1\n", ["# y"]),
        ("R:\n  # y\n# x\n  a: 1\n", []),
        ("R: # x\n  a: 1\n", []),
        ("R:\r\n  # x\r\n  a: 1\r\n", ["# x"]),
        ("R:\n  # x\n  - a\n", ["# x"]),
        ("R:\n    # x\n  - a\n", []),
        ("R: { # x\n  # y\n  a: 1}\n", []),
    ],
    ids=[
        "lines", "blank-line", "deeper", "less-deep", "line-above", "crlf", "item",
        "deeper-than-the-dash", "brackets",
    ],
)  # fmt: skip
def test_the_head_is_the_comment_directly_above(text: str, head: list[str]) -> None:
    document, inside, part = parsed(text)
    assert entry_lines.head(document, inside, part) == head


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R:\n  a: 1 # x\n  b: 1\n", "  a: 1 # x"),
        ("R:\n  a: 1\n    # x\n\n    # y\n  # z\n  b: 1\n", "  a: 1\n    # x\n\n    # y"),
        ("R:\n  a: |\n    x\n\n  b: 1\n", "  a: |\n    x"),
        ("R:\n  a: |+\n    x\n\n  b: 1\n", "  a: |+\n    x\n"),
        ("R:\r\n  a: |+\r\n    x\r\n\r\n  b: 1\r\n", "  a: |+\r\n    x\r\n"),
        ("R:\n  a: 1", "  a: 1"),
        ("R:\n  a:\n  b: 1\n", "  a:"),
        ("R: {a: 1 , b: 1}\n", "a: 1"),
        ("R:\n- a\n  # x\n# y\n", "a\n  # x"),
        ("R:\n- # x\n  a\n  # y\n", "  a"),
    ],
    ids=[
        "line", "comments-below", "text", "kept-text", "kept-text-crlf", "end-of-file", "no-value",
        "brackets", "item", "behind-a-comment",
    ],
)  # fmt: skip
def test_the_span_has_the_comments_of_an_entry(text: str, expected: str) -> None:
    document, inside, part = parsed(text)
    start, end = entry_lines.span(document, inside, part)
    assert document.text[start:end] == expected


@pytest.mark.parametrize(
    ("text", "indent", "blank", "expected"),
    [
        ("  # a\n  # b\nc: 1\n", 2, None, "  # a\n  # b\n"),
        ("  # a\n # b\n  # c\n", 2, None, "  # a\n"),
        ("\n  # a\n\n", 2, None, "\n  # a\n"),
        ("\n    \nc: 1\n", 2, 2, "\n    \n"),
        ("\n    \nc: 1\n", 2, None, ""),
        ("\n  \nc: 1\n", 2, 2, ""),
        ("  # a", 2, None, "  # a"),
        ("  # a\r\n", 2, None, "  # a\r\n"),
    ],
    ids=[
        "comments", "less-deep", "blank-line-between", "white-space", "white-space-that-is-others",
        "short-white-space", "end-of-file", "crlf",
    ],
)  # fmt: skip
def test_comments_below_belong_to_an_entry_if_they_are_indented(
    text: str, indent: int, blank: int | None, expected: str
) -> None:
    document = Document.parse("t", b"a: 1\n" + text.encode())
    end = entry_lines.below(document, 5, indent, blank)
    assert document.text[5:end] == expected


def test_the_first_line_of_an_entry_is_that_of_its_comment() -> None:
    document = Document.parse("t", b"# a\n\n# b\n# c\nd: 1\n")
    assert document.text[entry_lines.first_line(document, document.root.items[0].start) :] == (
        "# b\n# c\nd: 1\n"
    )
