"""A place of a template or snippet: its value, and its replacement."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.conflict import MISSING, Conflict
from sam_scaffold.merge.path_operations import part_at, put, with_open_conflicts
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.sam.model.intrinsics import Data

TEXT = """\
Resources:
  R:
    A: 1
    M:
      B: 2
    L:
      - x
      # of Sid a
      - Sid: a
        V: 3
      - !Ref Q
    E: []
    D: {}
"""


def document(text: str) -> Document:
    return Document.parse("t", text.encode())


def way(path: str) -> tuple[str, ...]:
    return ("Resources", "R", *path.split("/")) if path else ("Resources", "R")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("A", 1),
        ("M", {"B": 2}),
        ("M/B", 2),
        ('L/"x"', "x"),
        ("L/Sid=a", {"Sid": "a", "V": 3}),
        ('L/{"Sid": "a", "V": 3}', {"Sid": "a", "V": 3}),
        ("L/Sid=a/V", 3),
        ('L/{"Ref": "Q"}', {"Ref": "Q"}),
        ("X", None),
        ("A/X", None),
        ("L/Sid=x", None),
        ("X/Y/Z", None),
    ],
)
def test_a_place_is_found_by_its_path(path: str, data: Data) -> None:
    part = part_at(document(TEXT), way(path))
    assert (None if part is None else part.data) == data


NEW = document("Resources:\n  R:\n    M:\n      B: 9\n      C: 8\n    L: [x, {Sid: a, W: 7}, n]\n")


@pytest.mark.parametrize(
    ("path", "source", "before", "after"),
    [
        ("M/B", "M/B", "      B: 2\n", "      B: 9\n"),
        ("M/C", "M/C", "      B: 2\n", "      B: 2\n      C: 8\n"),
        ("M", "M", "      B: 2\n", "      B: 9\n      C: 8\n"),
        ("A", "", "    A: 1\n", ""),
        ("M/B", "", "    M:\n      B: 2\n", ""),
        ('L/"n"', 'L/"n"', "      - !Ref Q\n", "      - !Ref Q\n      - n\n"),
        ('L/"x"', "", "      - x\n", ""),
        ("L/Sid=a/V", "", "\n        V: 3", ""),
        ("L/Sid=a", "", "      # of Sid a\n      - Sid: a\n        V: 3\n", ""),
        ('E/"n"', 'L/"n"', "E: []", 'E: ["n"]'),
        ("D/C", "M/C", "D: {}", 'D: {"C": 8}'),
        ("X", "", "", ""),
        ("X/Y", "", "", ""),
        ("M/X", "", "", ""),
    ],
    ids=[
        "exchanged", "added", "mapping", "taken-out", "last-one-taken-out", "item-added",
        "item-taken-out", "in-an-item", "item-with-its-comment", "into-an-empty-list",
        "into-an-empty-mapping", "nothing-there", "nothing-above", "nothing-beside",
    ],
)  # fmt: skip
def test_something_else_is_put_at_a_place(path: str, source: str, before: str, after: str) -> None:
    part = part_at(NEW, way(source)) if source else None
    assert put(document(TEXT), way(path), part).text == TEXT.replace(before, after, 1)


def test_an_item_gives_its_place_to_one_of_the_same_name() -> None:
    result = put(document(TEXT), way("L/Sid=a"), part_at(NEW, way("L/Sid=a")))
    found = part_at(result, way("L"))
    assert found is not None
    assert found.data == ["x", {"Sid": "a", "W": 7}, {"Ref": "Q"}]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Resources:\n  Q: 1\n", "R", "Resources:\n  Q: 1\n\n  R:\n    A: 1\n"),
        ("Resources:\n  R: 0\n  Q: 1\n", "R", "Resources:\n  R:\n    A: 1\n  Q: 1\n"),
        ("Outputs:\n  O: 1\n", "R", "Outputs:\n  O: 1\n\nResources:\n  R:\n    A: 1\n"),
        ("Resources:\n  Q: 1\n  R: 0\n", "", "Resources:\n  Q: 1\n"),
        ("Resources:\n  R: 0\nOutputs: {}\n", "", "Resources:\nOutputs: {}\n"),
        ("Resources:\n  Q: 1\n", "", "Resources:\n  Q: 1\n"),
    ],
    ids=["added", "exchanged", "section-missing", "taken-out", "last-one", "nothing-there"],
)
def test_an_entry_is_put_into_its_section(text: str, source: str, expected: str) -> None:
    part = part_at(document("Resources:\n  R:\n    A: 1\n"), way("")) if source else None
    assert put(document(text), way(""), part).text == expected


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("Q: 1", "X/Y", r"^t: Resources\.R\.X is missing, so nothing can be added to it"),
        ("A: &a 1\n    B: *a", "A", r"^t:3:8: Resources\.R\.A is anchored and used elsewhere"),
        ("A: &a 1\n    B: *a", "B", r"^t:4:8: Resources\.R\.B is anchored and used elsewhere"),
        ("A: {B: &a 1, C: *a}", "A", r"^t:3:8: Resources\.R\.A is anchored"),
        ("A: &a {B: 1}\n    C: *a", "A/B", r"^t:3:8: Resources\.R\.A is anchored"),
    ],
    ids=["nothing-around", "anchored", "alias", "anchored-inside", "inside-an-anchored-one"],
)
def test_what_cannot_be_put_safely_is_refused(text: str, path: str, message: str) -> None:
    part = part_at(NEW, way("M"))
    with pytest.raises(ScaffoldError, match=message):
        put(document(f"Resources:\n  R:\n    {text}\n"), way(path), part)


def snippet(text: str) -> Snippet:
    return Snippet.parse("s", f"Resources:\n  R:\n{text}".encode())


@pytest.mark.parametrize(
    ("theirs", "base", "paths", "expected"),
    [
        ("    A: 2\n    B: 2\n", "    A: 1\n    B: 1\n", ["A"], "    A: 1\n    B: 2\n"),
        ("    A: 2\n    B: 2\n", "    A: 1\n", ["B"], "    A: 2\n"),
        ("    A: 2\n", "    A: 1\n    B: 1\n", ["B"], "    A: 2\n    B: 1\n"),
        ("    A: {N: 1}\n", "    A: {B: 1}\n", ["A/N", "A/B"], '    A: {"B": 1}\n'),
        ("    A: 2\n    L: [a]\n", "    A: 1\n    L: [b]\n", ["L"], "    A: 2\n    L: [b]\n"),
        (
            "    L:\n    - Sid: n\n      V: 2\n    - Sid: x\n",
            "    L:\n    - Sid: o\n      V: 1\n    - Sid: x\n",
            ["L/Sid=n/V"],
            "    L:\n    - Sid: n\n      V: 1\n    - Sid: x\n",
        ),
    ],
    ids=["changed", "came", "went", "came-and-went", "list", "in-an-item-with-another-name"],
)
def test_what_was_applied_stays_recorded_where_a_conflict_is_open(
    theirs: str, base: str, paths: list[str], expected: str
) -> None:
    conflicts = [Conflict(way(path), MISSING, MISSING, MISSING) for path in paths]
    found = with_open_conflicts(snippet(theirs), snippet(base), conflicts)
    assert found.decode() == f"Resources:\n  R:\n{expected}"
