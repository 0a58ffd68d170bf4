"""Files to move that have uncommitted changes."""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...errors import ScaffoldError, some
from ...transaction.git import UNTRUSTED, git
from ...transaction.paths import git_root, is_below
from ..changes import Move

_STATUS = ("--porcelain", "-z", "--branch", "--no-renames", "--untracked-files=all")


@dataclass(frozen=True)
class WorkTree:
    """Status of a repository's files in git; git is run once for all functions.

    Attributes:
        root: The repository's root.
    """

    root: Path

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Return the files below the root that were changed or added since the last commit."""
        top = git_root(self.root)
        if top is None:
            return ()
        try:
            said = git(str(self.root), *UNTRUSTED, "status", *_STATUS, "--", ".")
        except (OSError, subprocess.CalledProcessError):
            return ()
        found = (entry[len("XY ") :] for entry in said.split("\0")[1:] if entry)  # after the branch
        above = Path(os.path.realpath(self.root)).relative_to(top).as_posix()
        return tuple(posixpath.relpath(path, above) for path in found)

    def check_committed(self, moves: Iterable[Move]) -> None:
        """Refuse to move uncommitted changes; nothing is refused without git.

        Args:
            moves: The planned moves.

        Raises:
            ScaffoldError: A file was changed or added since the last commit, or belongs to a
                repository within this one.
        """
        asked = tuple(moves)
        for move in asked:
            _check_one_repository(self.root, move)
        sources = [move.source for move in asked] if self.changed else []
        found = [path for path in self.changed if any(is_below(path, source) for source in sources)]
        if found:
            have = "have" if found[1:] else "has"
            raise ScaffoldError(
                f"{some(found)} would be moved and {have} uncommitted changes; commit "
                "or stash them first."
            )


def _check_one_repository(root: Path, move: Move) -> None:
    """Refuse to move a file out of a submodule, which would lose it.

    Raises:
        ScaffoldError: Its target is in another repository.
    """
    here = git_root(root / move.source)
    if here is None or here == git_root(root / move.target):
        return
    folder = os.path.relpath(here, root).replace(os.sep, "/")
    raise ScaffoldError(
        f"{move.source} would be moved out of {folder}, which is a separate git repository; "
        f"leave it there with --layout in-place or --shared {folder}."
    )
