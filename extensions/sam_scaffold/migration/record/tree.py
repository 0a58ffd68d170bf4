"""A repository's files and links as some changes leave them, before anything is written.

Every path is from the repository's root, with slashes, and meant as it is written: what a link
on the way leads to is not there. A folder is there where a file is in it.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...errors import ScaffoldError
from ...transaction.file_change import FileState, is_folder
from ...transaction.replaced_links import CACHE

States = Mapping[str, FileState | None]
"""What is at each path afterwards, None if nothing is."""

_MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class ChangedTree:
    """A repository on the disk, with changes on top of it.

    Attributes:
        root: The repository.
        states: The changes.
    """

    root: Path
    states: States

    def over(self, states: States) -> ChangedTree:
        """Return the tree with further changes."""
        return ChangedTree(self.root, {**self.states, **states})

    def at(self, path: str) -> FileState | None:
        """Return the file or the link at a path, None if none is.

        Raises:
            ScaffoldError: It is neither, or it cannot be read.
        """
        if path in self.states:
            return self.states[path]
        if any(folder in self.states for folder in above(path)) or self.link_above(path):
            return None
        file = self.root / path
        return None if is_folder(file) else FileState.at(file, path)

    def link_above(self, path: str) -> str:
        """Return the topmost folder above a path that is none, but a link or a file; else ''."""
        for folder in above(path):
            if folder in self.states:
                if self.states[folder] is not None:
                    return folder
            elif self._is_no_folder(folder):
                return folder
        return ""

    def _is_no_folder(self, path: str) -> bool:
        """Return whether the disk has something else there than a folder, which still counts."""
        file = self.root / path
        changed = any(folder in self.states for folder in above(path))
        return not changed and os.path.lexists(file) and not is_folder(file)

    def below(self, folder: str) -> list[str]:
        """Return the files and links in a folder and its folders, but not Python's caches."""
        found = {path for path in self.states if path.startswith(f"{folder}/")}
        if is_folder(self.root / folder) and not self.link_above(folder):
            found.update(_files(self.root, folder))
        return sorted(path for path in found if self.at(path) is not None)

    def used(self, path: str) -> str:
        """Return the file or link that is at a path or first in the folder there; else ''."""
        if self.at(path) is not None:
            return path
        return next(iter(self.below(path)), "")

    def resolve(self, path: str) -> str:
        """Return where a path leads to, through all links on the way and at its end.

        Raises:
            ScaffoldError: It leads in a circle, or out of the repository.
        """
        for _ in range(_MOST_LINKS):
            place = self.link_above(path) or path
            state = self.at(place)
            if state is None or not state.is_link:
                return path
            rest = path[len(place) :]
            path = posixpath.normpath(posixpath.join(posixpath.dirname(place), state.target) + rest)
            if path.startswith(("/", "../")) or path == "..":
                raise ScaffoldError(
                    f"{place} leads out of the repository; put the file itself there."
                )
        raise ScaffoldError(f"{path} is a link in a circle; put the file itself there.")


def above(path: str) -> Iterator[str]:
    """Yield the folders above a path, the topmost first, without the root."""
    end = path.find("/")
    while end > 0:
        yield path[:end]
        end = path.find("/", end + 1)


def _files(root: Path, folder: str) -> Iterator[str]:
    with os.scandir(root / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif entry.name != CACHE:
                yield from _files(root, path)
