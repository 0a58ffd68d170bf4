"""Indentation and blank lines, by majority."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.document.layout import TextLayout, blank_between, layout_of


@pytest.mark.parametrize(
    ("source", "layout"),
    [
        ("a: 1\n", TextLayout(2, 2)),
        ("a:\n    b: 1\n    c:\n        d: 1\n", TextLayout(4, 2)),
        ("a:\n- 1\nb:\n- 2\nc:\n  - 3\n", TextLayout(2, 0)),
        ("a: !If\n    - 1\n    - 2\n", TextLayout(2, 4)),
        ("a:\n  - b:\n      c: 1\n", TextLayout(2, 2)),
        ('{\n    "a": {\n        "b": 1\n    }\n}\n', TextLayout(4, 2)),
    ],
    ids=["standard", "four", "at-the-key", "tagged", "in-a-list", "json"],
)
def test_the_layout_is_the_majority(source: str, layout: TextLayout) -> None:
    assert layout_of(Document.parse("t", source.encode())) == layout


@pytest.mark.parametrize(
    ("source", "blank"),
    [
        ("R:\n  a: 1\n\n  b: 2\n", True),
        ("R:\n  a: 1\n  b: 2\n", False),
        ("R:\n  a: 1\n\n  b: 2\n  c: 3\n", True),
        ("R:\n  a: 1\n\n  b: 2\n  c: 3\n  d: 4\n", False),
        ("R:\n  a: 1\nO:\n  a: 1\n  b: 2\n", False),
        ("R:\n  a: 1\n", True),
    ],
    ids=["blank", "none", "half", "minority", "as-the-others", "nothing-to-go-by"],
)
def test_entries_are_set_off_like_their_siblings(source: str, *, blank: bool) -> None:
    document = Document.parse("t", source.encode())
    found = document.root.find("R")
    assert found is not None
    assert blank_between(document, found[1]) is blank
