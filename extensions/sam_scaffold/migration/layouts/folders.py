"""Largest folders that contain only wanted files, and can be moved or linked as a whole."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...contents.build_excludes import LEFT_OUT

_GENERATED = "__pycache__"


@dataclass(frozen=True)
class Folders:
    """Folders of a repository, and the wanted files in them.

    Attributes:
        root: The repository's root.
        wanted: The real paths of the wanted files, from the root.
        goes_along: Returns whether any other file, by its path from the root, may be moved or
            linked together with those around it.
    """

    root: Path
    wanted: frozenset[str]
    goes_along: Callable[[str], bool]

    def largest(self, start: str) -> Iterator[str]:
        """Yield the paths to move or link: whole folders if possible, otherwise single files.

        Args:
            start: The folder to search, from the root; it is never yielded itself.
        """
        for name in sorted(self._children(start)):
            path = name if start == "." else f"{start}/{name}"
            if path in self.wanted:
                yield path
            elif any(file.startswith(f"{path}/") for file in self.wanted):
                if self._is_whole(path):
                    yield path
                else:
                    yield from self.largest(path)

    def _children(self, start: str) -> Iterable[str]:
        prefix = "" if start == "." else f"{start}/"
        below = (path.removeprefix(prefix) for path in self.wanted if path.startswith(prefix))
        return {path.partition("/")[0] for path in below}

    def _is_whole(self, folder: str) -> bool:
        """Return whether all files of a folder are wanted or may go along; links never do."""
        if (self.root / folder).is_symlink():
            return False
        for place, folders, files in os.walk(self.root / folder):
            inner = Path(place).relative_to(self.root).as_posix()
            folders[:] = [name for name in folders if name != _GENERATED]
            if any(LEFT_OUT.match(name) or Path(place, name).is_symlink() for name in folders):
                return False
            for name in files:
                path = posixpath.join(inner, name)
                is_wanted = path in self.wanted
                if Path(place, name).is_symlink() or not (is_wanted or self.goes_along(path)):
                    return False
        return True


def below(root: Path, path: str) -> Iterator[str]:
    """Yield the files of a folder without caches, or the file itself, from the root."""
    if not (root / path).is_dir():
        yield path
        return
    for place, folders, files in os.walk(root / path):
        folders[:] = sorted(folder for folder in folders if folder != _GENERATED)
        yield from (Path(place, file).relative_to(root).as_posix() for file in sorted(files))
