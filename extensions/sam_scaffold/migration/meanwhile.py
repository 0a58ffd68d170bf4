"""Files that change between the plan of a migration and its writing: the tests run for long."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import ScaffoldError
from .folders import below
from .plan import Migration

_Seen = tuple[int, int] | None


@dataclass(frozen=True)
class Meanwhile:
    """The files that a plan was made of, as they were then.

    Attributes:
        root: The repository's root.
        seen: When each was written and how long it was, None where it was not there; by path.
    """

    root: Path
    seen: Mapping[str, _Seen]

    @classmethod
    def of(cls, root: Path, migrations: Iterable[Migration]) -> Meanwhile:
        """Look at the files of some migrations, before they are tried out."""
        paths = dict.fromkeys(path for one in migrations for path in _files(root, one))
        return cls(root, {path: _seen(root / path) for path in paths})

    def check(self) -> None:
        """Refuse to write what was planned of other files than these.

        Raises:
            ScaffoldError: One was changed.
        """
        for path, before in self.seen.items():
            if _seen(self.root / path) != before:
                raise ScaffoldError(
                    f"{path} was changed while the migration was tried out; run the command again."
                )


def _files(root: Path, one: Migration) -> Iterator[str]:
    """What a migration moves, what it edits where that is not moved, and what it was read from."""
    yield from (edit.path for edit in one.changes.edits)
    yield from (file.real for file in one.files)
    for move in one.changes.moves:
        yield from below(root, move.source)


def _seen(file: Path) -> _Seen:
    try:
        found = os.lstat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
