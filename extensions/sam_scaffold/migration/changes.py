"""Changes of a migration on disk: moved code, links and edited files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder that moves unchanged.

    Attributes:
        source: Its path from the repository's root, with slashes.
        target: Its new path, likewise; it does not exist yet.
        leaves_link: Whether a relative link to the target takes its place.
    """

    source: str
    target: str
    leaves_link: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A new relative link.

    Attributes:
        path: Its path from the repository's root, with slashes; it does not exist yet.
        target: The file or folder that it leads to, from the repository's root, after all
            moves.
    """

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A file whose content changes, or a new file.

    Attributes:
        path: Its path from the repository's root, after all moves.
        data: Its new bytes.
        before: Its bytes when the edit was planned; None for a new file.
    """

    path: str
    data: bytes
    before: bytes | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of one migration, applied in order: moves, links, edits.

    Attributes:
        moves: Moved files and folders; none is below the source or target of another.
        links: New links.
        edits: Edited and new files.
    """

    moves: tuple[Move, ...] = ()
    links: tuple[Link, ...] = ()
    edits: tuple[Edit, ...] = ()
