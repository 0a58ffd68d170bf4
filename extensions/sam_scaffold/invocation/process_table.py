"""Processes in Linux's /proc; nothing on other systems."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_KILOBYTE = 1024


def marked(mark: bytes) -> set[int]:
    """Return the processes that were started with a variable, except this one.

    Args:
        mark: ``b"NAME=value"``; empty for none.
    """
    found = set()
    for folder in Path("/proc").glob("[0-9]*") if mark else ():
        with suppress(OSError):  # it exited, or belongs to another user
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
    return found - {os.getpid()}


def children(pid: int) -> set[int]:
    """Return the children of a process, including adopted orphans."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, task.read_text(encoding="ascii").split()))
    return found


def descendants(pid: int) -> set[int]:
    """Return the children of a process, and theirs."""
    found: set[int] = set()
    left = [pid]
    while left:
        new = children(left.pop()) - found
        found |= new
        left += new
    return found


def memory(pid: int) -> int:
    """Return the maximum memory of a process with its descendants, in bytes.

    Without descendants, it is the kernel's peak value. Otherwise, it is the current sum, in
    which shared memory counts once. 0 if it cannot be read.
    """
    # From /proc, because `os.wait4` begins with our own memory (measured, Linux 6.18: a
    # process that one of 300 MB starts is reported with 300 MB).
    own = _kilobytes(Path(f"/proc/{pid}/status"), "VmHWM:")
    below = descendants(pid) if children(pid) else set()
    files = (Path(f"/proc/{each}/smaps_rollup") for each in {pid, *below})
    together = sum(_kilobytes(file, "Pss:") for file in files)
    return max(own, together if below else 0) * _KILOBYTE


def session(pid: int) -> int:
    """Return the session of a process, 0 if it does not exist."""
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
