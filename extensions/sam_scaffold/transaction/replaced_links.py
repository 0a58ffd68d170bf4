"""Links that replace folders in one commit, and folders that replace links.

A path below one of these is not where it is on disk now.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import ScaffoldError
from .file_change import FileState, is_folder, name_of

Change = bytes | FileState | None
CACHE = "__pycache__"
"""Folder of compiled Python modules, which Python writes again at any time."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Links that a commit creates or deletes.

    Attributes:
        states: The state afterwards, by path.
    """

    states: Mapping[Path, FileState | None]

    @classmethod
    def of(cls, changes: Mapping[Path, Change]) -> Ends:
        """Find them among some changes; none if all of these are bytes or deletions."""
        found: dict[Path, FileState | None] = {}
        if any(isinstance(data, FileState) for data in changes.values()):
            for path, data in changes.items():
                place = _own(path)
                comes = isinstance(data, FileState) and data.is_link
                if not isinstance(data, bytes) and (comes or place.is_symlink()):
                    found[place] = data
        return cls(found)

    def place(self, path: Path, data: Change) -> Path:
        """Return the path on disk that a change affects.

        A path below a new link is in the link's target, unless it is deleted: then it was in the
        folder before. A path below a deleted link is in the folder that replaces the link.

        Args:
            path: The path, as the caller has it.
            data: Its state afterwards.

        Raises:
            ScaffoldError: Links of the commit form a cycle.
        """
        for _ in range(_MOST_LINKS):
            above = self._above(path)
            if above is None:
                return _own(path)
            place, rest = above
            state = self.states[place]
            if data is None or state is None or not state.is_link:
                return place / rest
            path = Path(os.path.normpath(place.parent / state.target), rest)
        raise ScaffoldError(f"{path} leads through a cycle of links; name the file itself.")

    def _above(self, path: Path) -> tuple[Path, Path] | None:
        """Return the topmost of them that a path leads through, and the rest of the path."""
        if self.states:
            absolute = Path.cwd() / path
            for folder in reversed(absolute.parents):
                if (place := _own(folder)) in self.states:
                    return place, absolute.relative_to(folder)
        return None


_MOST_LINKS = 40


def _own(path: Path) -> Path:
    return Path(os.path.realpath(path.parent), path.name)


def folders_gone(place: Path, deleted: set[Path], root: Path | None) -> dict[Path, int]:
    """Return the folders that a file or a link replaces, each with its mode.

    Args:
        place: Its path: nothing, a file or a folder.
        deleted: The files that the same commit deletes.
        root: The folder that paths in messages are relative to.

    Raises:
        ScaffoldError: It contains another file, which would be lost.
    """
    if not is_folder(place):
        return {}
    found = {}
    for folder in _folders(place):
        found[folder] = stat.S_IMODE(folder.stat().st_mode)
        for entry in sorted(folder.iterdir()):
            if entry not in deleted and not is_folder(entry):
                raise ScaffoldError(
                    f"{name_of(entry, root)} is in {name_of(place, root)}, which is to be "
                    "replaced; commit the file or move it, and try again."
                )
    return found


def _folders(top: Path) -> Iterator[Path]:
    """Yield all folders, each before those in it, without caches of Python."""
    yield top
    for entry in sorted(top.iterdir()):
        if is_folder(entry) and not is_cache(entry):
            yield from _folders(entry)


def is_cache(folder: Path) -> bool:
    """Return whether a folder contains only compiled Python modules."""
    return (
        folder.name == CACHE
        and is_folder(folder)
        and all(".pyc" in entry.name and not is_folder(entry) for entry in folder.iterdir())
    )


def remove_folder(folder: Path) -> None:
    """Remove a folder that is empty except for compiled Python modules.

    Raises:
        OSError: It is not empty, or it cannot be removed.
    """
    if [entry.name for entry in folder.iterdir()] == [CACHE] and is_cache(folder / CACHE):
        for entry in (folder / CACHE).iterdir():
            entry.unlink(missing_ok=True)
        (folder / CACHE).rmdir()
    folder.rmdir()
