"""The folders above another one, as far as what belongs together reaches."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .paths import git_root


def upwards(folder: Path) -> list[Path]:
    """Return a folder and those above it that a command may take for its repository.

    No further than git's root; never above a home folder, and into none that everybody may
    write to, such as ``/tmp``: what lies there is somebody else's.

    Args:
        folder: Where to begin; an absolute path without links.

    Returns:
        The nearest first.
    """
    return list(_upwards(folder, {git_root(folder), _home()}))


def _upwards(folder: Path, last: set[Path | None]) -> Iterator[Path]:
    for one in (folder, *folder.parents):
        if one != folder and _is_everybodys(one):
            return
        yield one
        if one in last:
            return


def _home() -> Path | None:
    with suppress(RuntimeError, OSError):  # a user without a home
        return Path.home().resolve()
    return None


def _is_everybodys(folder: Path) -> bool:
    """Return whether a folder has the bit that keeps its many writers from each other's files."""
    try:
        return bool(folder.stat().st_mode & stat.S_ISVTX)
    except OSError:
        return True
