"""What a component's snippet was when it was last merged.

A component keeps the snippet as desired (``resource.yaml``) and a copy as last
applied beside it, as ``kubectl apply`` remembers its last configuration. The copy is
the base of every later merge: what differs from it in the SAM template is the
user's edit. It is written by the merge and never by copier, and it belongs into git.

The format: two comment lines, then the snippet byte for byte. It is a partial SAM
template like the snippet, so a later version reads it with the same parser.
"""

from __future__ import annotations

from pathlib import Path

from .snippet import Snippet

SNIPPET_FILE = "resource.yaml"
APPLIED_FILE = ".resource.applied.yaml"

_HEADER = (
    "# The snippet beside this file as it was last merged into the SAM template.\n"
    "# Written by sam-scaffold, the base of the next merge: commit it, do not edit it.\n"
)


def load(path: Path) -> Snippet | None:
    """The last-applied snippet, None if nothing was applied yet.

    Raises:
        ScaffoldError: The file is no snippet any more.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return Snippet.parse(path.as_posix(), data)


def content(snippet: bytes) -> bytes:
    """The bytes of the last-applied copy of a snippet's bytes."""
    newline = "\r\n" if b"\r\n" in snippet else "\n"
    return _HEADER.replace("\n", newline).encode() + snippet
