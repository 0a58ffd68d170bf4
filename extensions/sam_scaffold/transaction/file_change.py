"""Change of one file: its state before and after, and the way back."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from ..errors import ScaffoldError
from . import files


@dataclass(frozen=True, slots=True)
class FileState:
    """State of a path: a file or a link.

    Attributes:
        data: A file's bytes, or a link's target.
        mode: Its type and its mode.
    """

    data: bytes
    mode: int

    @classmethod
    def at(cls, path: Path, name: str) -> FileState | None:
        """Read the state of a path, None if nothing is there.

        Raises:
            ScaffoldError: It is not a file, or it cannot be read.
        """
        try:
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                return cls(os.fsencode(path.readlink()), mode)
            if stat.S_ISREG(mode):
                return cls(path.read_bytes(), mode)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise ScaffoldError(f"{name} cannot be read: {error.strerror}.") from None
        raise ScaffoldError(f"{name} is not a file; move it.")

    @classmethod
    def file(cls, data: bytes, mode: int = 0o644) -> FileState:
        """Return the state of a regular file with some bytes."""
        return cls(data, stat.S_IFREG | mode)

    @classmethod
    def link(cls, target: str) -> FileState:
        """Return the state of a link by where it points."""
        return cls(os.fsencode(target), stat.S_IFLNK | 0o777)

    @property
    def target(self) -> str:
        """Target of a link, with slashes."""
        text = os.fsdecode(self.data)
        return text.replace("\\", "/") if os.name == "nt" else text

    @property
    def is_link(self) -> bool:
        """Return whether it is a link."""
        return stat.S_ISLNK(self.mode)

    @property
    def digest(self) -> str:
        """Return a text that differs for other contents."""
        return f"link {_digest(self.data)}" if self.is_link else _digest(self.data)

    def to_json(self) -> dict[str, Any]:
        """Return it as data for a journal."""
        return {"data": base64.b64encode(self.data).decode(), "mode": self.mode}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> FileState:
        """Read the data that `to_json` returned."""
        return cls(base64.b64decode(found["data"]), found["mode"])


class FileContent(Enum):
    """Content of a file, compared with a change of it."""

    BEFORE = auto()
    AFTER = auto()
    OTHERWISE = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """Change of one file.

    Attributes:
        path: Where it is, with all links on the way resolved.
        name: What messages call it.
        before: Its state before; None if there is nothing, or a folder to be removed.
        after: Digest of its bytes afterwards, or of a link; None if it is deleted. If only the
            mode changes, the mode comes first.
    """

    path: Path
    name: str
    before: FileState | None
    after: str | None

    @classmethod
    def of(cls, path: Path, data: bytes | None, root: Path | None) -> Step:
        """Return the change of a file as it is now; of a link's target, if that is a file.

        Args:
            path: The file.
            data: Its bytes afterwards, None to delete it.
            root: The folder that paths in messages are relative to.

        Raises:
            ScaffoldError: The path is not a file, or it cannot be read.
        """
        name = name_of(path, root)
        if data is not None:
            target = Path(os.path.realpath(path))
            if before := FileState.at(target, name):
                return cls(target, name, before, _digest(data))
        place = Path(os.path.realpath(path.parent), path.name)
        after = None if data is None else _digest(data)
        return cls(place, name, FileState.at(place, name), after)

    @classmethod
    def to(cls, place: Path, state: FileState | None, name: str) -> Step:
        """Return the change of a path itself, even if it is a link.

        Args:
            place: Where it is, with all links on the way resolved.
            state: Its state afterwards, None to delete it.
            name: What messages call it.

        Raises:
            ScaffoldError: The path is neither a file nor a folder.
        """
        absent = not is_literal(place) or (state is not None and is_folder(place))
        before = None if absent else FileState.at(place, name)
        after = _digest_of(state)
        if state is not None and before is not None and _only_mode_differs(before, state):
            after = _with_mode(state)
        return cls(place, name, before, after)

    @property
    def is_nothing(self) -> bool:
        """Return whether the file is as it is to be."""
        return self.after == _digest_of(self.before)

    def content(self) -> FileContent:
        """Compare the file with the change, following no link on the way to it."""
        digest = _with_mode if (self.after or "").startswith("mode ") else _digest_of
        try:
            now = digest(FileState.at(self.path, self.name) if is_literal(self.path) else None)
        except ScaffoldError:
            return FileContent.OTHERWISE
        if now == self.after:
            return FileContent.AFTER
        return FileContent.BEFORE if now == digest(self.before) else FileContent.OTHERWISE

    def do(self, data: bytes | FileState | None, temporary: Path) -> None:
        """Make the change.

        Raises:
            ScaffoldError: It cannot be made; the file is as it was.
        """
        if self.before is not None and self.content() is not FileContent.BEFORE:
            raise ScaffoldError(f"{self.name} was changed meanwhile; run the command again.")
        if data is None:
            _delete(self.path, self.name)
        elif isinstance(data, FileState):
            self._put(data, temporary)
        elif self.before is None or self.before.is_link:
            files.create(self.path, data, temporary, self.name)
        else:
            files.write(self.path, data, temporary, self.name)

    def undo(self, temporary: Path) -> None:
        """Undo the change.

        Raises:
            ScaffoldError: It cannot be undone.
        """
        if self.before is None:
            _delete(self.path, self.name)
        elif self.before.is_link or self.after is not None:
            self._put(self.before, temporary)
        else:
            mode = stat.S_IMODE(self.before.mode)
            files.create(self.path, self.before.data, temporary, self.name, mode)

    def _put(self, state: FileState, temporary: Path) -> None:
        """Write a file or a link, which may take the place of the other."""
        mode = stat.S_IMODE(state.mode)
        if state.is_link:
            files.link(self.path, state.target, temporary, self.name)
        elif os.path.lexists(self.path):
            files.replace(self.path, state.data, temporary, self.name, mode)
        else:
            files.create(self.path, state.data, temporary, self.name, mode)

    def to_json(self) -> dict[str, Any]:
        """Return it as data for a journal."""
        before = None if self.before is None else self.before.to_json()
        return {"path": str(self.path), "before": before, "after": self.after}

    @classmethod
    def from_json(cls, found: dict[str, Any], root: Path | None) -> Step:
        """Read the data that `to_json` returned."""
        path, before = Path(found["path"]), found["before"]
        state = None if before is None else FileState.from_json(before)
        return cls(path, name_of(path, root), state, found["after"])


def _delete(path: Path, name: str) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise ScaffoldError(f"{name} cannot be deleted: {error.strerror}.") from None


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder, not a link to one."""
    return path.is_dir() and not path.is_symlink()


def is_literal(path: Path) -> bool:
    """Return whether a path, with all links resolved once, leads through none now."""
    return os.path.realpath(path.parent) == str(path.parent)


def name_of(path: Path, root: Path | None) -> str:
    """Return a file's path as messages show it."""
    if root is not None and path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return str(path)


def _digest_of(state: FileState | None) -> str | None:
    return None if state is None else state.digest


def _only_mode_differs(before: FileState, after: FileState) -> bool:
    modes = stat.S_IMODE(before.mode), stat.S_IMODE(after.mode)
    return before.digest == after.digest and not after.is_link and modes[0] != modes[1]


def _with_mode(state: FileState | None) -> str | None:
    return None if state is None else f"mode {stat.S_IMODE(state.mode):o} {state.digest}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
