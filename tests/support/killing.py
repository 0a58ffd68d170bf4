"""Commands that are stopped at their writes.

A command runs as a process of its own, which is forked off this one: that saves the imports, and
what commands with the `variables` keep in this process. They all share a cache of their own.
Where it is to be stopped at many places it is forked again at its first write, once for each:
that saves what comes before. An audit hook sees whatever it writes below a folder, by
whatever function, so that no write can be forgotten here.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from command_environment import _scratch, of_commands
from repositories import Repository, Snapshot

from sam_scaffold.__main__ import main


@cache
def _cache() -> Path:
    """Return the user's cache of all these commands."""
    return Path(tempfile.mkdtemp(prefix="cache-", dir=_scratch()))


def variables(template: Path) -> dict[str, str]:
    """Return the variables of these commands.

    Args:
        template: Address of the template.
    """
    return {"XDG_CACHE_HOME": str(_cache()), "SAM_SCAFFOLD_TEMPLATE": str(template)}


@dataclass(frozen=True, slots=True)
class Write:
    """One step of a command at its files.

    Attributes:
        number: The how manieth it is.
        what: The audit event: ``open``, ``os.rename``.
        path: Where.
    """

    number: int
    what: str
    path: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The point at which a command is stopped.

    Attributes:
        at: The number of the write that it does not reach.
        by: The signal.
        torn: Whether the file is opened, and a part of it is written.
    """

    at: int
    by: signal.Signals
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a command.

    Attributes:
        code: Its exit code, or the signal as a negative number.
        err: Its output on standard error.
    """

    code: int
    err: str


@dataclass(frozen=True, slots=True)
class Left:
    """The files that a stopped command left.

    Attributes:
        ended: The end of the command.
        tree: The repository.
        journals: The files in the journals' folder.
    """

    ended: Ended
    tree: Snapshot
    journals: dict[str, bytes]


Act = Callable[[Write], None]


@dataclass(frozen=True, slots=True)
class Commands:
    """Commands on one repository.

    Attributes:
        repository: The repository.
        scratch: A folder for what the commands say.
        template: Address of the template.
        call: The function of a command, which finds its arguments in ``sys.argv``.
    """

    repository: Repository
    scratch: Path
    template: Path
    call: Callable[[], None] = main

    def __post_init__(self) -> None:
        for journal in self._folder.glob("*"):  # of a test that failed
            journal.unlink()

    @property
    def _folder(self) -> Path:
        return _cache() / "sam-scaffold/journals"

    @property
    def journals(self) -> dict[str, bytes]:
        """Return the files in the journals' folder."""
        return {path.name: path.read_bytes() for path in self._folder.glob("*")}

    def put_back(self, tree: Snapshot, journals: dict[str, bytes]) -> None:
        """Restore the repository and the journals."""
        restore(self.repository, tree)
        for path in self._folder.glob("*"):
            path.unlink()
        for name, data in journals.items():
            (self._folder / name).write_bytes(data)

    def run(self, *words: str) -> Ended:
        """Run a command."""
        return self._fork(words, lambda _: None)

    def stopped(self, words: Sequence[str], stops: Sequence[Stop]) -> list[Left]:
        """Run a command, stop it once at each point, and restore its files each time."""
        result = self.scratch / "left"
        mine: list[Stop] = []

        def act(write: Write) -> None:
            if write.number == 1:
                mine.extend(self._one_each(stops, result))
            (stop,) = mine
            if write.number == stop.at:
                if stop.torn:
                    Path(write.path).write_bytes(b'{"')
                os.kill(os.getpid(), stop.by)

        ended = self._fork(tuple(words), act)
        assert ended.code == 0, ended
        found: list[Left] = pickle.loads(result.read_bytes())  # noqa: S301 - our own
        return found

    def _one_each(self, stops: Sequence[Stop], result: Path) -> list[Stop]:
        """Go on as many processes, one for each stop; this one ends."""
        tree, journals = self.repository.snapshot(), self.journals
        found = []
        for stop in stops:
            self._said.write_text("", "utf-8")
            child = os.fork()
            if not child:
                return [stop]
            ended = self._wait(child)
            found.append(Left(ended, self.repository.snapshot(), self.journals))
            self.put_back(tree, journals)
        result.write_bytes(pickle.dumps(found))
        os._exit(0)

    def writes(self, *words: str) -> list[Write]:
        """Run a command without stopping it, and return each of its writes."""
        log = self.scratch / "writes"
        log.unlink(missing_ok=True)

        def act(write: Write) -> None:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{write.what}\t{write.path}\n")

        ended = self._fork(words, act)
        assert ended.code == 0, ended
        lines = log.read_text("utf-8").splitlines()
        return [Write(number, *line.split("\t")) for number, line in enumerate(lines, 1)]

    @property
    def _said(self) -> Path:
        return self.scratch / "said"

    def _fork(self, words: tuple[str, ...], act: Act) -> Ended:
        self._said.write_text("", "utf-8")
        child = os.fork()
        if not child:
            try:
                self._become(words, act)
            finally:
                os._exit(97)
        return self._wait(child)

    def _wait(self, child: int) -> Ended:
        status = os.waitpid(child, 0)[1]
        return Ended(os.waitstatus_to_exitcode(status), self._said.read_text("utf-8"))

    def _become(self, words: tuple[str, ...], act: Act) -> NoReturn:
        """Be the command from here on."""
        os.chdir(self.repository.root)
        os.environ.clear()
        os.environ.update(of_commands(**variables(self.template)))
        sys.argv = ["sam-scaffold", *words]
        folders = (f"{self.repository.root}{os.sep}", f"{self._folder}{os.sep}")
        with self._said.open("a", encoding="utf-8") as err:
            sys.stdin, sys.stdout, sys.stderr = StringIO(), StringIO(), err
            sys.addaudithook(_Hook(folders, act))
            code = 98
            try:
                self.call()
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
        os._exit(code)


_TWO_PATHS = ("os.rename", "os.link", "os.symlink")
_EVENTS = ("os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", *_TWO_PATHS)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _Hook:
    """An audit hook that counts the writes below some folders."""

    def __init__(self, folders: tuple[str, ...], act: Act) -> None:
        self.folders = folders
        self.act = act
        self.count = 0
        self.busy = False

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if self.busy:
            return
        self.busy = True
        try:
            for path in _paths(event, args):
                if path.startswith(self.folders):
                    self.count += 1
                    self.act(Write(self.count, event, path))
                    break
        finally:
            self.busy = False


def _paths(event: str, args: tuple[Any, ...]) -> Iterator[str]:
    """Return the paths that an audit event writes to."""
    if event == "open":
        if not isinstance(args[2], int) or not args[2] & _WRITING:
            return
        found = args[:1]
    elif event in _EVENTS:
        if args[-1] >= 0:  # relative to a folder: how shutil.rmtree empties a staging folder
            return
        found = args[:2] if event in _TWO_PATHS else args[:1]
    else:
        return
    for path in found:
        if not isinstance(path, int):
            yield os.path.realpath(os.fsdecode(path))


def restore(repository: Repository, snapshot: Snapshot) -> None:
    """Restore a repository."""
    for path in repository.root.iterdir():
        if path.name != ".git":
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    for name, (mode, data) in snapshot.items():
        path = repository.root / name
        if stat.S_ISLNK(mode):
            path.symlink_to(os.fsdecode(data))
            continue
        if stat.S_ISDIR(mode):
            path.mkdir()
        else:
            path.write_bytes(data)
        with suppress(OSError):
            path.chmod(stat.S_IMODE(mode))
