"""What a migration changes on disk: moved code, links, and edited files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """A file or a whole folder that goes elsewhere, as it is.

    Attributes:
        source: Where it is, from the repository's root, with slashes.
        target: Where it goes, likewise; nothing is there yet.
        leaves_link: Whether a relative link to the target takes its place.
    """

    source: str
    target: str
    leaves_link: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A new relative link.

    Attributes:
        path: Where it lies, from the repository's root, with slashes; nothing is there yet.
        target: The file or folder that it leads to, from the repository's root, where that
            lies once everything was moved.
    """

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A file of text that says something else afterwards.

    Attributes:
        path: Where it lies once everything was moved, from the repository's root.
        data: Its bytes afterwards.
        before: Its bytes when that was planned; None for a new file.
    """

    path: str
    data: bytes
    before: bytes | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one migration changes: moves first, then links, then edits.

    Attributes:
        moves: What goes elsewhere; no move is below another one's source or target.
        links: What is linked.
        edits: Files that are there, or new ones.
    """

    moves: tuple[Move, ...] = ()
    links: tuple[Link, ...] = ()
    edits: tuple[Edit, ...] = ()
