"""Folders for the time that a function runs, and those that killed commands left behind."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_PREFIX = "sam-scaffold-run-"
_OLD_SECONDS = 3600
"""No function runs that long: 15 minutes, and what it takes to start."""


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder of our own, and remove what is left of commands that could not do so."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _is_left_behind(folder):
                shutil.rmtree(folder, ignore_errors=True)
    return tempfile.TemporaryDirectory(
        prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True
    )


def _is_left_behind(folder: Path) -> bool:
    """Return whether a folder is ours, old, and nobody's any more."""
    status = folder.lstat()
    pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
    if status.st_uid != os.getuid() or time.time() - status.st_mtime < _OLD_SECONDS:
        return False
    return folder.is_dir() and not folder.is_symlink() and pid.isdecimal() and not _lives(int(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
