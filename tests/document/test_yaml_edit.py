"""One pair or item changes, and every other byte stays."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from sam_scaffold.document import Document, Node, yaml_edit
from sam_scaffold.document.flow_edit import EditError, Inline, parts
from sam_scaffold.document.layout import TextLayout
from sam_scaffold.document.reindent import IndentedBlock
from sam_scaffold.document.yaml_tree import Pair, Signature

LAYOUT = TextLayout()


@dataclass(frozen=True)
class New:
    """``n: <value>`` below a comment, as `sam_scaffold.document.yaml_edit.PairText`."""

    value: str = "9"
    comment: str = ""
    key: str = "n"

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:  # noqa: ARG002
        first, *rest = f"{self.key}: {self.value}".split("\n")
        lines = [f"# {self.comment}", first, *rest] if self.comment else [first, *rest]
        return IndentedBlock(tuple(" " * column + line for line in lines), self._signatures(1))

    flow = block

    def inline(self) -> Inline | None:
        return None if "\n" in self.value else Inline(self.value, self._signatures(2))

    def json(self, column: int | None, layout: TextLayout) -> Inline:  # noqa: ARG002
        return Inline(json.dumps(int(self.value)), self._signatures(2))

    def _signatures(self, first: int) -> tuple[Signature, ...]:
        text = f"{self.key}: {self.value}\n"
        return tuple(Document.parse("n", text.encode()).signatures[first:-1])


@dataclass(frozen=True)
class NewItem:
    """``- <value>``, as `sam_scaffold.document.yaml_edit.Text`."""

    value: str = "9"
    key: str = ""

    def block(self, column: int, layout: TextLayout) -> IndentedBlock:  # noqa: ARG002
        lines = f"- {self.value}".split("\n")
        document = Document.parse("n", f"_: {self.value}\n".encode())
        return IndentedBlock(
            tuple(" " * column + line for line in lines), tuple(document.signatures[2:-1])
        )

    def json(self, column: int | None, layout: TextLayout) -> Inline:  # noqa: ARG002
        return Inline(self.value, (("scalar", None, None, self.value, True),))


def parsed(text: str) -> tuple[Document, Node, list[Pair]]:
    """A document, the value of its last key, and what is in there."""
    document = Document.parse("t", text.encode())
    inside = document.root.items[-1]
    return document, inside, parts(inside)


# --- Heads and values ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "old", "expected"),
    [
        ("R:\n  a: 1\n", 0, "R:\n  # n\n  # m\n  a: 1\n"),
        ("R:\n  # x\n  a: 1\n", 1, "R:\n  # n\n  # m\n  a: 1\n"),
        ("R:\n  # x\n  # y\n  a: 1\n", 1, "R:\n  # x\n  # n\n  # m\n  a: 1\n"),
        ("R:\r\n  # x\r\n  a: 1\r\n", 1, "R:\r\n  # n\r\n  # m\r\n  a: 1\r\n"),
    ],
    ids=["none", "all", "the-last", "crlf"],
)
def test_the_head_is_exchanged(text: str, old: int, expected: str) -> None:
    document, _, there = parsed(text)
    splice = yaml_edit.replace_head(document, there[0][0], old, ["# n", "# m"])
    assert document.apply([splice]).text == expected


def test_nothing_is_put_above_the_first_line() -> None:
    document = Document.parse("t", b"a: 1\n")
    with pytest.raises(EditError, match="the first line"):
        yaml_edit.replace_head(document, document.root.items[0], 0, ["# n"])


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("R:\n  # x\n  n: 1 # y\n  b: 1\n", "9", "R:\n  # x\n  n: 9\n  b: 1\n"),
        ("R:\n  n:\n    c: 1\n  b: 1\n", "9", "R:\n  n: 9\n  b: 1\n"),
        ("R:\n  n: 1\n  b: 1\n", "|\n  x", "R:\n  n: |\n    x\n  b: 1\n"),
        ("R:\n  n: 1", "|\n  x", "R:\n  n: |\n    x\n"),
        ("R:\n  n: 1", "9", "R:\n  n: 9"),
        ("R:\r\n  n: 1\r\n", "|\n  x", "R:\r\n  n: |\r\n    x\r\n"),
        ("R:\n  n:\n  b: 1\n", "9", "R:\n  n: 9\n  b: 1\n"),
        ("R: {n: 1, b: 1}\n", "9", "R: {n: 9, b: 1}\n"),
        ("R:\n  n: |+\n    x\n\n  b: 1\n", "9", "R:\n  n: 9\n  b: 1\n"),
    ],
    ids=[
        "line", "lines", "text", "text-at-the-end", "at-the-end", "crlf", "no-value", "brackets",
        "kept-text",
    ],
)  # fmt: skip
def test_the_lines_of_a_pair_are_exchanged(text: str, value: str, expected: str) -> None:
    document, inside, there = parsed(text)
    splice = yaml_edit.replace_body(document, inside, there[0], New(value, "of n"), LAYOUT)
    assert document.apply([splice]).text == expected


def test_the_pair_behind_a_dash_is_exchanged_there() -> None:
    document, inside, _ = parsed("R:\n- n: 1\n  b: 1\n")
    mapping = inside.items[0]
    splice = yaml_edit.replace_body(document, mapping, parts(mapping)[0], New("|\n  x"), LAYOUT)
    assert document.apply([splice]).text == "R:\n- n: |\n    x\n  b: 1\n"


def test_a_text_does_not_take_in_the_white_space_below() -> None:
    document, inside, there = parsed("R:\n  n: 1\n        \n  b: 1\n")
    with pytest.raises(EditError, match="would become text"):
        yaml_edit.replace_body(document, inside, there[0], New("|\n  x"), LAYOUT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R:\n  n: 1 # x\n", "R:\n  n: 9 # x\n"),
        ("R:\n  n: !Ref a # x\n", "R:\n  n: 9 # x\n"),
        ("R:\n  n: [1,\n    2] # x\n", "R:\n  n: 9 # x\n"),
        ("R:\n  n: a\n    b # x\n", "R:\n  n: 9 # x\n"),
        ("R: {n: 1, b: 1}\n", "R: {n: 9, b: 1}\n"),
    ],
    ids=["scalar", "tagged", "brackets", "wrapped", "in-brackets"],
)
def test_a_value_is_exchanged_before_what_is_behind_it(text: str, expected: str) -> None:
    document, inside, there = parsed(text)
    splice = yaml_edit.replace_value(document, inside, there[0], New(), LAYOUT)
    assert document.apply([splice]).text == expected


@pytest.mark.parametrize(
    ("text", "value", "message"),
    [
        ("R:\n  n: 1 # x\n", "|\n  x", "several lines"),
        ("R:\n  n: | # x\n    1\n", "9", "your comment would be removed"),
        ("R:\n  n: |\n    1\n", "9", "several lines"),
        ("R:\n  n: # x\n    c: 1\n", "9", "several lines"),
        ("R:\n  n: # x\n  b: 1\n", "9", "several lines"),
        ("R:\n  n: [1, # x\n    2]\n", "9", "your comment would be removed"),
    ],
    ids=["to-a-text", "text-with-a-comment", "text", "mapping", "no-value", "comment-inside"],
)
def test_a_value_that_is_not_short_is_not_exchanged(text: str, value: str, message: str) -> None:
    document, inside, there = parsed(text)
    with pytest.raises(EditError, match=message):
        yaml_edit.replace_value(document, inside, there[0], New(value), LAYOUT)


# --- Pairs and items that come and go -----------------------------------------------


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("R:\n  a: 1 # x\n  b: 1\n", 0, "R:\n  a: 1 # x\n  # of n\n  n: 9\n  b: 1\n"),
        ("R:\n  # x\n  a: 1\n", None, "R:\n  # of n\n  n: 9\n  # x\n  a: 1\n"),
        ("R:\n  a: 1\n    # x\n  # y\n", 0, "R:\n  a: 1\n    # x\n  # of n\n  n: 9\n  # y\n"),
        ("R:\n  a: 1", 0, "R:\n  a: 1\n  # of n\n  n: 9"),
        ("R:\n  a: |\n    x", 0, "R:\n  # of n\n  n: 9\n  a: |\n    x"),
        ("R:\n  a: |+\n    x\n\n  b: 1\n", 0, "R:\n  a: |+\n    x\n\n  # of n\n  n: 9\n  b: 1\n"),
        ("R:\r\n  a: 1\r\n", 0, "R:\r\n  a: 1\r\n  # of n\r\n  n: 9\r\n"),
        ("R: {a: 1}\n", 0, 'R: {a: 1, "n": 9}\n'),
        ("R: {a: 1}\n", None, 'R: {"n": 9, a: 1}\n'),
    ],
    ids=[
        "behind", "first", "behind-its-comments", "at-the-end", "behind-a-text-at-the-end",
        "behind-a-kept-text", "crlf", "brackets", "first-in-brackets",
    ],
)  # fmt: skip
def test_a_pair_comes(text: str, after: int | None, expected: str) -> None:
    document, inside, there = parsed(text)
    above = None if after is None else there[after]
    splice = yaml_edit.insert(document, inside, above, New(comment="of n"), LAYOUT)
    assert document.apply([splice]).text == expected


def test_a_pair_comes_behind_a_blank_line_if_told_so() -> None:
    document, inside, there = parsed("R:\n  a: 1\n\n  b: 1\n")
    splice = yaml_edit.insert(document, inside, there[0], New(), LAYOUT, blank=True)
    assert document.apply([splice]).text == "R:\n  a: 1\n\n  n: 9\n\n  b: 1\n"


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("R:\n- a # x\n- b\n", 0, "R:\n- a # x\n- 9\n- b\n"),
        ("R:\n  # x\n  - a\n", None, "R:\n  - 9\n  # x\n  - a\n"),
        ("R:\n- a\n  # x\n# y\n", 0, "R:\n- a\n  # x\n- 9\n# y\n"),
        ("R:\n- |\n  x", 0, "R:\n- 9\n- |\n  x"),
        ("R:\n-\n- b\n", 0, "R:\n-\n- 9\n- b\n"),
        ("R: [a]\n", 0, "R: [a, 9]\n"),
    ],
    ids=["behind", "first", "behind-its-comments", "behind-a-text", "behind-no-value", "brackets"],
)
def test_an_item_comes(text: str, after: int | None, expected: str) -> None:
    document, inside, there = parsed(text)
    above = None if after is None else there[after]
    assert (
        document.apply([yaml_edit.insert(document, inside, above, NewItem(), LAYOUT)]).text
        == expected
    )


def test_what_cannot_come_first_behind_a_dash_comes_second() -> None:
    document, inside, _ = parsed("R:\n- - a\n  - b\n- c: 1\n")
    both = [
        yaml_edit.insert(document, inside.items[0], None, NewItem(), LAYOUT),
        yaml_edit.insert(document, inside.items[1], None, New(), LAYOUT),
    ]
    assert document.apply(both).text == "R:\n- - a\n  - 9\n  - b\n- c: 1\n  n: 9\n"


@pytest.mark.parametrize(
    ("text", "number", "lines", "expected"),
    [
        ("R:\n  a: 1 # x\n  b: 1\n", 0, 0, "R:\n  b: 1\n"),
        ("R:\n  # x\n  # y\n  a: 1\n  b: 1\n", 0, 1, "R:\n  # x\n  b: 1\n"),
        ("R:\n  a: 1\n  b: 1", 1, 0, "R:\n  a: 1"),
        ("R:\n  a: |\n    x\n  b: 1", 1, 0, "R:\n  a: |\n    x\n"),
        ("R:\n  a: |+\n    x\n\n  b: 1\nS: 1\n", 1, 0, "R:\n  a: |+\n    x\n\nS: 1\n"),
        ("R:\r\n  a: 1\r\n  b: 1", 1, 0, "R:\r\n  a: 1"),
        ("R:\n  a: 1\n\n  b: 1\n\nS: 1\n", 1, 0, "R:\n  a: 1\n\nS: 1\n"),
        ("R:\r\n- a\r\n\r\n- b\r\n", 1, 0, "R:\r\n- a\r\n"),
        ("R:\n\n  a: 1\n\n  b: 1\n", 0, 0, "R:\n\n\n  b: 1\n"),
        ("R:\n- a\n# x\n- b\n", 1, 1, "R:\n- a\n"),
        ("R: {a: 1, b: 1}\n", 0, 0, "R: {b: 1}\n"),
        ("R: [a, b]\n", 1, 0, "R: [a]\n"),
    ],
    ids=[
        "line", "comment", "at-the-end", "behind-a-text-at-the-end", "behind-a-kept-text", "crlf",
        "between-blank-lines", "behind-a-blank-line", "first", "item", "brackets",
        "item-in-brackets",
    ],
)  # fmt: skip
def test_a_pair_or_item_goes(text: str, number: int, lines: int, expected: str) -> None:
    document = Document.parse("t", text.encode())
    inside = document.root.items[1]
    pair = parts(inside)[number]
    assert document.apply([yaml_edit.delete(document, inside, pair, lines)]).text == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("R:\n- # x\n  a\n- b\n", "does not follow its dash"),
        ("R:\n  a: |+\n    x\n  b: 1\n\n  c: 1\n", "would become text"),
        ("R:\n  a: |\n    x\n  b: 1\n        \n  c: 1\n", "would become text"),
    ],
    ids=["behind-a-comment", "kept-text-above", "text-above-deep-white-space"],
)
def test_what_cannot_go_alone_stays(text: str, message: str) -> None:
    document, inside, there = parsed(text)
    with pytest.raises(EditError, match=message):
        yaml_edit.delete(document, inside, there[-2], 0)


def test_the_pair_behind_a_dash_does_not_go() -> None:
    document, inside, _ = parsed("R:\n- a: 1\n  b: 1\n")
    mapping = inside.items[0]
    with pytest.raises(EditError, match="does not begin its line"):
        yaml_edit.delete(document, mapping, parts(mapping)[0], 0)


def test_only_brackets_are_filled_anew() -> None:
    document, inside, _ = parsed("R:\n  a: 1\n")
    with pytest.raises(EditError, match="nothing next to it"):
        yaml_edit.refill(document, inside, [New()], LAYOUT)


# --- All together -------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("end", ["", "\n"], ids=["no-final-newline", "final-newline"])
def test_neighbours_change_at_once(newline: str, end: str) -> None:
    text = f"R:\n  # of a\n  a: 1\n  b:\n    c: 1\n    d: 1\n  e: 1\n  f: 1{end}"
    document, inside, (a, b, e, f) = parsed(text.replace("\n", newline))
    _, d = parts(b[1])
    splices = [
        yaml_edit.insert(document, inside, None, New(key="first"), LAYOUT),
        yaml_edit.replace_head(document, a[0], 1, ["# new"]),
        yaml_edit.replace_value(document, inside, a, New(), LAYOUT),
        yaml_edit.delete(document, b[1], d, 0),
        yaml_edit.insert(document, inside, b, New(key="behind"), LAYOUT),
        yaml_edit.replace_head(document, e[0], 0, ["# of e"]),
        yaml_edit.delete(document, inside, f, 0),
        yaml_edit.insert(document, inside, e, New(key="last"), LAYOUT),
    ]
    assert document.apply(splices).text == (
        "R:\n  first: 9\n  # new\n  a: 9\n  b:\n    c: 1\n  behind: 9\n  # of e\n  e: 1\n"
        f"  last: 9{end}"
    ).replace("\n", newline)
