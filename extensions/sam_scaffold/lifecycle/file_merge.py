"""Merge the files of a component three ways, as copier does.

The differences between the renderings of the old and the new version of the template are
merged into the files of the repository. If both changed the same lines, both sides are kept,
between git's conflict markers with copier's labels.
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
    """Merge the differences between two renderings into the files of the repository.

    Args:
        overlay: The repository; a file that the user deleted stays deleted.
        old: The rendering of the component's version.
        new: The rendering of the new version.
        snippet: Path of the component's snippet.

    Returns:
        The changed files, None for a removed one, and the conflicts.
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
                conflicts.append(FileConflict(path, "resolve the conflict between its markers"))
    return changes, conflicts


def merged_snippet(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Merge three snippets by structure, with markers only around the conflicts."""
    try:
        old, new = Snippet.parse("base", base), Snippet.parse("theirs", theirs)
        merged = merge(Document.parse("ours", ours), new, old)
        document = merged.document
        sides = [_with(document, merged.conflicts, side.document).encode() for side in (old, new)]
    except ScaffoldError:  # one of them is not a snippet
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
    """Return whether a file has unresolved conflicts."""
    return any(line.rstrip() in _MARKERS for line in data.split(b"\n"))


def merged_text(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Merge three texts by lines; return the result, and whether there is no conflict."""
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
    if not 0 <= done.returncode <= _MOST_CONFLICTS:  # one of them is binary
        return ours, False
    return done.stdout, done.returncode == 0
