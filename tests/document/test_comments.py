"""Comments, and text that only looks like one."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.document.comments import comments_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # x\n", ["# x"]),
        ("# x\na: 1\n# y", ["# x", "# y"]),
        ("a: # x\n  # y\n  b: 1\n", ["# x", "# y"]),
        ("a: 1 # x  \r\n# y\t\r\nb: 1\r\n", ["# x", "# y"]),
        ("a: # x # y\n", ["# x # y"]),
        ("a: b#c\n", []),
        ("a#b: c\n", []),
        ("a: 'b # c'\n", []),
        ('a: "b\n  # c\n  d"\n', []),
        ("a: b\n  c # x\n", ["# x"]),
        ("a: |\n  # b\n  c # d\n# x\n", ["# x"]),
        ("a: | # x\n  # b\n", ["# x"]),
        ("a: !Sub | # x\n  # b\n", ["# x"]),
        ("a: !Sub '# b' # x\n", ["# x"]),
        ("a: [b, # x\n  c] # y\n", ["# x", "# y"]),
        ("a: [ # x\n  'b # c', {d: e} # y\n  ]\n", ["# x", "# y"]),
        ("a: &a b # x\nc: *a # y\n", ["# x", "# y"]),
        ("a:\n- # x\n  b\n-\n  # y\n  c\n", ["# x", "# y"]),
        ("a: # x\n", ["# x"]),
    ],
    ids=[
        "behind", "above-and-below", "inside", "white-space-behind", "in-a-comment", "in-a-text",
        "in-a-key", "in-quotes", "in-wrapped-quotes", "behind-wrapped-text", "in-a-block",
        "behind-a-header", "behind-a-tagged-header", "in-tagged-quotes", "in-brackets",
        "behind-brackets", "behind-anchor-and-alias", "behind-dashes", "no-value",
    ],
)  # fmt: skip
def test_comments_are_told_from_text(text: str, expected: list[str]) -> None:
    document = Document.parse("t", text.encode())
    assert comments_in(document, [document.root], 0, len(document.text)) == expected


def test_only_the_comments_between_two_offsets_are_found() -> None:
    document = Document.parse("t", b"a: 1 # x\nb: 2 # y\nc: 3 # z\n")
    pair = document.root.find("b")
    assert pair is not None
    assert comments_in(document, pair, pair[0].start, document.line_end(pair[1].end)) == ["# y"]
