"""Splices, and the refusal of those that would mean something else."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document, Splice
from sam_scaffold.document.yaml_document import section
from sam_scaffold.errors import ScaffoldError

SCALAR = ("scalar", None, None)


def test_a_splice_that_means_what_it_says_is_applied() -> None:
    document = Document.parse("t", b"a: 1\nb: 2\n")
    splice = Splice(5, 5, "c: 3\n", 3, 3, ((*SCALAR, "c", True), (*SCALAR, "3", True)))
    assert document.apply([splice]).text == "a: 1\nc: 3\nb: 2\n"


@pytest.mark.parametrize(
    "text",
    ["c: 4\n", "  c: 3\n", "c: '3'\n", "c: 3 b\n", "c: [\n", ""],
    ids=["other-value", "swallowed", "other-type", "longer", "broken", "nothing"],
)
def test_a_splice_that_means_anything_else_is_refused(text: str) -> None:
    document = Document.parse("t", b"a: 1\nb: 2\n")
    splice = Splice(5, 5, text, 3, 3, ((*SCALAR, "c", True), (*SCALAR, "3", True)))
    with pytest.raises(ScaffoldError, match="cannot be changed safely"):
        document.apply([splice])


def test_splices_at_one_offset_keep_their_order() -> None:
    document = Document.parse("t", b"a: 1\n")
    first = Splice(5, 5, "b: 2\n", 3, 3, ((*SCALAR, "b", True), (*SCALAR, "2", True)))
    second = Splice(5, 5, "c: 3\n", 3, 3, ((*SCALAR, "c", True), (*SCALAR, "3", True)))
    assert document.apply([first, second]).text == "a: 1\nb: 2\nc: 3\n"


def test_a_position_counts_lines_and_columns_from_one() -> None:
    document = Document.parse("t.yaml", b"a:\n  b: 1\n")
    assert document.position(5) == "t.yaml:2:3"


def test_a_section_that_appears_twice_is_refused() -> None:
    document = Document.parse("t", b"Resources: {}\nResources: {}\n")
    with pytest.raises(ScaffoldError, match=r"^t:2:1: Resources appears twice"):
        section(document, "Resources")


def test_a_section_that_is_an_alias_is_refused() -> None:
    document = Document.parse("t", b"x: &x {a: 1}\nResources: *x\n")
    with pytest.raises(ScaffoldError, match=r"^t:2:12: Resources is an alias"):
        section(document, "Resources")
