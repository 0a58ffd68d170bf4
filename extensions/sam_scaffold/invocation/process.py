"""A process with its logs, its memory and its end."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from . import process_table

_CHUNK = 65536
_MOST_CHUNKS = 16
"""Read at once: as much as the largest pipe holds, so that no flood of logs is kept here."""

_ROUNDS = 20
_SETTLING_SECONDS = 0.01

_SET_CHILD_SUBREAPER = 36
"""https://man7.org/linux/man-pages/man2/pr_set_child_subreaper.2const.html"""


class Process:
    """A started command, to be closed at the end.

    It can be given to `select`, where it is readable as soon as there are logs.

    Args:
        command: What to run.
        folder: Where.
        environment: Its variables, and no others.
        mark: The name of one of them whose value no other process has: what the command
            started and nobody can reach any more is known by it.

    Attributes:
        exit_code: What it ended with, negative for a signal; None while it runs.
        peak: The most memory that it had so far, in bytes; 0 while that is not known.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        mark: str = "",
    ) -> None:
        self._mark = f"{mark}={environment[mark]}".encode() if mark else b""
        self._before = process_table.children(os.getpid())
        _adopt_orphans(on=True)
        self._logs, output = os.pipe()
        os.set_blocking(self._logs, False)
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - our own words
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # so that what it starts ends with it
            )
        except BaseException:
            os.close(self._logs)
            raise
        finally:
            os.close(output)
        self.exit_code: int | None = None
        self.peak = 0
        self.is_writing = True

    def fileno(self) -> int:
        """Return what `select` waits for."""
        return self._logs

    def read(self) -> bytes:
        """Return what it has written to its standard output and error, and nobody read yet.

        At most as much as a pipe holds: what is written meanwhile is for the next time.
        """
        found = []
        with suppress(BlockingIOError):
            for _ in range(_MOST_CHUNKS):
                chunk = os.read(self._logs, _CHUNK)
                if not chunk:
                    self.is_writing = False
                    break
                found.append(chunk)
        return b"".join(found)

    def look(self) -> None:
        """See how much memory it has, and whether it ended."""
        self.peak = max(self.peak, process_table.memory(self._popen.pid))
        if self.exit_code is None:
            self._reap(os.WNOHANG)

    def kill(self) -> None:
        """End it, and all that it started.

        Where there is /proc, also what left its process group, as daemons do: what came to
        us when the one between ended, whatever its variables are.
        """
        strays = process_table.descendants(self._popen.pid) if self.exit_code is None else set()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        if self.exit_code is None:
            self._reap(0)
        for _ in range(_ROUNDS):  # one may start another meanwhile
            strays |= process_table.marked(self._mark) | self._orphans()
            if not strays:
                break
            for pid in strays:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(_SETTLING_SECONDS)
            for pid in strays:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
            strays = set()

    def _orphans(self) -> set[int]:
        """Return what it started and left to us; what we ourselves start stays in our session."""
        ours = process_table.session(os.getpid())
        new = process_table.children(os.getpid()) - self._before - {self._popen.pid}
        return {pid for pid in new if process_table.session(pid) not in (0, ours)}

    def close(self) -> None:
        """End it, if it still runs."""
        self.kill()
        _adopt_orphans(on=False)
        os.close(self._logs)

    def _reap(self, options: int) -> None:
        pid, status, usage = os.wait4(self._popen.pid, options)
        if pid:
            self.exit_code = self._popen.returncode = os.waitstatus_to_exitcode(status)
            if not self.peak and not sys.platform.startswith("linux"):
                self.peak = usage.ru_maxrss


def _adopt_orphans(*, on: bool) -> None:
    """Have Linux make what a function leaves behind our child, and not init's."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, int(on), 0, 0, 0)


def finished(
    command: Sequence[str], folder: Path | None, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; if we are stopped, so is all that it started."""
    with subprocess.Popen(  # noqa: S603 - our own words
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as popen:
        try:
            out, error = popen.communicate()
        except BaseException:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(popen.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(command, popen.returncode, out, error)
