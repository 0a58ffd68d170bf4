"""Files of a component are merged three ways, line by line; its snippet by what it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.lifecycle.file_merge import Files, merge_files, merged_snippet, merged_text
from sam_scaffold.transaction.staging import Staging

A, B, C = b"1\n2\n3\n4\n5\n", b"1\n2\n3\n4\nFIVE\n", b"ONE\n2\n3\n4\n5\n"
BOTH = b"ONE\n2\n3\n4\nFIVE\n"
CHANGES = dict[str, bytes | None]


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def files(data: bytes | None) -> Files:
    return {} if data is None else {"file": data}


def overlay(root: Path, ours: bytes | None) -> Staging:
    for name in ("repository", "stage"):
        (root / name).mkdir()
    if ours is not None:
        (root / "repository/file").write_bytes(ours)
    return Staging(root / "repository", root / "stage")


MERGES: dict[str, tuple[bytes | None, bytes | None, bytes | None, CHANGES]] = {
    "nothing-new": (C, A, A, {}),
    "not-edited": (A, A, B, {"file": B}),
    "edited-elsewhere": (C, A, B, {"file": BOTH}),
    "edited-the-same-way": (B, A, B, {}),
    "new": (None, None, B, {"file": B}),
    "new-and-there-already": (B, None, B, {}),
    "gone": (A, A, None, {"file": None}),
    "gone-for-both": (None, A, None, {}),
    "deleted-by-the-user": (None, A, B, {}),
    "other-line-ends": (crlf(A), A, B, {"file": crlf(B)}),
    "other-line-ends-and-edited": (crlf(C), A, B, {"file": crlf(BOTH)}),
    "other-line-ends-and-gone": (crlf(A), A, None, {"file": None}),
    "other-line-ends-and-nothing-new": (crlf(B), A, B, {}),
}


@pytest.mark.parametrize(("ours", "old", "new", "expected"), MERGES.values(), ids=MERGES.keys())
def test_file_is_merged(
    ours: bytes | None, old: bytes | None, new: bytes | None, expected: CHANGES, tmp_path: Path
) -> None:
    found = merge_files(overlay(tmp_path, ours), files(old), files(new), "resource.yaml")
    assert found == (expected, [])


MARKERS = "resolve the conflict between its markers"
OURS = A.replace(b"5", b"OURS")
MARKED = (
    b"1\n2\n3\n4\n<<<<<<< before updating\nOURS\n=======\nFIVE\n>>>>>>> after updating\n"
)  # fmt: skip
CONFLICTS: dict[str, tuple[bytes, bytes | None, bytes | None, CHANGES, str]] = {
    "both-changed": (OURS, A, B, {"file": MARKED}, MARKERS),
    "both-new": (
        b"ours\n", None, b"theirs\n",
        {"file": MARKED[8:].replace(b"OURS", b"ours").replace(b"FIVE", b"theirs")}, MARKERS,
    ),
    "edited-and-gone": (OURS, A, None, {}, "the template has it no more; edited, it stays"),
    "no-text": (b"\0\1", A, B, {"file": b"\0\1"}, MARKERS),
}  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "old", "new", "expected", "what"), CONFLICTS.values(), ids=CONFLICTS.keys()
)
def test_conflict_leaves_ours(
    ours: bytes,
    old: bytes | None,
    new: bytes | None,
    expected: CHANGES,
    what: str,
    tmp_path: Path,
) -> None:
    changes, conflicts = merge_files(overlay(tmp_path, ours), files(old), files(new), "x")
    assert changes == expected
    assert [(conflict.path, conflict.what) for conflict in conflicts] == [("file", what)]


def test_line_ends_of_markers_are_git_s() -> None:
    data, clean = merged_text(crlf(OURS), A, B)
    assert not clean
    assert data.replace(b"\r\n", b"\n") == MARKED


SNIPPET = b"""\
Resources:
  # Why.
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 30
      MemorySize: 256

  Alarm:
    Type: AWS::CloudWatch::Alarm
"""
NEWER = SNIPPET.replace(b"256", b"512").replace(b"Why.", b"Why now.")


def test_snippet_is_merged_by_what_it_means() -> None:
    """Line by line it would be a conflict: the changed lines are neighbours."""
    ours = SNIPPET.replace(b"Timeout: 30\n", b"Timeout: 60  # slow\n")
    expected = NEWER.replace(b"Timeout: 30\n", b"Timeout: 60  # slow\n")
    assert merged_text(ours, SNIPPET, NEWER)[1] is False
    assert merged_snippet(ours, SNIPPET, NEWER) == (expected, True)
    assert merged_snippet(crlf(ours), SNIPPET, NEWER) == (crlf(expected), True)


def test_markers_of_a_snippet_stand_around_the_conflicts_alone() -> None:
    ours = SNIPPET.replace(b"256", b"1024").replace(b"\n  Alarm", b"\n  # Ours.\n  Alarm")
    data, clean = merged_snippet(ours, SNIPPET, NEWER)
    assert not clean
    assert data == (
        ours.replace(b"Why.", b"Why now.").replace(
            b"      MemorySize: 1024\n",
            b"<<<<<<< before updating\n      MemorySize: 1024\n=======\n      MemorySize: 512\n"
            b">>>>>>> after updating\n",
        )
    )


def test_resource_that_both_changed_goes_between_markers() -> None:
    ours = SNIPPET.replace(b"::Alarm\n", b"::Alarm\n    DeletionPolicy: Retain\n")
    theirs = SNIPPET.partition(b"\n  Alarm:")[0]
    data, clean = merged_snippet(ours, SNIPPET, theirs)
    assert not clean
    head, _, rest = data.partition(b"<<<<<<< before updating\n")
    assert head.strip() == theirs.strip()
    assert b"    DeletionPolicy: Retain\n=======\n>>>>>>> after updating\n" in rest


@pytest.mark.parametrize("broken", [b"Resources: [\n", MARKED, b""])
def test_broken_snippet_is_merged_line_by_line(broken: bytes) -> None:
    assert merged_snippet(broken, SNIPPET, NEWER) == merged_text(broken, SNIPPET, NEWER)
