"""Record of a component's snippet as it was last merged.

A component keeps the desired snippet (``resource.yaml``) and, among its records, a copy as last
applied, as ``kubectl apply`` keeps its last configuration. The copy is the base of the next
merge: where the SAM template differs from it, the user edited it. It is written by the merge and
never by copier, and belongs in git.

The format is two comment lines, a comment line for each other fact about the template, and the
snippet, in which the place of an open conflict has the value applied before. It is a partial SAM
template like the snippet, so that a later version reads it with the same parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..record_files import APPLIED_FILE
from .snippet import Snippet

_HEADER = (
    "# The component's resource.yaml as it was last merged into the SAM template.\n"
    "# Written by sam-scaffold, the base of the next merge: commit it, do not edit it.\n"
)
_RENAMED = re.compile(r"# In the template, Resources\.(\w+) is called (\w+)\.$", re.MULTILINE)
_ADOPTED = re.compile(r"# Adopted as it stood: (\S+) (\w+)$", re.MULTILINE)
_OPENED = re.compile(r"# The template had no section (\w+) before\.$", re.MULTILINE)
_NOTES = (_RENAMED, _ADOPTED, _OPENED)


@dataclass(frozen=True)
class LastApplied:
    """A snippet as it was last applied, with facts about the template.

    Attributes:
        data: The snippet's bytes.
        renamed: Logical ids that the user changed in the template, by those of the snippet.
        adopted: Digests of entries that were written by hand, by path.
        opened: Sections that the template did not have before.
        name: The file's name in messages.
    """

    data: bytes
    renamed: Mapping[str, str] = field(default_factory=dict)
    adopted: Mapping[str, str] = field(default_factory=dict)
    opened: tuple[str, ...] = ()
    name: str = field(default=APPLIED_FILE, compare=False)

    @classmethod
    def parse(cls, data: bytes, name: str = APPLIED_FILE) -> LastApplied:
        """Parse the bytes of a last-applied file."""
        lines = data.splitlines(keepends=True)
        top = _HEADER.count("\n")
        while top < len(lines) and any(
            note.match(lines[top].decode("utf-8", "replace")) for note in _NOTES
        ):
            top += 1
        notes = b"".join(lines[:top]).decode().replace("\r\n", "\n")
        return cls(
            b"".join(lines[top:]),
            dict(_RENAMED.findall(notes)),
            dict(_ADOPTED.findall(notes)),
            tuple(_OPENED.findall(notes)),
            name,
        )

    def encode(self) -> bytes:
        """Return the bytes of the last-applied file."""
        notes = [
            f"# In the template, Resources.{a} is called {b}.\n" for a, b in self.renamed.items()
        ]
        notes += [
            f"# Adopted as it stood: {path} {found}\n" for path, found in self.adopted.items()
        ]
        notes += [f"# The template had no section {name} before.\n" for name in self.opened]
        newline = "\r\n" if b"\r\n" in self.data else "\n"
        return (_HEADER + "".join(notes)).replace("\n", newline).encode() + self.data

    @property
    def snippet(self) -> Snippet:
        """The snippet in its own names.

        Raises:
            ScaffoldError: The file is no longer a snippet.
        """
        return Snippet.parse(self.name, self.data)


def load(path: Path) -> LastApplied | None:
    """Read a last-applied file, None if there is none.

    Raises:
        ScaffoldError: The file is no longer a snippet.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    Snippet.parse(path.as_posix(), data)
    return LastApplied.parse(data, path.as_posix())
