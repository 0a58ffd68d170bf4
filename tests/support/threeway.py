"""Helpers for the tests of the three-way merge."""

from __future__ import annotations

from textwrap import indent

import pytest

from sam_scaffold.document import Document
from sam_scaffold.merge.conflict import Conflict
from sam_scaffold.merge.path_operations import with_open_conflicts
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import Merged, merge

HEAD = "Resources:\n  R:\n"


def template(text: str) -> Document:
    return Document.parse("template.yaml", text.encode())


def snippet(text: str) -> Snippet:
    return Snippet.parse("snippet.yaml", text.encode())


def merged(base: str, ours: str, theirs: str) -> Merged:
    """Merge versions of the content of a resource."""
    base, ours, theirs = (HEAD + indent(text, "    ") for text in (base, ours, theirs))
    return merge(template(ours), snippet(theirs), snippet(base))


def body(result: Merged) -> str:
    lines = result.document.text.removeprefix(HEAD).split("\n")
    return "\n".join(line.removeprefix("    ") for line in lines)


row = pytest.param


def check_again(first: Merged, base: Snippet, theirs: Snippet) -> None:
    """Check that a second merge with the record reports the same and changes nothing."""
    record = Snippet.parse("record", with_open_conflicts(theirs, base, first.conflicts))
    again = merge(first.document, theirs, record)
    assert sorted(map(said, again.conflicts)) == sorted(map(said, first.conflicts))
    assert again.document.text == first.document.text
    assert again.changed == ()


def said(conflict: Conflict) -> tuple[str, ...]:
    return (conflict.name, *conflict.lines(), conflict.why)
