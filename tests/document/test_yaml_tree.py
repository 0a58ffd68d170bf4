"""Parser events to nodes with offsets."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document, NodeKind
from sam_scaffold.errors import ScaffoldError


def text_of(source: str, *path: str) -> str:
    """The text between the offsets of the node at a path."""
    document = Document.parse("t", source.encode())
    node = document.root
    for key in path:
        found = node.find(key)
        assert found is not None
        node = found[1]
    return document.text[node.start : node.end]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a: x # c\nb: 1\n", "x"),
        ("a: 'it''s'\nb: 1\n", "'it''s'"),
        ("a: !Ref X\nb: 1\n", "!Ref X"),
        ("a: &n x\nb: 1\n", "&n x"),
        ("a:\n  k: 1\n\n# c\nb: 1\n", "k: 1"),
        ("a:\n  - 1\n  - k: 2\n\nb: 1\n", "- 1\n  - k: 2"),
        ("a: {k: 1, l: [2]}\nb: 1\n", "{k: 1, l: [2]}"),
        ("a: |\n  x\n\n  y\n\n\nb: 1\n", "|\n  x\n\n  y"),
        ("a: |\n  x\n    \n\nb: 1\n", "|\n  x\n    "),
        ("a: |+\n  x\n\n\nb: 1\n", "|+\n  x\n\n\n"),
        ("a: >-\n  x\n  y\n\nb: 1\n", ">-\n  x\n  y"),
        ("a: |\r\n  x\r\n\r\nb: 1\r\n", "|\r\n  x"),
        ("a: one\n  two\nb: 1\n", "one\n  two"),
        ("a:\nb: 1\n", ""),
        ("é😀: 0\na: x\n", "x"),
    ],
    ids=[
        "plain", "quoted", "tagged", "anchored", "mapping", "sequence", "flow", "literal",
        "literal-with-white-space-line", "kept", "folded", "crlf", "multi-line", "null", "astral",
    ],
)  # fmt: skip
def test_a_node_ends_where_its_last_leaf_ends(source: str, expected: str) -> None:
    assert text_of(source, "a") == expected


def test_an_alias_resolves_to_the_anchor_before_it() -> None:
    document = Document.parse("t", b"a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    nodes = {key.value: value for key, value in document.root.pairs()}
    assert nodes["b"].kind is NodeKind.ALIAS
    assert (nodes["b"].resolved().value, nodes["d"].resolved().value) == ("1", "2")
    assert document.text[nodes["d"].start : nodes["d"].end] == "*x"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a: [1\nb: 2\n", r"^t:2:2: not valid YAML"),
        ("a: 1\n\tb: 2\n", r"^t:2:1: not valid YAML"),
        ("a: *x\n", r"x"),
        ("", "nothing"),
        ("# only a comment\n", "nothing"),
        ("- a\n", "a sequence"),
        ("text\n", "a scalar"),
        ("a: 1\n---\nb: 2\n", "2 documents"),
    ],
    ids=["flow", "tab", "no-anchor", "empty", "comment", "list", "text", "two-documents"],
)
def test_anything_but_one_mapping_is_refused_in_one_line(source: str, message: str) -> None:
    with pytest.raises(ScaffoldError, match=message) as caught:
        Document.parse("t", source.encode())
    assert "\n" not in str(caught.value)
