"""The identity of items of a list."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document, Node
from sam_scaffold.merge.list_identity import Items, renamed_item
from sam_scaffold.merge.sam_meaning import SAM


def sequence(text: str) -> Node:
    found = Document.parse("t", f"L: {text}\n".encode()).root.find("L")
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("ours", "base", "theirs"),
    [
        ("[{Sid: a}]", "[{Sid: b}]", "[{Sid: c}, {Sid: d}]"),
        ("[{Sid: a, Name: x}]", "[{Name: x}]", "[{Name: x}]"),
        ("[{Id: 1}]", "[{Id: '1'}]", "[{Id: 1}]"),
    ],
    ids=["sid", "the-name-that-all-have", "number"],
)
def test_items_have_names_if_all_have_the_same_kind_of_name(
    ours: str, base: str, theirs: str
) -> None:
    assert Items.named(SAM, *map(sequence, (ours, base, theirs))) is not None


@pytest.mark.parametrize(
    "odd",
    [
        "[]",
        "[{Sid: a}, {Sid: a}]",
        "[{Sid: a}, {Effect: Allow}]",
        "[{Sid: a}, b]",
        "[{Sid: !Ref A}]",
        "[{Sid: [a]}]",
        "[{Sid: ''}, {Sid: ''}]",
        "[!If {Sid: a}]",
        "[&a {Sid: a}]",
        "[{Other: a}]",
    ],
    ids=[
        "empty", "twice", "one-without", "one-scalar", "function", "list", "no-name", "tagged",
        "anchored", "other-key",
    ],
)  # fmt: skip
@pytest.mark.parametrize("side", [0, 1, 2], ids=["ours", "base", "theirs"])
def test_items_have_no_names_if_one_has_none(odd: str, side: int) -> None:
    sides = ["[{Sid: a}]"] * 3
    sides[side] = odd
    assert Items.named(SAM, *map(sequence, sides)) is None


def test_an_item_is_called_as_its_name_says() -> None:
    items = Items.named(SAM, *map(sequence, ("[{Sid: a}]", "[{Sid: a}, {Sid: b}]", "[{Sid: a}]")))
    assert items is not None
    assert [list(side) for side in (items.ours, items.base, items.theirs)] == [
        ["Sid=a"], ["Sid=a", "Sid=b"], ["Sid=a"],
    ]  # fmt: skip


def test_distinct_items_are_told_apart_by_what_they_mean() -> None:
    sides = ("[!Ref A, {b: 1, a: 2}]", "[{Ref: A}, {a: 2, b: 1}]", "[1, '1', true]")
    items = Items.distinct(SAM, *map(sequence, sides))
    assert items is not None
    assert items.ours.keys() == items.base.keys()
    assert list(items.theirs) == ["1", '"1"', "true"]


@pytest.mark.parametrize("side", [0, 1, 2], ids=["ours", "base", "theirs"])
def test_items_of_which_one_stands_twice_are_not_told_apart(side: int) -> None:
    sides = ["[a, b]"] * 3
    sides[side] = "[{Ref: A}, !Ref A]"
    assert Items.distinct(SAM, *map(sequence, sides)) is None


@pytest.mark.parametrize(
    ("ours", "base", "theirs", "rivals"),
    [
        ("[u]", "[a]", "[n]", True),
        ("[u, b]", "[a, b]", "[n, b]", True),
        ("[n]", "[a]", "[n]", False),
        ("[a, u]", "[a]", "[n]", False),
        ("[]", "[a]", "[n]", False),
        ("[u]", "[a]", "[]", False),
        ("[u]", "[]", "[n]", False),
    ],
    ids=["all", "one", "alike", "ours-added", "ours-deleted", "theirs-deleted", "both-added"],
)
def test_sides_that_replaced_the_same_item_are_rivals(
    ours: str, base: str, theirs: str, *, rivals: bool
) -> None:
    items = Items.distinct(SAM, *map(sequence, (ours, base, theirs)))
    assert items is not None
    assert items.are_rivals() == rivals


@pytest.mark.parametrize(
    ("base", "theirs", "renamed"),
    [
        (["a", "b"], ["b", "c"], {"a": "c"}),
        (["a"], ["a"], {}),
        (["a"], ["a", "b"], {}),
        (["a", "b"], ["a"], {}),
        (["a", "b"], ["c", "d"], {}),
        (["a"], ["b", "c"], {}),
    ],
    ids=["one", "none", "one-more", "one-less", "two", "one-and-one-more"],
)
def test_one_item_with_another_name_is_the_same_item(
    base: list[str], theirs: list[str], renamed: dict[str, str]
) -> None:
    assert renamed_item(base, theirs) == renamed


def test_no_item_is_renamed_where_ours_has_the_other() -> None:
    items = Items.named(SAM, *map(sequence, ("[{Sid: a}, {Sid: b}]", "[{Sid: a}]", "[{Sid: b}]")))
    assert items is not None
    assert items.renamed == {}
    assert list(items.theirs) == ["Sid=b"]


@pytest.mark.parametrize(
    ("theirs", "left"), [("[{Sid: b}]", []), ("[{Sid: b, V: 1}]", ["Sid=b"])], ids=["name", "more"]
)
def test_an_item_that_ours_has_not_only_got_another_name(theirs: str, left: list[str]) -> None:
    items = Items.named(SAM, *map(sequence, ("[{Sid: x}]", "[{Sid: a}]", theirs)))
    assert items is not None
    assert items.renamed == {}
    assert list(items.theirs) == left
