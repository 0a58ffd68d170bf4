"""Temporary folders of running functions, and removal of those of killed commands."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_PREFIX = "sam-scaffold-run-"
_OLD_SECONDS = 3600
"""Longer than any function runs: 15 minutes, plus its start."""


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Create a temporary folder, and remove those that killed commands left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _is_left_behind(folder):
                shutil.rmtree(folder, ignore_errors=True)
    return tempfile.TemporaryDirectory(
        prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True
    )


def _is_left_behind(folder: Path) -> bool:
    """Return whether a folder is ours and old, and its process has exited."""
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
    except OSError:  # a process of another user
        return True
    return True
