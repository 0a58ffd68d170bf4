"""Files and links of a repository after changes that are not written yet.

Every path is from the repository's root, with slashes, and literal: links in it are not followed. A
folder exists if it contains a file.
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
"""New state of each path; None if nothing exists there."""

_MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class ChangedTree:
    """Repository on disk, overlaid with changes.

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
        """Return the file or link at a path; None if there is none.

        Raises:
            ScaffoldError: It is neither, or cannot be read.
        """
        if path in self.states:
            return self.states[path]
        if any(folder in self.states for folder in above(path)) or self.link_above(path):
            return None
        file = self.root / path
        return None if is_folder(file) else FileState.at(file, path)

    def link_above(self, path: str) -> str:
        """Return the topmost parent of a path that is a link or a file; empty if there is none."""
        for folder in above(path):
            if folder in self.states:
                if self.states[folder] is not None:
                    return folder
            elif self._is_no_folder(folder):
                return folder
        return ""

    def _is_no_folder(self, path: str) -> bool:
        """Return whether the disk has a file or link at a path that no change replaces."""
        file = self.root / path
        changed = any(folder in self.states for folder in above(path))
        return not changed and os.path.lexists(file) and not is_folder(file)

    def below(self, folder: str) -> list[str]:
        """Return all files and links below a folder, without Python's caches."""
        found = {path for path in self.states if path.startswith(f"{folder}/")}
        if is_folder(self.root / folder) and not self.link_above(folder):
            found.update(_files(self.root, folder))
        return sorted(path for path in found if self.at(path) is not None)

    def used(self, path: str) -> str:
        """Return the file or link at a path, or the first one below it; empty if there is none."""
        if self.at(path) is not None:
            return path
        return next(iter(self.below(path)), "")

    def resolve(self, path: str) -> str:
        """Resolve all links of a path.

        Raises:
            ScaffoldError: They are cyclic, or lead out of the repository.
        """
        for _ in range(_MOST_LINKS):
            place = self.link_above(path) or path
            state = self.at(place)
            if state is None or not state.is_link:
                return path
            rest = path[len(place) :]
            path = posixpath.normpath(posixpath.join(posixpath.dirname(place), state.target) + rest)
            if path.startswith(("/", "../")) or path == "..":
                raise ScaffoldError(f"{place} leads out of the repository; copy the file there.")
        raise ScaffoldError(f"{path} is a cyclic link; copy the file there.")


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
