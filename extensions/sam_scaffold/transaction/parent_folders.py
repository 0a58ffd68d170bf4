"""Parent folders that may be the repository of a command."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .paths import git_root


def upwards(folder: Path) -> list[Path]:
    """Return a folder and those above it that a command may take for its repository.

    It ends at git's root, at a home folder, and below a folder that every user may write to, such
    as ``/tmp``: its files belong to others.

    Args:
        folder: Where to begin; an absolute path without links.

    Returns:
        The nearest first.
    """
    return list(_upwards(folder, {git_root(folder), _home()}))


def _upwards(folder: Path, last: set[Path | None]) -> Iterator[Path]:
    for above in (folder, *folder.parents):
        if above != folder and _is_shared(above):
            return
        yield above
        if above in last:
            return


def _home() -> Path | None:
    with suppress(RuntimeError, OSError):  # a user without a home
        return Path.home().resolve()
    return None


def _is_shared(folder: Path) -> bool:
    """Return whether a folder is sticky: all users write to it, each to files of their own."""
    try:
        return bool(folder.stat().st_mode & stat.S_ISVTX)
    except OSError:
        return True
