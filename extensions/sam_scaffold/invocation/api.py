"""A Runtime API, from which a function's runtime fetches events and to which it sends results.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import queue
import socket
import sys
import threading
import time
from dataclasses import dataclass
from email.message import Message
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any, ClassVar

from ..aws.limits import RESULT_BYTES
from .invocation_result import invalid_response, too_large

PREFIX = "/2018-06-01/runtime"

_POLL_SECONDS = 0.02
_CHUNK = 65536


class ReportKind(Enum):
    """The kind of a report."""

    READY = auto()
    RESPONSE = auto()
    ERROR = auto()
    INIT_ERROR = auto()


@dataclass(frozen=True, slots=True)
class Invocation:
    """An event for a runtime.

    Attributes:
        request_id: Its id.
        event: The event as JSON.
        headers: Additional headers of the Runtime API.
    """

    request_id: str
    event: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """A message from a runtime.

    Attributes:
        kind: Its kind.
        body: The result or the error, as JSON.
        at: When it was received, on the monotonic clock.
    """

    kind: ReportKind
    body: bytes
    at: float


class RuntimeApi:
    """A server for one runtime, which must be closed.

    It can be passed to `select`, and is readable as soon as there is a report.
    """

    def __init__(self) -> None:
        self._invocations: queue.SimpleQueue[Invocation | None] = queue.SimpleQueue()
        self._reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        self._bell, self._ringer = socket.socketpair()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """Return the host and port."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def send(self, invocation: Invocation) -> None:
        """Send an event to the runtime as soon as it asks for one."""
        self._invocations.put(invocation)

    def report(self) -> Report | None:
        """Return the next report of the runtime, None if there is none."""
        try:
            found = self._reports.get_nowait()
        except queue.Empty:
            return None
        self._bell.recv(1)
        return found

    def fileno(self) -> int:
        """Return the file descriptor for `select`."""
        return self._bell.fileno()

    def close(self) -> None:
        """Stop the server, and release a runtime that waits for an event."""
        self._invocations.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._bell.close()
        self._ringer.close()

    def next_invocation(self) -> Invocation | None:
        """Return the next event, after waiting for it; None if the server is closed."""
        self.take(ReportKind.READY, b"")
        return self._invocations.get()

    def take(self, kind: ReportKind, body: bytes) -> None:
        """Add a report of the runtime."""
        self._reports.put(Report(kind, body, time.monotonic()))
        self._ringer.send(b"!")


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, api: RuntimeApi) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a runtime that was killed with an open connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    raw_requestline: bytes
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet

    _KINDS: ClassVar[dict[str, ReportKind]] = {
        "response": ReportKind.RESPONSE,
        "error": ReportKind.ERROR,
        "init": ReportKind.INIT_ERROR,
    }

    def parse_request(self) -> bool:
        """Read a request with headers of any length: a long stack trace is one header."""
        self.requestline = self.raw_requestline.decode("iso-8859-1").strip()
        words = self.requestline.split()
        self.command, self.path, self.request_version, *_ = (*words, "", "", "")
        self.headers = Message()
        self.close_connection = False
        while (line := self.rfile.readline(RESULT_BYTES).strip()) and b":" in line:
            name, _, value = line.decode("iso-8859-1").partition(":")
            self.headers[name] = value.strip()
        if self.headers.get("Expect", "").lower() == "100-continue":
            return self.handle_expect_100()
        return True

    def do_GET(self) -> None:
        if self.path != f"{PREFIX}/invocation/next":
            self.send_error(404)
            return
        invocation = self.server.api.next_invocation()
        if invocation is None:
            self.close_connection = True
            return
        headers = {"Lambda-Runtime-Aws-Request-Id": invocation.request_id, **invocation.headers}
        self._answer(200, invocation.event, headers)

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(min(size, RESULT_BYTES))
        for left in range(size - len(body), 0, -_CHUNK):  # discard the rest
            self.rfile.read(min(left, _CHUNK))
        match self.path.removeprefix(f"{PREFIX}/").split("/"):
            case ["init" as kind, "error"] | ["invocation", _, ("response" | "error") as kind]:
                problem = (
                    too_large()
                    if size > RESULT_BYTES
                    else None
                    if _is_json(body)
                    else invalid_response()
                )
                if problem is not None:
                    kind, body = "error", json.dumps(problem).encode()
                self.server.api.take(self._KINDS[kind], body)
                self._answer(202, b'{"status":"OK"}', {})
            case _:
                self.send_error(404)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Log nothing."""


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body or b"null")
    except (ValueError, RecursionError):
        return False
    return True
