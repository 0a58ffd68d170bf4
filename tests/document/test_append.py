"""Places of new entries, with blank lines and commas."""

from __future__ import annotations

import pytest
from entries import Line

from sam_scaffold.document import Document
from sam_scaffold.document.append import insertion
from sam_scaffold.errors import ScaffoldError

NEW = Line("new", comment="mine")


def inserted(text: str, *entries: Line) -> str:
    document = Document.parse("t", text.encode())
    return document.apply([insertion(document, "R", entries or (NEW,))]).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("R:\n  a: 1\n", "R:\n  a: 1\n\n  # mine\n  new: 1\n", id="after-the-last"),
        pytest.param(
            "R:\n  a: 1\n  b: 2\n", "R:\n  a: 1\n  b: 2\n  # mine\n  new: 1\n", id="no-blank-lines"
        ),
        pytest.param(
            "R:\n  a: 1\n  # of a\nS: 1\n",
            "R:\n  a: 1\n  # of a\n\n  # mine\n  new: 1\nS: 1\n",
            id="behind-comments-as-deep",
        ),
        pytest.param(
            "R:\n  a: 1\n# of S\nS: 1\n",
            "R:\n  a: 1\n\n  # mine\n  new: 1\n# of S\nS: 1\n",
            id="before-the-next-section's-comment",
        ),
        pytest.param(
            "R:\n    a: 1\n",
            "R:\n    a: 1\n\n    # mine\n    new: 1\n",
            id="column-of-the-first-key",
        ),
        pytest.param(
            "R:\n  a: |+\n    x\n\nS: 1\n",
            "R:\n  a: |+\n    x\n\n  # mine\n  new: 1\nS: 1\n",
            id="blank-line-of-a-kept-scalar",
        ),
        pytest.param(
            "R:\n  a: !X |+ # kept\n    x\nS: 1\n",
            "R:\n  a: !X |+ # kept\n    x\n  # mine\n  new: 1\nS: 1\n",
            id="no-blank-line-added-to-a-kept-scalar",
        ),
        pytest.param(
            "R:\n  a: | # 1+1\n    x\nS: 1\n",
            "R:\n  a: | # 1+1\n    x\n\n  # mine\n  new: 1\nS: 1\n",
            id="clipped-scalar",
        ),
        pytest.param(
            "R:\n  a:\n    b: |+\n      x\n    c: 1\nS: 1\n",
            "R:\n  a:\n    b: |+\n      x\n    c: 1\n\n  # mine\n  new: 1\nS: 1\n",
            id="kept-scalar-further-up",
        ),
        pytest.param(
            "R: &unused\n  a: 1\n", "R: &unused\n  a: 1\n\n  # mine\n  new: 1\n", id="anchored"
        ),
        pytest.param(
            "R:\n  # of a\n  a: 1",
            "R:\n  # mine\n  new: 1\n\n  # of a\n  a: 1",
            id="no-final-newline",
        ),
        pytest.param("R:\n  a: 1\n...\n", "R:\n  a: 1\n\n  # mine\n  new: 1\n...\n", id="dots"),
        pytest.param("R:\r\n  a: 1\r\n", "R:\r\n  a: 1\r\n\r\n  # mine\r\n  new: 1\r\n", id="crlf"),
    ],
)
def test_an_entry_goes_behind_the_last_one(text: str, expected: str) -> None:
    assert inserted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("R:\nS: 1\n", "R:\n  # mine\n  new: 1\nS: 1\n", id="no-value"),
        pytest.param(
            "R: # theirs\n  # inner\nS: 1\n",
            "R: # theirs\n  # inner\n  # mine\n  new: 1\nS: 1\n",
            id="behind-its-comments",
        ),
        pytest.param("S: 1\nR:", "S: 1\nR:\n  # mine\n  new: 1", id="at-the-end-of-the-file"),
        pytest.param("S: 1\n", "S: 1\n\nR:\n  # mine\n  new: 1\n", id="missing"),
        pytest.param("S: 1\n...\n", "S: 1\n\nR:\n  # mine\n  new: 1\n...\n", id="missing-dots"),
        pytest.param("R: {}\n", 'R: {\n  "new": 1\n}\n', id="braces"),
    ],
)
def test_an_empty_or_missing_section_is_made(text: str, expected: str) -> None:
    assert inserted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '{\n  "R": {\n    "a": 1\n  }\n}\n',
            '{\n  "R": {\n    "new": 1,\n    "a": 1\n  }\n}\n',
            id="lines",
        ),
        pytest.param(
            '{\n\t"R": {\n\t\t"a": 1\n\t}\n}\n',
            '{\n\t"R": {\n\t\t"new": 1,\n\t\t"a": 1\n\t}\n}\n',
            id="tabs",
        ),
        pytest.param('{\n  "R": {\n  }\n}\n', '{\n  "R": {\n    "new": 1\n  }\n}\n', id="empty"),
        pytest.param("R: {a: 1}\n", 'R: {\n  "new": 1,a: 1}\n', id="one-line"),
        pytest.param(
            '{\n  "S": 1\n}\n', '{\n  "R": {\n    "new": 1\n  },\n  "S": 1\n}\n', id="missing"
        ),
    ],
)
def test_a_flow_mapping_stays_one(text: str, expected: str) -> None:
    assert inserted(text) == expected


def test_several_entries_are_set_off_like_their_siblings() -> None:
    two = (Line("x"), Line("y"))
    assert inserted("R:\n  a: 1\n\n  b: 1\n", *two).endswith("  b: 1\n\n  x: 1\n\n  y: 1\n")
    assert inserted("R:\n  a: 1\n  b: 1\n", *two).endswith("  b: 1\n  x: 1\n  y: 1\n")
    assert inserted('{"R": {\n  "a": 1}}\n', *two) == '{"R": {\n  "x": 1,\n  "y": 1,\n  "a": 1}}\n'
    assert inserted("R: {a: 1}\n", *two) == 'R: {\n  "x": 1,\n  "y": 1,a: 1}\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("R: [1]\n", r"^t:1:4: R must be a mapping"),
        ("R: ''\n", r"^t:1:4: R must be a mapping"),
        ("R: !X {a: 1}\n", r"^t:1:4: R must be a mapping"),
        ("R: &r {a: 1}\nS: *r\n", r"^t:1:4: R is anchored as &r and used elsewhere"),
        ("S: &r {a: 1}\nR: *r\n", r"^t:2:4: R is an alias"),
        ("R: {a: 1}\nR: {}\n", r"^t:2:1: R appears twice"),
    ],
    ids=["list", "text", "tagged", "anchored", "alias", "twice"],
)
def test_what_is_no_section_of_entries_is_refused(text: str, message: str) -> None:
    with pytest.raises(ScaffoldError, match=message):
        inserted(text)
