"""A process with its logs, its memory and its exit code."""

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
"""Maximum read at once, the size of the largest pipe: a flood of logs is not kept in memory."""

_ROUNDS = 20
_SETTLING_SECONDS = 0.01

_SET_CHILD_SUBREAPER = 36
"""https://man7.org/linux/man-pages/man2/pr_set_child_subreaper.2const.html"""


class Process:
    """A started command, which must be closed.

    It can be passed to `select`, and is readable as soon as there are logs.

    Args:
        command: The command.
        folder: Its working folder.
        environment: All its variables.
        mark: The name of a variable with a unique value, by which orphaned processes of the
            command are recognised.

    Attributes:
        exit_code: Its exit code, negative for a signal; None while it runs.
        peak: The maximum memory so far, in bytes; 0 while unknown.
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
            self._popen = subprocess.Popen(  # noqa: S603 - trusted arguments
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # so that its children are killed with it
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
        """Return the file descriptor for `select`."""
        return self._logs

    def read(self) -> bytes:
        """Return its new standard output and error.

        At most the size of a pipe: later output is for the next call.
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
        """Update its memory and its exit code."""
        self.peak = max(self.peak, process_table.memory(self._popen.pid))
        if self.exit_code is None:
            self._reap(os.WNOHANG)

    def kill(self) -> None:
        """Stop it, and all processes that it started.

        With /proc, this includes processes that left its process group, as daemons do, and
        became our children when their parent exited.
        """
        strays = process_table.descendants(self._popen.pid) if self.exit_code is None else set()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        if self.exit_code is None:
            self._reap(0)
        for _ in range(_ROUNDS):  # they may start others meanwhile
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
        """Return its orphans, which became our children; our own are in our session."""
        ours = process_table.session(os.getpid())
        new = process_table.children(os.getpid()) - self._before - {self._popen.pid}
        return {pid for pid in new if process_table.session(pid) not in (0, ours)}

    def close(self) -> None:
        """Stop it, if it still runs."""
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
    """Enable or disable the adoption of a function's orphans, on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, int(on), 0, 0, 0)


def finished(
    command: Sequence[str], folder: Path | None, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; if interrupted, kill it with its children."""
    with subprocess.Popen(  # noqa: S603 - trusted arguments
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
