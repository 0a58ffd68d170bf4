"""Execution of external commands, with all processes that they start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_KEPT = 4000
"""Number of characters kept from the end of the output, for messages."""


@dataclass(frozen=True)
class Ended:
    """Result of a command.

    Attributes:
        code: Its exit code; None if it timed out.
        output: The end of its standard output and error.
    """

    code: int | None
    output: str

    @property
    def last_line(self) -> str:
        """Return the last non-empty line of the output."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    seconds: float | None = None,
) -> Ended:
    """Run a command; on interruption or timeout, end all processes that it started.

    Args:
        command: Its words.
        folder: Its working directory.
        environment: All of its environment variables.
        seconds: Its timeout; None for none.

    Raises:
        OSError: It cannot be started.
    """
    with subprocess.Popen(  # noqa: S603 - our own words
        list(command),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as popen:
        try:
            output, _ = popen.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(popen)
            return Ended(None, "")
        except BaseException:
            _end(popen)
            raise
    return Ended(popen.returncode, output.decode("utf-8", "replace")[-_KEPT:])


def _end(popen: subprocess.Popen[bytes]) -> None:
    """Kill a process with its group; on Windows, with its child processes."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(popen.pid)]
        with suppress(OSError):
            subprocess.run(tree, check=False, capture_output=True)  # noqa: S603 - our own words
        popen.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(popen.pid, signal.SIGKILL)
    popen.wait()
