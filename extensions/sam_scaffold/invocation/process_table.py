"""What Linux tells of processes in /proc; nothing where there is none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_KILOBYTE = 1024


def marked(mark: bytes) -> set[int]:
    """Return the processes that were started with a variable, but for this one.

    Args:
        mark: ``b"NAME=value"``; empty for none.
    """
    found = set()
    for folder in Path("/proc").glob("[0-9]*") if mark else ():
        with suppress(OSError):  # it ended, or is somebody else's
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
    return found - {os.getpid()}


def children(pid: int) -> set[int]:
    """Return what a process started and nobody waited for yet, or what came to it since."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, task.read_text(encoding="ascii").split()))
    return found


def descendants(pid: int) -> set[int]:
    """Return what a process started, and what that started, as long as the ones between live."""
    found: set[int] = set()
    left = [pid]
    while left:
        new = children(left.pop()) - found
        found |= new
        left += new
    return found


def memory(pid: int) -> int:
    """Return the most memory that a process had, with all that it started, in bytes.

    Of one alone it is what the kernel kept as its most. What it started counts as it is
    now, and what they share once. 0 where that cannot be read.
    """
    # From /proc, as what `os.wait4` says begins with what we ourselves have (measured, Linux
    # 6.18: a process that is started by one of 300 MB is said to have had 300 MB).
    own = _kilobytes(Path(f"/proc/{pid}/status"), "VmHWM:")
    below = descendants(pid) if children(pid) else set()
    together = sum(_kilobytes(Path(f"/proc/{one}/smaps_rollup"), "Pss:") for one in {pid, *below})
    return max(own, together if below else 0) * _KILOBYTE


def session(pid: int) -> int:
    """Return the session of a process, 0 where there is no such process."""
    with suppress(ProcessLookupError, PermissionError):
        return os.getsid(pid)
    return 0


def _kilobytes(file: Path, name: str) -> int:
    """Return a number of a file whose lines are ``Name:  123 kB``."""
    with suppress(OSError):
        for line in file.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0
