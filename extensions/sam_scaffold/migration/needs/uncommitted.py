"""Files that are about to be moved and that git does not have yet as they are."""

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
    """A repository's files as git sees them; it is asked once, however many functions move.

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
        found = (one[len("XY ") :] for one in said.split("\0")[1:] if one)  # behind the branch
        above = Path(os.path.realpath(self.root)).relative_to(top).as_posix()
        return tuple(posixpath.relpath(one, above) for one in found)

    def check_committed(self, moves: Iterable[Move]) -> None:
        """Refuse to move what only the work tree has; no rule where git is not used.

        Args:
            moves: What is to be moved.

        Raises:
            ScaffoldError: Something was changed or added since the last commit, or is of a
                repository within this one.
        """
        asked = tuple(moves)
        for move in asked:
            _check_one_repository(self.root, move)
        paths = [one.source for one in asked] if self.changed else []
        found = [one for one in self.changed if any(is_below(one, path) for path in paths)]
        if found:
            have = "have" if found[1:] else "has"
            raise ScaffoldError(
                f"{some(found)} would be moved and {have} changes that are not committed; commit "
                "or stash them first."
            )


def _check_one_repository(root: Path, move: Move) -> None:
    """Refuse what a submodule has, which would lose it.

    Raises:
        ScaffoldError: It is in another repository than the place that it goes to.
    """
    here = git_root(root / move.source)
    if here is None or here == git_root(root / move.target):
        return
    folder = os.path.relpath(here, root).replace(os.sep, "/")
    raise ScaffoldError(
        f"{move.source} would be moved out of {folder}, which is a git repository of its own; "
        f"leave it there with --layout in-place or --shared {folder}."
    )
