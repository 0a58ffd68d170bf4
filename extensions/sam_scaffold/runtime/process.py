"""A process with its logs, its memory and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_CHUNK = 65536


class Process:
    """A started command, to be closed at the end.

    It can be given to `select`, where it is readable as soon as there are logs.

    Attributes:
        exit_code: What it ended with, negative for a signal; None while it runs.
        peak: The most memory that it had so far, in bytes; 0 while that is not known.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
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
        """What `select` waits for."""
        return self._logs

    def read(self) -> bytes:
        """All that it has written to its standard output and error, and nobody read yet."""
        found = []
        with suppress(BlockingIOError):
            while chunk := os.read(self._logs, _CHUNK):
                found.append(chunk)
            self.is_writing = False
        return b"".join(found)

    def look(self) -> None:
        """See how much memory it has, and whether it ended."""
        self.peak = max(self.peak, _high_water(self._popen.pid))
        if self.exit_code is None:
            self._reap(os.WNOHANG)

    def kill(self) -> None:
        """End it, and all that it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        if self.exit_code is None:
            self._reap(0)

    def close(self) -> None:
        """End it, if it still runs."""
        self.kill()
        os.close(self._logs)

    def _reap(self, options: int) -> None:
        pid, status, usage = os.wait4(self._popen.pid, options)
        if pid:
            self.exit_code = self._popen.returncode = os.waitstatus_to_exitcode(status)
            if not self.peak and not sys.platform.startswith("linux"):
                self.peak = usage.ru_maxrss


def _high_water(pid: int) -> int:
    """The most memory that a process had, in bytes; 0 where that cannot be read.

    From /proc, as what `os.wait4` says begins with what we ourselves have (measured, Linux
    6.18: a process that is started by one of 300 MB is said to have had 300 MB).
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
