"""Merge the files of a component three ways, as copier does.

What the old and the new version of the template render differently is brought into
what stands in the repository; where both changed the same lines, both sides stay, between
git's conflict markers with copier's labels.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..document import Document
from ..errors import ScaffoldError
from ..merge.conflict import Conflict
from ..merge.path_operations import part_at, put
from ..merge.snippet import Snippet
from ..merge.snippet_merge import merge
from ..transaction.staging import Staging

Files = Mapping[str, bytes]
"""Contents by path from the repository's root."""

_LABELS = ("before updating", "last update", "after updating")
"""Copier's own."""

_MARKERS = (f"<<<<<<< {_LABELS[0]}".encode(), f">>>>>>> {_LABELS[2]}".encode())

_MOST_CONFLICTS = 127
"""What git counts; above it is an error."""


@dataclass(frozen=True, slots=True)
class FileConflict:
    """A file that the user and the template changed in different ways.

    Attributes:
        path: The file.
        what: What is to be done about it.
    """

    path: str
    what: str


def merge_files(
    overlay: Staging, old: Files, new: Files, snippet: str
) -> tuple[dict[str, bytes | None], list[FileConflict]]:
    """Return what differs between two renderings, brought into what stands in the repository.

    Args:
        overlay: The repository; a file that the user deleted stays deleted.
        old: What the version rendered that the component has.
        new: What the version renders that it is to get.
        snippet: Path of the component's snippet.

    Returns:
        The files that change, None for one that goes, and what could not be merged.
    """
    changes: dict[str, bytes | None] = {}
    conflicts = []
    for path in sorted({*old, *new}):
        before, after, ours = old.get(path), new.get(path), overlay.read(path)
        mine = None if ours is None else ours.replace(b"\r\n", b"\n")
        if after in (before, mine) or (ours is None and before is not None):
            continue
        if mine in (before, None):
            changes[path] = None if after is None else _as_in(ours, after)
        elif after is None:
            conflicts.append(FileConflict(path, "the template has it no more; edited, it stays"))
        else:
            merged = merged_snippet if path == snippet else merged_text
            changes[path], clean = merged(ours or b"", before or b"", after)
            if not clean:
                conflicts.append(FileConflict(path, "settle what stands between its markers"))
    return changes, conflicts


def merged_snippet(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Three snippets merged by what they mean, with markers around the conflicts alone."""
    try:
        old, new = Snippet.parse("base", base), Snippet.parse("theirs", theirs)
        merged = merge(Document.parse("ours", ours), new, old)
        document = merged.document
        sides = [_with(document, merged.conflicts, one.document).encode() for one in (old, new)]
    except ScaffoldError:  # one of them is no snippet
        return merged_text(ours, base, theirs)
    if not merged.conflicts:
        return document.encode(), True
    data, clean = merged_text(document.encode(), *sides)
    return merged_text(ours, base, theirs) if clean else (data, False)


def _with(document: Document, conflicts: Sequence[Conflict], side: Document) -> Document:
    """Return a snippet with what one side has in the places of conflicts."""
    for conflict in conflicts:
        document = put(document, conflict.path, part_at(side, conflict.path))
    return document


def _as_in(ours: bytes | None, data: bytes) -> bytes:
    """Return a text with the line ends of another; the template's lines end in a line feed."""
    if b"\r\n" not in (ours or b""):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def has_markers(data: bytes) -> bool:
    """Return whether somebody has still to settle what two sides changed in a file."""
    return any(line.rstrip() in _MARKERS for line in data.split(b"\n"))


def merged_text(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Three texts merged line by line, and whether nothing was changed by both sides."""
    base, theirs = _as_in(ours, base), _as_in(ours, theirs)
    with tempfile.TemporaryDirectory(prefix="sam-scaffold-merge-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, data in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(data)
        labels = [word for label in _LABELS for word in ("-L", label)]
        done = subprocess.run(  # noqa: S603 - our own words
            ["git", "merge-file", "-p", "-q", *labels, *map(str, paths)],  # noqa: S607
            capture_output=True,
            check=False,
            cwd=folder,
        )
    if not 0 <= done.returncode <= _MOST_CONFLICTS:  # one of them is no text
        return ours, False
    return done.stdout, done.returncode == 0
