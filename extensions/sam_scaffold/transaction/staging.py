"""Changes of a repository: made in a staging folder, then applied as a whole.

The staging folder is laid over the repository, so that later steps see the changes of earlier
ones. Nothing is written to the repository before `Staging.commit`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..errors import ScaffoldError
from . import journal
from .paths import Bounds
from .repository_view import RepositoryView


@dataclass
class Staging:
    """Changes that a command is about to make to a repository.

    Attributes:
        repository: The repository's root.
        stage: The staging folder.
        seen: The bytes of the files that were read; None for a file that did not exist.
        dropped: Files to be deleted.
    """

    repository: Path
    stage: Path
    seen: dict[str, bytes | None] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    @cached_property
    def bounds(self) -> Bounds:
        """The folder that no path may leave."""
        return Bounds.of(self.repository)

    @property
    def view(self) -> RepositoryView:
        """Return the repository with the changes."""
        return RepositoryView(self.stage, self.repository)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file with the changes, None if it does not exist then.

        Args:
            path: Path from the repository's root, with slashes.

        Raises:
            ScaffoldError: It leads out of the repository.
        """
        if path in self.dropped:
            return None
        staged = self.stage / path
        if staged.is_file():
            return staged.read_bytes()
        if path not in self.seen:
            self.bounds.check(path)
            real = self.repository / path
            self.seen[path] = real.read_bytes() if real.is_file() else None
        return self.seen[path]

    def put(self, path: str, data: bytes) -> None:
        """Write a file."""
        if self.read(path) == data:
            return
        self.dropped.discard(path)
        target = self.stage / path
        if self.seen.get(path) == data:
            target.unlink(missing_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def drop(self, path: str) -> None:
        """Delete a file."""
        if self.read(path) is None:
            return
        (self.stage / path).unlink(missing_ok=True)
        if self.seen.get(path) is not None:
            self.dropped.add(path)

    def files(self) -> list[str]:
        """Return all files in the staging folder, relative to it."""
        found = (path for path in self.stage.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.stage).as_posix() for path in found)

    def new_files(self) -> list[str]:
        """Return the files that the repository does not have yet."""
        return [path for path in self.files() if not (self.repository / path).exists()]

    def changed_files(self) -> list[str]:
        """Return the files that the repository has with other bytes."""
        return [path for path in self.files() if (self.repository / path).exists()]

    def text(self, path: str) -> tuple[str, str]:
        """Return the text of a file before and after, with its line endings."""
        real, staged = self.repository / path, self.stage / path
        before = real.read_bytes().decode("utf-8-sig", "replace") if real.is_file() else ""
        gone = path in self.dropped or not staged.is_file()
        return before, "" if gone else staged.read_bytes().decode("utf-8-sig", "replace")

    def commit(self, templates: Collection[str]) -> None:
        """Apply all changes or none, the SAM templates last.

        Args:
            templates: The SAM templates, whose locks the caller holds.

        Raises:
            ScaffoldError: A file has changed since it was read.
        """
        for path, before in self.seen.items():
            real = self.repository / path
            if (real.read_bytes() if real.is_file() else None) != before:
                raise ScaffoldError(f"{path} was changed meanwhile; run the command again.")
        staged = self.files()
        first = [path for path in staged if path not in templates]
        order = [*first, *sorted(self.dropped), *(path for path in staged if path in templates)]
        self.write({path: self.read(path) for path in order}, templates)

    def write(self, changes: dict[str, bytes | None], templates: Iterable[str]) -> None:
        """Write files by path, in their order, or delete those with None."""
        journal.commit(
            {self.repository / path: data for path, data in changes.items()},
            [self.repository / name for name in templates],
            self.repository,
        )
