"""A block in the indentation of another file."""

from __future__ import annotations

from textwrap import dedent

import pytest

from sam_scaffold.document import Document
from sam_scaffold.document.layout import TextLayout
from sam_scaffold.document.reindent import reindent

SOURCE = dedent(
    """\
    # above
    Key:
      # inside
      List:
        - !Ref A
        # between
        - Name: x
          Value: y
        - - 1
          - 2
      Text: |
        one

          two
      Long: "a
        b"
      Flow: [1,
        2]
    """
)


def reindented(column: int, layout: TextLayout) -> str:
    document = Document.parse("t", SOURCE.encode())
    ((key, value),) = document.root.pairs()
    return "\n".join(reindent(document, key, value, column, layout).lines) + "\n"


def test_the_same_layout_changes_nothing() -> None:
    assert reindented(0, TextLayout(2, 2)) == SOURCE


def test_every_line_moves_with_what_it_belongs_to() -> None:
    assert reindented(2, TextLayout(4, 0)) == (
        "  # above\n"
        "  Key:\n"
        "      # inside\n"
        "      List:\n"
        "      - !Ref A\n"
        "      # between\n"
        "      - Name: x\n"
        "        Value: y\n"
        "      - - 1\n"
        "        - 2\n"
        "      Text: |\n"
        "        one\n"
        "\n"
        "          two\n"
        '      Long: "a\n'
        '        b"\n'
        "      Flow: [1,\n"
        "        2]\n"
    )


@pytest.mark.parametrize("column", [0, 1, 2, 8])
@pytest.mark.parametrize("mapping", [1, 2, 4, 8])
@pytest.mark.parametrize("sequence", [0, 1, 2, 4])
def test_the_meaning_stays_in_every_layout(column: int, mapping: int, sequence: int) -> None:
    before = Document.parse("t", SOURCE.encode()).signatures
    text = reindented(column, TextLayout(mapping, sequence))
    parent = "" if column == 0 else "Parent:\n"
    after = Document.parse("t", (parent + text).encode()).signatures
    assert after == before if column == 0 else after[2:-1] == before


def test_a_comment_that_is_not_aligned_with_the_key_is_not_its_own() -> None:
    document = Document.parse("t", b"a:\n    # of nobody\n  # of b\n  b: 1\n")
    value = next(iter(document.root.pairs()))[1]
    ((key, below),) = value.pairs()
    assert reindent(document, key, below, 0, TextLayout()).lines == ("# of b", "b: 1")
