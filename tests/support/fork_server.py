"""A process that has imported modules, and forks itself for each requested command.

A command that is forked here is a process of its own, with its own words, folder, variables and
streams, and is killed like any other. What it need not do is to import what this process has
imported, which is most of what a short command does. Run as ``fork_server.py SETTINGS``; it
ends with its standard input.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
import warnings
from pathlib import Path
from typing import Any, NoReturn

import once

Message = dict[str, Any]


def main() -> None:
    """Prepare, say so, and serve."""
    settings: Message = json.loads(sys.argv[1])
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(settings["socket"])
    once.keep_nothing_safe()
    for name in settings["modules"]:
        importlib.import_module(name)
    once.keep_rules()
    template = Path(os.environ["SAM_SCAFFOLD_TEMPLATE"])
    once.keep_git(lambda: template)
    nowhere = io.StringIO()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        _practise(settings["practice"])
    gc.collect()
    gc.freeze()
    listener.listen(64)
    print("ready", flush=True)  # noqa: T201 - the parent process waits for it
    _Server(listener).serve()


def _practise(commands: list[list[str]]) -> None:
    """Run commands here: they compile the expressions that all the others need."""
    from sam_scaffold.commands.cli import cli  # noqa: PLC0415 - not before it may

    for words in commands:
        cli(words, prog_name="sam-scaffold", standalone_mode=False)


class _Server:
    """Starts commands, and tells who asked for one how it ended."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._clients: dict[int, socket.socket] = {}

    def serve(self) -> None:
        """Take requests until standard input ends."""
        woken, wake = socket.socketpair()
        woken.setblocking(False)  # noqa: FBT003 - so it is called
        wake.setblocking(False)  # noqa: FBT003
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        selector = selectors.DefaultSelector()
        for file in (0, self._listener, woken):
            selector.register(file, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj == 0:
                    return
                if key.fileobj is self._listener:
                    self._start(self._listener.accept()[0])
                else:
                    woken.recv(4096)
                    self._tell()

    def _start(self, client: socket.socket) -> None:
        request, files = _received(client)
        child = os.fork()
        if not child:
            _become(request, files)
        for file in files:
            os.close(file)
        self._clients[child] = client
        _send(client, {"pid": child})

    def _tell(self) -> None:
        while self._clients:
            child, status, used = os.wait4(-1, os.WNOHANG)
            if not child:
                return
            client = self._clients.pop(child)
            seconds = used.ru_utime + used.ru_stime
            _send(client, {"code": os.waitstatus_to_exitcode(status), "seconds": seconds})
            client.close()


def _received(client: socket.socket) -> tuple[Message, list[int]]:
    """Read a request, and the streams that come with it."""
    files = array.array("i")
    data, ancillary, _, _ = client.recvmsg(65536, socket.CMSG_SPACE(3 * files.itemsize))
    for _, _, content in ancillary:
        files.frombytes(content)
    while not data.endswith(b"\n"):
        data += client.recv(65536)
    return json.loads(data), list(files)


def _send(client: socket.socket, message: Message) -> None:
    with contextlib.suppress(OSError):  # who asked may have gone
        client.sendall(json.dumps(message).encode() + b"\n")


def _become(request: Message, files: list[int]) -> NoReturn:
    """Be the command from here on."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _take_streams(files)
        os.chdir(request["folder"])
        os.umask(request["umask"])
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        tempfile.tempdir = None
        sys.argv = [request["module"], *request["words"]]
        sys.path.insert(0, request["folder"])
        if request["module"] == "copier":
            once.read_in_c()
        if request["quiet"]:
            warnings.simplefilter("ignore")
        code = _exit_code(request["module"])
        threading._shutdown()  # type: ignore[attr-defined] # what Python does at its end
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _take_streams(files: list[int]) -> None:
    """Make new streams, as Python does: those of the server remember what its files were."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        old = getattr(sys, name)
        stream = open(  # noqa: SIM115 - for as long as the process lives
            number,
            "w" if number else "r",
            encoding=old.encoding,
            errors=old.errors,
            closefd=False,
        )
        stream.reconfigure(line_buffering=number == 2 or stream.isatty())
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _exit_code(module: str) -> int:
    """Run a module, and return what its process exits with."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return ended.code or 0
        sys.stderr.write(f"{ended.code}\n")
        return 1
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main()
