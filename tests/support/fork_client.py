"""Requests to a `fork_server`, as Python and as a shell script.

``fork_client.py SOCKET VARIABLES MODULE WORD...`` runs ``python -m MODULE WORD...`` on the streams
that it has itself. It imports little, as it is started for each command of a document.
"""

from __future__ import annotations

import array
import json
import os
import signal
import socket
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

AT_THE_START = ("PYTHON", "LANG", "LC_", "LD_", "COVERAGE_")
"""How variables begin that are read when Python starts."""

AT_IMPORT = ("COLUMNS", "TERM", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
"""Variables that libraries may read when they are imported."""


def fixed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a process cannot be given once it has started."""
    return {
        key: value
        for key, value in sorted(environment.items())
        if key.startswith(AT_THE_START) or key in AT_IMPORT
    }


class Asked:
    """A command that a server was asked for.

    Attributes:
        pid: Its process.
    """

    def __init__(self, path: str, request: dict[str, Any], streams: tuple[int, int, int]) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        descriptors = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", streams))
        data = json.dumps(request).encode() + b"\n"
        sent = self._socket.sendmsg([data], [descriptors])
        self._socket.sendall(data[sent:])
        self._read = self._socket.makefile("rb")
        self.pid: int = self._next()["pid"]

    def ended(self, timeout: float | None = None) -> tuple[int, float]:
        """Wait for its end, and return its exit code and the seconds that it ran."""
        self._socket.settimeout(timeout)
        found = self._next()
        self._read.close()
        self._socket.close()
        return found["code"], found["seconds"]

    def _next(self) -> dict[str, Any]:
        line = self._read.readline()
        if not line:
            raise EOFError("the server of forks has ended")
        found: dict[str, Any] = json.loads(line)
        return found


def request(
    module: str,
    words: Sequence[str],
    folder: str,
    environment: Mapping[str, str],
    *,
    quiet: bool = False,
) -> dict[str, Any]:
    """Return what a server has to know of a command; one that is quiet gives no warnings."""
    umask = os.umask(0)
    os.umask(umask)
    return {
        "module": module,
        "words": list(words),
        "folder": folder,
        "environment": dict(environment),
        "umask": umask,
        "quiet": quiet,
    }


def _main() -> None:
    path, variables, module, *words = sys.argv[1:]
    if fixed(os.environ) != json.loads(variables):
        os.execv(sys.executable, [sys.executable, "-m", module, *words])  # noqa: S606 - no shell
    asked = Asked(path, request(module, words, os.getcwd(), os.environ), (0, 1, 2))  # noqa: PTH109
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: os.kill(asked.pid, number))
    code = asked.ended()[0]
    os._exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    _main()
