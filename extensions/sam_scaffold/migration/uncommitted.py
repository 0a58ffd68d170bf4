"""Files that are about to be moved and that git does not have yet as they are."""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import ScaffoldError, some
from ..paths import git_root, is_below
from ..scaffold.git import git


@dataclass(frozen=True)
class WorkTree:
    """A repository's files as git sees them; it is asked once, however many functions move.

    Attributes:
        root: The repository's root.
    """

    root: Path

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The files below the root that were changed or added since the last commit."""
        top = git_root(self.root)
        if top is None:
            return ()
        words = ("status", "--porcelain", "-z", "--branch", "--no-renames", "--untracked-files=all")
        try:
            said = git(str(self.root), *words, "--", ".")
        except (OSError, subprocess.CalledProcessError):
            return ()
        found = (one[3:] for one in said.split("\0")[1:] if one)  # "XY path", behind the branch
        above = Path(os.path.realpath(self.root)).relative_to(top).as_posix()
        return tuple(posixpath.relpath(one, above) for one in found)

    def check_committed(self, paths: Iterable[str]) -> None:
        """Refuse to move what only the work tree has; no rule where git is not used.

        Args:
            paths: Files and folders that are to be moved, from the root.

        Raises:
            ScaffoldError: Something was changed or added since the last commit.
        """
        asked = tuple(paths) if self.changed else ()
        found = [one for one in self.changed if any(is_below(one, path) for path in asked)]
        if found:
            raise ScaffoldError(
                f"{some(found)} would be moved and has changes that are not committed; commit or "
                "stash them first."
            )
