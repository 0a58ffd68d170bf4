"""The largest folders that hold nothing but files of one kind, so that they can go as a whole."""

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
    """The folders of a repository, as to what is in them.

    Attributes:
        root: The repository's root.
        wanted: The real paths of the files that are to go, from the root.
        goes_along: Tells of any other file, by its path from the root, whether it may go with
            those around it.
    """

    root: Path
    wanted: frozenset[str]
    goes_along: Callable[[str], bool]

    def largest(self, start: str) -> Iterator[str]:
        """Find what to take: whole folders where that is possible, else single files.

        Args:
            start: The folder to look into, from the root; it never goes as a whole.
        """
        for name in sorted(self._children(start)):
            path = name if start == "." else f"{start}/{name}"
            if path in self.wanted:
                yield path
            elif any(one.startswith(f"{path}/") for one in self.wanted):
                if self._is_whole(path):
                    yield path
                else:
                    yield from self.largest(path)

    def _children(self, start: str) -> Iterable[str]:
        prefix = "" if start == "." else f"{start}/"
        below = (one.removeprefix(prefix) for one in self.wanted if one.startswith(prefix))
        return {one.partition("/")[0] for one in below}

    def _is_whole(self, folder: str) -> bool:
        """Return whether all that is in a folder is wanted or may go along; a link never does."""
        if (self.root / folder).is_symlink():
            return False
        for place, folders, files in os.walk(self.root / folder):
            inner = Path(place).relative_to(self.root).as_posix()
            folders[:] = [one for one in folders if one != _GENERATED]
            if any(LEFT_OUT.match(one) or Path(place, one).is_symlink() for one in folders):
                return False
            for name in files:
                path = posixpath.join(inner, name)
                is_wanted = path in self.wanted
                if Path(place, name).is_symlink() or not (is_wanted or self.goes_along(path)):
                    return False
        return True


def below(root: Path, path: str) -> Iterator[str]:
    """Yield the files of a folder, or the file itself, by their paths from the root; no caches."""
    if not (root / path).is_dir():
        yield path
        return
    for place, folders, files in os.walk(root / path):
        folders[:] = sorted(folder for folder in folders if folder != _GENERATED)
        yield from (Path(place, file).relative_to(root).as_posix() for file in sorted(files))
