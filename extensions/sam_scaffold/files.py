"""Files on disk: read, locked, and replaced in one step."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from .errors import ScaffoldError

LOCK_SECONDS = 60.0
"""How long a command waits for another one that changes the same file, in seconds."""


def read_for_change(path: Path, name: str | None = None) -> bytes:
    """The bytes of a file that is to be changed.

    Args:
        path: The file.
        name: What messages call it, its path if nothing else is said.

    Raises:
        ScaffoldError: There is no such file, or it cannot be read or written.
    """
    data = read(path, name)
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise ScaffoldError(f"{name or path} is read-only; make it writable and try again.")
    return data


def read(path: Path, name: str | None = None) -> bytes:
    """The bytes of a file.

    Args:
        path: The file.
        name: What messages call it, its path if nothing else is said.

    Raises:
        ScaffoldError: There is no such file, or it cannot be read.
    """
    name = name or str(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ScaffoldError(f"{name}: no such file; name an existing SAM template.") from None
    except IsADirectoryError:
        raise ScaffoldError(f"{name} is a folder; name the SAM template in it.") from None
    except OSError as error:
        if path.is_dir():  # what Windows raises for a folder is a PermissionError
            raise ScaffoldError(f"{name} is a folder; name the SAM template in it.") from None
        raise ScaffoldError(f"{name} cannot be read: {error.strerror}.") from None


@contextmanager
def locked(paths: Iterable[Path]) -> Iterator[None]:
    """Keep other commands from changing some files.

    The locks lie in the user's cache, named after the files' real paths: beside the
    files they would end up in somebody's commit.

    Raises:
        ScaffoldError: Another command held one of them for `LOCK_SECONDS`.
    """
    with ExitStack() as stack:
        for path in sorted({os.path.realpath(path) for path in paths}):
            stack.enter_context(_lock(path))
        yield


def _lock(path: str) -> AbstractContextManager[object]:
    """A lock that is held until it is left as a context."""
    lock = FileLock(_lock_file(path), timeout=LOCK_SECONDS)
    try:
        return lock.acquire()
    except Timeout:
        raise ScaffoldError(
            f"{path} is being changed by another command for {LOCK_SECONDS:.0f} s; "
            "wait for it to end and try again."
        ) from None


def cache_folder(name: str) -> Path:
    """Where something of ours lies in the user's cache; it may not exist yet.

    Args:
        name: What it is: ``"templates"``.
    """
    return user_cache_path("sam-scaffold", appauthor=False) / name


def _lock_file(path: str) -> Path:
    digest = hashlib.sha256(os.path.normcase(path).encode("utf-8", "surrogateescape")).hexdigest()
    return _lock_folder() / f"{digest[:32]}.lock"


def _lock_folder() -> Path:
    """A folder of the user's own; the temporary one where there is no home to write to."""
    user = os.getuid() if hasattr(os, "getuid") else 0  # on Windows every file's owner is 0
    temporary = Path(tempfile.gettempdir(), f"sam-scaffold-{user}")
    for folder in (cache_folder("locks"), temporary):
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.lstat().st_uid == user and os.access(folder, os.W_OK):
                return folder
    raise ScaffoldError(f"{temporary} is not ours to write locks into; set TMPDIR to a folder.")


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C and the like back until what is being written is written or taken back."""
    held: list[int] = []
    before = {number: signal.signal(number, lambda got, _: held.append(got)) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if held:
        signal.raise_signal(held[0])


SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""What people and machines stop a command with."""


def write(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever reads it finds the old bytes or the new ones.

    A symlink's target is written, not the link; an existing file keeps its mode.

    Raises:
        ScaffoldError: The file cannot be written; the old bytes still stand.
    """
    target = Path(os.path.realpath(path))
    try:
        _replace(target, data)
    except OSError as error:
        raise ScaffoldError(f"{path} cannot be written: {error.strerror}.") from None


def write_all(changes: Mapping[Path, bytes | None]) -> None:
    """Write several files, or delete those with None; if one fails, all are as before.

    Raises:
        ScaffoldError: A file cannot be written.
    """
    with ExitStack() as undo:
        for path, data in changes.items():
            undo.callback(_put, path, path.read_bytes() if path.exists() else None)
            _put(path, data)
        undo.pop_all()


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write(path, data)


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _copy_mode(target, name)
        os.replace(name, target)  # noqa: PTH105 - the name is a str
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - the name is a str
        raise
    _sync_folder(target.parent)


def _copy_mode(target: Path, name: str) -> None:
    try:
        status = target.stat()
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        return
    Path(name).chmod(stat.S_IMODE(status.st_mode))
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give a file away
            os.chown(name, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows has no such call for folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
