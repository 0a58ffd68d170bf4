"""Files that git would lose: not committed as they are, or of another repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ..errors import ScaffoldError, some
from ..paths import git_root
from ..scaffold.git import OF_ANYBODY, git
from .changes import Move


def check_committed(root: Path, moves: Iterable[Move]) -> None:
    """Refuse to move what only the work tree has; no rule where git is not used.

    Args:
        root: The repository's root.
        moves: What is to be moved.

    Raises:
        ScaffoldError: Something was changed or added since the last commit, or is of a
            repository within this one.
    """
    asked = list(moves)
    for move in asked:
        _check_one_repository(root, move)
    if not asked or git_root(root) is None:
        return
    if found := list(_uncommitted(root, [one.source for one in asked])):
        have = "have" if found[1:] else "has"
        raise ScaffoldError(
            f"{some(found)} would be moved and {have} changes that are not committed; commit or "
            "stash them first."
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


def _uncommitted(root: Path, paths: Iterable[str]) -> Iterable[str]:
    """The files below some paths that are not as in the last commit."""
    words = ("--porcelain", "--branch", "--no-renames", "--untracked-files=all", "-z")
    try:
        said = git(str(root), *OF_ANYBODY, "--literal-pathspecs", "status", *words, "--", *paths)
    except (OSError, subprocess.CalledProcessError):
        return ()
    _branch, *entries = said.split("\0")  # git() strips what the first one starts with
    return (one[len("XY ") :] for one in entries if one)
