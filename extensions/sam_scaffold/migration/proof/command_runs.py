"""Runs a command that is not ours to its end, with all that it starts."""

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
"""Characters of the output that messages may need: its end."""


@dataclass(frozen=True)
class Ended:
    """How a command ended.

    Attributes:
        code: Its exit code; None where it took too long.
        output: The end of what it wrote to its standard output and error.
    """

    code: int | None
    output: str

    @property
    def last_line(self) -> str:
        """Return the last line of the output that says anything."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    seconds: float | None = None,
) -> Ended:
    """Run a command; if we are stopped or it takes too long, all that it started ends too.

    Args:
        command: Its words.
        folder: Where it runs.
        environment: Its variables, and no others.
        seconds: How long it may take, None for any time.

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
    """Kill a process with its group, which Windows knows by its parent."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(popen.pid)]
        with suppress(OSError):
            subprocess.run(tree, check=False, capture_output=True)  # noqa: S603 - our own words
        popen.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(popen.pid, signal.SIGKILL)
    popen.wait()
