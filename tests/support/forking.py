"""Commands as processes of their own that need not import anything: see `fork_server`."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from fork_client import Asked, fixed, request

HERE = Path(__file__).parent

FORKS = hasattr(os, "fork") and "COVERAGE_PROCESS_START" not in os.environ
"""Whether commands are forked here; who measures coverage wants to see each start."""

seconds = 0.0
"""The seconds that forked commands ran, which are not children of this process."""


class Server:
    """A `fork_server` and its address.

    Attributes:
        socket: The socket on which it listens.
        fixed: The variables that all its commands have: see `fork_client.fixed`.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        modules: Sequence[str],
        practice: Sequence[Sequence[str]] = (),
    ) -> None:
        """Start one.

        Args:
            folder: The folder that it starts in.
            environment: Its environment.
            modules: The modules that it imports.
            practice: Commands of sam-scaffold's that it runs itself before all others.
        """
        place = tempfile.TemporaryDirectory(prefix="forks-")  # a socket's path has to be short
        self.socket = str(Path(place.name) / "socket")
        self.fixed = fixed(environment)
        settings = {"socket": self.socket, "modules": modules, "practice": practice}
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "fork_server.py"), json.dumps(settings)],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        atexit.register(self._close, place)

    def _close(self, place: tempfile.TemporaryDirectory[str]) -> None:
        self._process.communicate(timeout=60)
        place.cleanup()

    def serves(self, environment: Mapping[str, str]) -> bool:
        """Tell whether a command with these variables can be forked off it."""
        return fixed(environment) == self.fixed

    def shim(self, path: Path, module: str) -> None:
        """Write a command for shells, which runs a module."""
        client = f"{sys.executable} -I -S {HERE / 'fork_client.py'} {self.socket}"
        words = f"'{json.dumps(self.fixed)}' {module}"
        path.write_text(f'#!/bin/sh\nexec {client} {words} "$@"\n', encoding="utf-8")
        path.chmod(0o755)


class Forked:
    """A command that runs.

    Attributes:
        pid: Its process.
    """

    def __init__(
        self,
        server: Server,
        words: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        quiet: bool = False,
    ) -> None:
        """Start ``python -m`` with a module and its words, without input.

        Args:
            server: The server that forks it.
            words: The module, and the words of the command.
            folder: Its current folder.
            environment: Its variables.
            quiet: Whether Python gives no warnings.
        """
        self._out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - `ended` closes it
        self._err: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        module, *rest = words
        self._words = words
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - no path
            files = (nothing.fileno(), self._out.fileno(), self._err.fileno())
            asked = request(module, rest, str(folder), environment, quiet=quiet)
            self._asked = Asked(server.socket, asked, files)
        self.pid = self._asked.pid

    def ended(self, timeout: float) -> tuple[int, bytes, bytes]:
        """Wait for its end; its exit code, or a signal as a negative number, and what it said."""
        global seconds  # noqa: PLW0603 - a sum over all
        try:
            code, used = self._asked.ended(timeout)
        except TimeoutError:
            os.kill(self.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(list(self._words), timeout) from None
        seconds += used
        return code, _content(self._out), _content(self._err)


def _content(file: IO[bytes]) -> bytes:
    with file:
        file.seek(0)
        return file.read()
