"""The last-applied copy next to the snippet, in a stable format."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge import last_applied
from sam_scaffold.merge.last_applied import LastApplied
from sam_scaffold.record_files import APPLIED_FILE

SNIPPET = b"Resources:\n  # Why.\n  Queue:\n    Type: AWS::SQS::Queue\n"


def test_format_is_two_comment_lines_and_the_snippet() -> None:
    lines = LastApplied(SNIPPET).encode().splitlines(keepends=True)
    assert [line[:2] for line in lines[:2]] == [b"# ", b"# "]
    assert b"".join(lines[2:]) == SNIPPET


def test_crlf_of_a_snippet_is_taken_over() -> None:
    data = LastApplied(SNIPPET.replace(b"\n", b"\r\n")).encode()
    assert data.count(b"\n") == data.count(b"\r\n") == SNIPPET.count(b"\n") + 2


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / APPLIED_FILE
    assert last_applied.load(path) is None
    path.write_bytes(LastApplied(SNIPPET).encode())
    last = last_applied.load(path)
    assert last == LastApplied(SNIPPET)
    snippet = last.snippet
    assert snippet.name == path.as_posix()
    assert snippet.keys("Resources") == ["Queue"]
    entry = snippet.find("Resources", "Queue")
    assert entry is not None
    assert entry.data == {"Type": "AWS::SQS::Queue"}


def test_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / APPLIED_FILE
    path.write_bytes(b"Resources:\n<<<<<<< ours\n")
    with pytest.raises(ScaffoldError, match=r"applied\.yaml:2.*conflict"):
        last_applied.load(path)
