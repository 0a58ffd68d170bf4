"""A read-only view of a repository, as it is or with a staging folder laid over it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ScaffoldError
from .paths import Bounds, leads_out

_SKIPPED = frozenset(
    {
        "node_modules",
        "__pycache__",
        "build",
        "dist",
        "cdk.out",
        "site-packages",
        ".git",
        ".aws-sam",
        ".venv",
    }
)


@dataclass(frozen=True, eq=False)
class RepositoryView:
    """A repository as it is, or as it would be with a staging folder laid over it.

    Attributes:
        root: The folder whose files are seen first.
        base: The folder whose files are seen where root has none.
    """

    root: Path
    base: Path | None = None

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, None if it does not exist.

        Args:
            path: Path from the repository's root, with slashes.

        Raises:
            ScaffoldError: The file exists and cannot be read.
        """
        found = next((place for place in self._places(path) if place.is_file()), None)
        try:
            return None if found is None else found.read_bytes()
        except OSError as error:
            raise ScaffoldError(
                f"{path} cannot be read ({error.strerror}); make it readable and try again."
            ) from None

    def exists(self, path: str) -> bool:
        """Return whether there is a file or folder."""
        return any(place.exists() for place in self._places(path))

    def is_dir(self, path: str) -> bool:
        """Return whether there is a folder."""
        return any(place.is_dir() for place in self._places(path))

    def place(self, path: str) -> Path:
        """Return the path of a file on disk; the path in the repository if there is none."""
        return next(
            (place for place in self._places(path) if place.exists()), self.roots()[-1] / path
        )

    def names(self, folder: str) -> list[str]:
        """Return the names of what is in a folder, sorted; none if there is no such folder."""
        folders = [place for place in self._places(folder) if place.is_dir()]
        return sorted({below.name for place in folders for below in place.iterdir()})

    def named(self, name: str) -> list[str]:
        """Return the paths of all files of a name, without those that tools generate, sorted."""
        return sorted(
            {
                path.relative_to(root).as_posix()
                for root in self.roots()
                for path in own_files(root)
                if path.name == name
            }
        )

    def check_inside(self, paths: Iterable[str]) -> None:
        """Refuse paths that lead out of the repository, by links too.

        Args:
            paths: From the repository's root, with slashes.

        Raises:
            ScaffoldError: One does.
        """
        bounds = [Bounds.of(root) for root in self.roots()]
        for path in paths:
            for bound in bounds:
                bound.check(path)

    def roots(self) -> list[Path]:
        """Return the folders that files are looked for in, in this order."""
        return [self.root] if self.base is None else [self.root, self.base]

    def _places(self, path: str) -> Iterator[Path]:
        if not leads_out(path):
            for root in self.roots():
                yield root / path


def own_files(folder: Path, *, hidden: bool = False) -> Iterator[Path]:
    """Yield the files below a folder, without those that tools generate.

    Args:
        folder: Where to begin.
        hidden: Whether to look at names that begin with a dot, and into such folders.
    """
    for place, folders, files in os.walk(folder):
        if "pyvenv.cfg" in files:
            folders.clear()
            continue
        folders[:] = [
            name for name in folders if name not in _SKIPPED and (hidden or name[0] != ".")
        ]
        yield from (Path(place, name) for name in files if hidden or name[0] != ".")
