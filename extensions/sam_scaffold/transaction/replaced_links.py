"""Links and folders that change their kind in one commit: what lies below them, and what goes.

A link may take the place of a folder, and a folder that of a link. So a path below one of these
is not where the disk has it now.
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
"""The folder of what Python compiled, which it makes again at any time."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Links that come or go in a commit.

    Attributes:
        states: Each by its place: what is there afterwards.
    """

    states: Mapping[Path, FileState | None]

    @classmethod
    def of(cls, changes: Mapping[Path, Change]) -> Ends:
        """Find them among some changes; none where all of these are bytes or deletions."""
        found: dict[Path, FileState | None] = {}
        if any(isinstance(data, FileState) for data in changes.values()):
            for path, data in changes.items():
                place = _own(path)
                comes = isinstance(data, FileState) and data.is_link
                if not isinstance(data, bytes) and (comes or place.is_symlink()):
                    found[place] = data
        return cls(found)

    def place(self, path: Path, data: Change) -> Path:
        """Return where a change is to be made.

        What is below a link that comes and stays is behind it; what goes was in the folder
        before. What is below a link that goes is in the folder that takes its place.

        Args:
            path: The path, as the caller has it.
            data: What is there afterwards.

        Raises:
            ScaffoldError: Links of the commit lead in a circle.
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
        raise ScaffoldError(f"{path} leads through links in a circle; name the file itself.")

    def _above(self, path: Path) -> tuple[Path, Path] | None:
        """Return the topmost of them that a path leads through, and the rest behind it."""
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
    """Return the folders that make way for a file or a link, each with its mode.

    Args:
        place: Where it is to be; nothing, a file or a folder is there.
        deleted: The files that the same commit deletes.
        root: The folder that messages name files from.

    Raises:
        ScaffoldError: Something else is in it, which would be lost.
    """
    if not is_folder(place):
        return {}
    found = {}
    for folder in _folders(place):
        found[folder] = stat.S_IMODE(folder.stat().st_mode)
        for entry in sorted(folder.iterdir()):
            if entry not in deleted and not is_folder(entry):
                raise ScaffoldError(
                    f"{name_of(entry, root)} is in the way: {name_of(place, root)} is to be no "
                    "folder any more; commit it, or move it elsewhere, and try again."
                )
    return found


def _folders(top: Path) -> Iterator[Path]:
    """Yield all folders, each before those in it; what Python compiled does not count."""
    yield top
    for entry in sorted(top.iterdir()):
        if is_folder(entry) and not is_cache(entry):
            yield from _folders(entry)


def is_cache(folder: Path) -> bool:
    """Return whether nothing is in a folder but what Python compiled."""
    return (
        folder.name == CACHE
        and is_folder(folder)
        and all(".pyc" in entry.name and not is_folder(entry) for entry in folder.iterdir())
    )


def remove_folder(folder: Path) -> None:
    """Remove a folder in which nothing is but what Python compiled, if anything.

    Raises:
        OSError: There is more in it, or it cannot be removed.
    """
    if [entry.name for entry in folder.iterdir()] == [CACHE] and is_cache(folder / CACHE):
        for entry in (folder / CACHE).iterdir():
            entry.unlink(missing_ok=True)
        (folder / CACHE).rmdir()
    folder.rmdir()
