"""Files on disk: read, locked, and replaced in one step."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..errors import ScaffoldError

LOCK_SECONDS = 60.0
"""How long a command waits for another one that changes the same file, in seconds."""


def read_for_change(path: Path, name: str | None = None) -> bytes:
    """Return the bytes of a file that is to be changed.

    Args:
        path: The file.
        name: What messages call it, its path by default.

    Raises:
        ScaffoldError: There is no such file, or it cannot be read or written.
    """
    data = read(path, name)
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise ScaffoldError(f"{name or path} is read-only; make it writable and try again.")
    return data


def read(path: Path, name: str | None = None) -> bytes:
    """Return the bytes of a file.

    Args:
        path: The file.
        name: What messages call it, its path by default.

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

    The locks are in the user's cache, named after the files' real paths: next to the files they
    would end up in a commit.

    Raises:
        ScaffoldError: Another command held one of them for `LOCK_SECONDS`.
    """
    with ExitStack() as stack:
        for path in sorted({os.path.realpath(path) for path in paths}):
            stack.enter_context(_lock(path))
        yield


def _lock(path: str) -> AbstractContextManager[object]:
    """Return a lock that is held until it is left as a context."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import

    lock = FileLock(_lock_file(path), timeout=LOCK_SECONDS)
    try:
        return lock.acquire()
    except Timeout:
        raise ScaffoldError(
            f"{path} is being changed by another command for {LOCK_SECONDS:.0f} s; "
            "wait for it to end and try again."
        ) from None
    except OSError as error:  # after `sudo`, it is root's
        raise ScaffoldError(f"{lock.lock_file} cannot be locked: {error.strerror}.") from None


def cache_folder(name: str) -> Path:
    """Return a folder of sam-scaffold in the user's cache; it may not exist yet.

    Args:
        name: Its name: ``"templates"``.
    """
    from platformdirs import user_cache_path  # noqa: PLC0415 - slow to import

    return user_cache_path("sam-scaffold", appauthor=False) / name


def _lock_file(path: str) -> Path:
    import hashlib  # noqa: PLC0415 - slow to import

    digest = hashlib.sha256(os.path.normcase(path).encode("utf-8", "surrogateescape")).hexdigest()
    return own_folder("locks") / f"{digest[:32]}.lock"


def own_folder(name: str) -> Path:
    """Return a folder of the user's own: in the cache, else in the temporary folder.

    Args:
        name: Its name: ``"locks"``.

    Raises:
        ScaffoldError: It belongs to another user.
    """
    import tempfile  # noqa: PLC0415 - slow to import

    user = os.getuid() if hasattr(os, "getuid") else 0  # on Windows every file's owner is 0
    temporary = Path(tempfile.gettempdir(), f"sam-scaffold-{name}-{user}")
    for folder in (cache_folder(name), temporary):
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.lstat().st_uid == user and os.access(folder, os.W_OK):
                return folder
    raise ScaffoldError(f"{temporary} belongs to another user; set TMPDIR to a folder of your own.")


def empty_folder() -> Path:
    """Return an empty folder of the user's own, for programs that look around where they run.

    Raises:
        ScaffoldError: It belongs to another user.
    """
    return own_folder("empty")


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C and the like back until the current write is finished or rolled back."""
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
"""Signals that stop a command."""


def write(path: Path, data: bytes, temporary: Path | None = None, name: str | None = None) -> None:
    """Write a file in one step: a reader finds the old bytes or the new ones.

    A symlink's target is written, not the link; an existing file keeps its mode.

    Args:
        path: The file.
        data: Its bytes.
        temporary: The name, in the same folder, under which they are written first.
        name: What messages call it, its path by default.

    Raises:
        ScaffoldError: The file cannot be written; it keeps the old bytes.
    """
    target = Path(os.path.realpath(path))
    beside = temporary or target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        _replace(target, data, beside)
    except OSError as error:
        raise ScaffoldError(f"{name or path} cannot be written: {error.strerror}.") from None


def create(
    path: Path, data: bytes, temporary: Path, name: str | None = None, mode: int | None = None
) -> None:
    """Write a new file in one step.

    Args:
        path: The file.
        data: Its bytes.
        temporary: The name, in the same folder, under which they are written first.
        name: What messages call it, its path by default.
        mode: Its mode; None for the default of new files.

    Raises:
        ScaffoldError: The file exists by now, or cannot be written.
    """
    name = name or str(path)
    try:
        with temporary.open("xb") as file:
            _write_through(file, data)
        if mode is not None:
            temporary.chmod(mode)
        _name(temporary, path)
    except FileExistsError:
        raise ScaffoldError(f"{name} exists; choose another name, or move the file.") from None
    except OSError as error:
        raise ScaffoldError(f"{name} cannot be written: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def replace(path: Path, data: bytes, temporary: Path, name: str, mode: int) -> None:
    """Write a file in one step, replacing a file, or a link itself.

    Args:
        path: The file.
        data: Its bytes.
        temporary: The name, in the same folder, under which they are written first.
        name: The file as messages call it.
        mode: Its mode.

    Raises:
        ScaffoldError: The file cannot be written; nothing has changed.
    """
    try:
        _replace(path, data, temporary, mode)
    except OSError as error:
        raise ScaffoldError(f"{name} cannot be written: {error.strerror}.") from None


def link(path: Path, target: str, temporary: Path, name: str) -> None:
    """Make a symlink in one step, replacing a file or link at its path.

    Args:
        path: The link.
        target: Where it leads, relative to its folder.
        temporary: The name, in the same folder, that it has first if it replaces something.
        name: The link as messages call it.

    Raises:
        ScaffoldError: It cannot be made; nothing has changed.
    """
    folder = (path.parent / target).is_dir()  # Windows tells links to folders from others
    try:
        if not os.path.lexists(path):
            path.symlink_to(target, target_is_directory=folder)
            return
        temporary.symlink_to(target, target_is_directory=folder)
        try:
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or str(error)
        way = "; turn on Developer Mode, which lets Windows make links" if os.name == "nt" else ""
        raise ScaffoldError(f"{name} cannot be made a link: {why}{way}.") from None


def write_durably(path: Path, data: bytes) -> None:
    """Write a new file that survives a power failure; a reader may find half of it.

    Raises:
        ScaffoldError: It cannot be written.
    """
    try:
        with ExitStack() as undo:
            with path.open("xb") as file:
                undo.callback(path.unlink)
                _write_through(file, data)
            undo.pop_all()
    except OSError as error:
        raise ScaffoldError(f"{path} cannot be written: {error.strerror}.") from None
    _sync_folder(path.parent)


def write_cache(file: Path, data: bytes) -> None:
    """Write a file of the user's cache in one step, if there is room: without it, all still works.

    Args:
        file: The file; its folder is created.
        data: Its bytes.
    """
    temporary = file.with_name(f"{file.name}.{os.urandom(4).hex()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)


def _name(temporary: Path, path: Path) -> None:
    """Give a file its name, unless another file has it by now."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)


def _replace(target: Path, data: bytes, temporary: Path, mode: int | None = None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o600)  # readable only by the user until it has its mode
    try:
        with os.fdopen(handle, "wb") as file:
            _write_through(file, data)
        if mode is None or not target.is_symlink():
            _copy_mode(target, temporary)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _write_through(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _copy_mode(target: Path, copy: Path) -> None:
    try:
        status = target.stat()
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        copy.chmod(0o666 & ~umask)
        return
    copy.chmod(stat.S_IMODE(status.st_mode))
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give a file away
            os.chown(copy, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows has no such call for folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
