"""Removal, which reverts an insertion exactly."""

from __future__ import annotations

from itertools import permutations

import pytest
from entries import Line

from sam_scaffold.document import Document
from sam_scaffold.document.append import insertion
from sam_scaffold.document.withdraw import removed
from sam_scaffold.errors import ScaffoldError

NEW = Line("new", comment="mine")
PAIR = (NEW, Line("more"))


def without(text: str, *entries: Line, keep_section: bool = False) -> str:
    document = Document.parse("t", text.encode())
    return removed(document, "R", entries or (NEW,), keep_section=keep_section).text


@pytest.mark.parametrize("entries", [(NEW,), PAIR], ids=["one", "two"])
@pytest.mark.parametrize(
    "text",
    [
        "R:\n  a: 1\n",
        "R:\n  a: 1\n  b: 2\n",
        "R:\n  a: 1\n\n  b: 2\n\n\nS: 1\n",
        "R:\n  a: 1\n  # of a\n# of S\nS: 1\n",
        "R:\n  # of a\n  a: 1",
        "R:\n  a: |+\n    x\n\n\nS: 1\n",
        "R:\nS: 1\n",
        "S: 1\nR:",
        "S: 1\n",
        "R:\r\n  a: 1\r\n",
        "R: {}\n",
        "R: {a: 1}\n",
        '{\n  "R": {\n    "a": 1\n  }\n}\n',
    ],
    ids=[
        "block", "dense", "blank-lines", "comments", "no-final-newline", "kept-scalar", "no-value",
        "no-value-at-the-end", "missing", "crlf", "braces", "one-line", "json",
    ],
)  # fmt: skip
def test_removing_is_the_inverse_of_inserting(text: str, entries: tuple[Line, ...]) -> None:
    document = Document.parse("t", text.encode())
    inserted = document.apply([insertion(document, "R", entries)])
    # A key without a value reads like one that came with the entry: the caller says which.
    kept = "R:" in text
    assert inserted.text != text
    assert removed(inserted, "R", entries, keep_section=kept).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "R:\n  a: 1\n\n  # theirs now\n  new: 1\n\n  b: 2\n",
            "R:\n  a: 1\n\n  b: 2\n",
            id="another-comment",
        ),
        pytest.param(
            "R:\n  new: 1\n  a: 1\n# of S\nS: 1\n", "R:\n  a: 1\n# of S\nS: 1\n", id="moved-up"
        ),
        pytest.param(
            "R:\n  # of the section\n\n  # mine\n  new: 1\n",
            "R:\n  # of the section\n",
            id="comment-of-the-section",
        ),
        pytest.param("R: {a: 1, new: 1}\n", "R: {a: 1}\n", id="one-line-last"),
    ],
)
def test_what_changed_since_is_removed_with_its_own_comment(text: str, expected: str) -> None:
    assert without(text) == expected


@pytest.mark.parametrize("text", ["S: 1\n", "R:\nS: 1\n", "R:\n  a: 1\n", "R: [new]\n"])
def test_what_is_not_there_is_passed_over(text: str) -> None:
    assert without(text) == text


@pytest.mark.parametrize(
    ("keep_section", "expected"),
    [(True, "S: 1\n\nR:\n"), (False, "S: 1\n")],
    ids=["kept", "gone"],
)
def test_an_emptied_section_keeps_its_key_if_told_so(expected: str, *, keep_section: bool) -> None:
    text = "S: 1\n\nR:\n  # mine\n  new: 1\n"
    assert without(text, keep_section=keep_section) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("R:\n  new: 1\n  new: 1\n", r"^t:3:3: R\.new appears twice"),
        ("R:\n  new: &x 1\n  b: *x\n", r"^t:2:3: R\.new defines the anchor &x"),
    ],
    ids=["twice", "anchor"],
)
def test_what_cannot_be_removed_is_refused(text: str, message: str) -> None:
    with pytest.raises(ScaffoldError, match=message):
        without(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "R:\n  # mine\n  new: 1\n  a: 1\n  more: 1\n  b: 1\n",
            "R:\n  a: 1\n  b: 1\n",
            id="an-entry-between",
        ),
        pytest.param(
            "R:\n  # mine\n  new: 1\n\n  # nobody's\n\n  more: 1\nS: 1\n",
            "R:\n  # nobody's\n\nS: 1\n",
            id="a-comment-between",
        ),
    ],
)
def test_entries_that_stand_apart_are_all_removed(text: str, expected: str) -> None:
    assert without(text, *PAIR) == expected


@pytest.mark.parametrize(
    "text",
    [
        "R: {{{}}}\n",
        '{{"R": {{{}}}}}\n',
        '{{\n  "R": {{\n    {}\n  }}\n}}\n',
    ],
    ids=["braces", "json", "lines"],
)
@pytest.mark.parametrize(
    ("there", "left"),
    [
        ("new,a,more", "a"),
        ("a,new,b,more", "a,b"),
        ("new,a,more,b", "a,b"),
        ("new,more,a", "a"),
        ("a,new,more,b", "a,b"),
        ("new,a,b,more,c", "a,b,c"),
        ("more,a,new", "a"),
    ],
)
def test_nothing_between_entries_in_braces_goes_with_them(text: str, there: str, left: str) -> None:
    def written(keys: str) -> str:
        comma = ",\n    " if text.count("\n") > 1 else ", "
        return text.format(comma.join(f'"{key}": 1' for key in keys.split(",")))

    found = without(written(there), *PAIR)
    assert found.replace(" ", "") == written(left).replace(" ", "")


def test_an_anchor_that_only_removed_entries_use_goes_with_them() -> None:
    text = "R:\n  a: 1\n  new: &x 1\n  more: *x\n"
    assert without(text, *PAIR) == "R:\n  a: 1\n"


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "    \n", "\n    \n", "  \n  \n"])
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_what_was_inserted_one_by_one_goes_in_any_order(end: str, order: tuple[int, ...]) -> None:
    """A line of spaces is the user's, and stays."""
    assert in_any_order(f"R:\n  a:\n    b: 1\n{end}", order)


LAYOUTS = {
    "dense": "R:\n  a: 1\n  b: 1\n",
    "set-off": "R:\n  a: 1\n\n  b: 1\n",
    "one-entry": "R:\n  a: 1\n",
    "blank-below-the-key": "P:\n  a: 1\n  b: 1\n\nR:\n\n  a: 1\n",
    "dense-but-for-the-last": "R:\n  a: 1\n  b: 1\n  c: 1\n  d: 1\n\n  e: 1\n",
    "set-off-but-for-the-last": "R:\n  a: 1\n\n  b: 1\n\n  c: 1\n  d: 1\n",
    "dense-above-a-section": "R:\n  a: 1\n  b: 1\n\nS:\n  a: 1\n",
    "set-off-above-a-section": "R:\n  a: 1\n\n  b: 1\n\nS:\n  a: 1\n",
    "comments": "R:\n  # of a\n  a: 1\n\n  # of b\n  b: 1\n",
    "no-value": "R:\n",
    "no-value-at-the-end": "S: 1\nR:\n",
    "missing": "P:\n  a: 1\n\nS:\n  a: 1\n",
    "missing-and-dense": "P:\n  a: 1\nS:\n  a: 1\n  b: 1\n",
    "missing-below-one": "S: 1\n",
    "missing-among-comments": "# of P\nP:\n  a: 1\n\n# of S\nS:\n  # of a\n  a: 1\n",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("final", [True, False], ids=["final-newline", "no-final-newline"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_comes_back_in_any_order(layout: str, newline: str, *, final: bool) -> None:
    text = LAYOUTS[layout] if final else LAYOUTS[layout].rstrip("\n")
    for order in permutations(range(3)):
        assert after_all(text.replace("\n", newline), order) == text.replace("\n", newline), order


def in_any_order(text: str, order: tuple[int, ...]) -> bool:
    """Return whether a text is the same after three insertions, and their removals in an order."""
    return after_all(text, order) == text


def after_all(text: str, order: tuple[int, ...]) -> str:
    """A text after three insertions, and their removals in an order."""
    groups = ((NEW,), PAIR[1:], (Line("last", comment="mine"), Line("least")))
    document = Document.parse("t", text.encode())
    for entries in groups:
        document = document.apply([insertion(document, "R", entries)])
    kept = "R:" in text  # else it came with the entries
    for number in order:
        document = removed(document, "R", groups[number], keep_section=kept)
    return document.text
