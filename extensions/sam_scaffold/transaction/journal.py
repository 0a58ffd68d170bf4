"""Changes of several files: all of them or none, even if the process is killed.

Before the first file is changed, a journal of the files' states is written to the user's cache;
it is deleted after the last file. A killed command leaves it there, and the next command that
changes the same files rolls back what was done. So a repository is in the old state or in the
new one, or the next command puts it there.

It is an undo journal, not a redo journal: the killed command can be run again, and no file
appears by itself in a work tree that was cleaned meanwhile.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ScaffoldError
from . import files
from .file_change import FileContent, FileState, Step, is_folder, is_literal, name_of
from .paths import Bounds
from .replaced_links import Change, Ends, folders_gone, remove_folder

_LOG = logging.getLogger("sam_scaffold")


@contextmanager
def locked(paths: Iterable[Path]) -> Iterator[None]:
    """Keep other commands from changing some files, and recover from a killed one.

    Args:
        paths: SAM templates: a command that changes a component locks the template that
            contains its resources.

    Raises:
        ScaffoldError: Another command held one of them for too long, or the recovery failed.
    """
    names = {os.path.realpath(path) for path in paths}
    while True:
        with files.locked(map(Path, names)):
            left = [journal for journal in _journals() if names.intersection(journal.locks)]
            needed = names.union(*(journal.locks for journal in left))
            if needed == names:  # else another command may be changing the others
                for journal in left:
                    journal.recover()
                yield
                return
        names = needed


def recover(folder: Path) -> None:
    """Roll back the changes of killed commands below a folder.

    Raises:
        ScaffoldError: A running command did not end in time, or the recovery failed.
    """
    root = os.path.realpath(folder)
    for journal in _journals():
        if journal.is_about(root):
            with locked(map(Path, journal.locks)):
                pass


def commit(changes: Mapping[Path, Change], locks: Iterable[Path], root: Path | None = None) -> None:
    """Write several files and links, or delete those with None: all of them or none.

    They are written in their order. If there is a `FileState` among them, deletions come first
    and links last, so that a link can replace a folder whose files are all deleted, and a folder
    a link.

    Args:
        changes: The bytes of each file, written to the target of a link; or a `FileState`, which
            replaces the file or link itself.
        locks: The SAM templates that the caller holds the locks of.
        root: The repository, whose folders are removed if they become empty. Paths in messages
            are relative to it.

    Raises:
        ScaffoldError: A file cannot be written, or is outside the repository; nothing changed.
    """
    held = sorted({os.path.realpath(path) for path in locks})
    others = [] if held else [Path.cwd() if root is None else root]  # no recovery meanwhile
    with files.locked(others), files.uninterrupted():
        work = _work(changes, root)
        if not work:
            return
        steps = [step for step, _ in work]
        journal = _Journal.write(steps, held or list(map(os.path.realpath, others)), root)
        done: list[Step] = []
        try:
            for step, data in work:
                journal.do(step, data)
                done.append(step)
        except BaseException:
            journal.roll_back(done)
            raise
        journal.finish()


_Work = tuple[Step, Change]


def _work(changes: Mapping[Path, Change], root: Path | None) -> list[_Work]:
    """Return the steps, each path once, in order.

    Raises:
        ScaffoldError: A path leads out of the repository, or is not a file.
    """
    ends = Ends.of(changes)
    bounds = None if root is None else Bounds.of(root)
    work: dict[Path, _Work] = {}
    for path, data in changes.items():
        step = _step(path, data, root, ends)
        if bounds is not None:
            itself = ends.states and not isinstance(data, bytes)
            bounds.check_real(step.path.parent if itself else path, name_of(path, root))
        if not step.is_nothing:
            work[step.path] = (step, data)
    if any(isinstance(data, FileState) for data in changes.values()):
        return sorted(work.values(), key=_phase)
    return list(work.values())


def _step(path: Path, data: Change, root: Path | None, ends: Ends) -> Step:
    place = ends.place(path, data)
    if isinstance(data, FileState) or (ends.states and data is None):
        return Step.to(place, data, name_of(path, root))
    return Step.of(place if ends.states else path, data, root)


def _phase(work: _Work) -> int:
    data = work[1]
    return 0 if data is None else 2 if isinstance(data, FileState) and data.is_link else 1


@dataclass(frozen=True, slots=True)
class _Journal:
    """A journal in the user's cache.

    Attributes:
        file: Where it is.
        locks: The files that its writer locks, as does the recovery.
        steps: The files that change.
        folders: The folders that are created for them, the deepest first.
        gone: The folders that a file or link replaces, and their modes.
        root: The repository.
    """

    file: Path
    locks: Sequence[str]
    steps: Sequence[Step]
    folders: Sequence[Path]
    gone: Mapping[Path, int]
    root: Path | None

    @classmethod
    def write(cls, steps: list[Step], locks: list[str], root: Path | None) -> _Journal:
        """Begin to change files.

        Raises:
            ScaffoldError: It cannot be written.
        """
        made = [step.path.parents for step in steps if step.after is not None]
        above = {folder for parents in made for folder in parents}
        folders = {folder for folder in above if not is_folder(folder) or not is_literal(folder)}
        deleted = {step.path for step in steps if step.after is None}
        written = [step.path for step in steps if step.after is not None]
        gone = [folders_gone(path, deleted, root) for path in written]
        journal = cls(
            _folder() / f"{os.urandom(16).hex()}.json",
            locks,
            steps,
            sorted(folders, key=lambda folder: len(folder.parts), reverse=True),
            {folder: mode for found in gone for folder, mode in found.items()},
            None if root is None else Path(os.path.realpath(root)),
        )
        with files.locked([_folder()]):  # half a journal under this lock may be deleted
            files.write_durably(journal.file, json.dumps(journal.to_json()).encode())
        return journal

    def to_json(self) -> dict[str, Any]:
        return {
            "locks": self.locks,
            "root": None if self.root is None else str(self.root),
            "folders": [str(folder) for folder in self.folders],
            "gone": {str(folder): mode for folder, mode in self.gone.items()},
            "steps": [step.to_json() for step in self.steps],
        }

    @classmethod
    def read(cls, file: Path) -> _Journal:
        """Read a journal.

        Raises:
            OSError: Another command has deleted it meanwhile.
            ValueError: It is incomplete.
            LookupError, TypeError: It is not of this version of sam-scaffold.
        """
        found = json.loads(file.read_bytes())
        root = None if found["root"] is None else Path(found["root"])
        steps = [Step.from_json(step, root) for step in found["steps"]]
        gone = {Path(folder): mode for folder, mode in found.get("gone", {}).items()}
        return cls(file, found["locks"], steps, list(map(Path, found["folders"])), gone, root)

    def is_about(self, root: str) -> bool:
        """Return whether one of its files is below a folder."""
        paths = [*map(Path, self.locks), *(step.path for step in self.steps)]
        return any(path.is_relative_to(root) for path in paths)

    def do(self, step: Step, data: Change) -> None:
        """Make one change, and the folders for it."""
        if data is not None:
            self._make_way(step)
            self._make_folders(step)
        step.do(data, self._temporary(step))

    def _make_way(self, step: Step) -> None:
        """Remove the folder that a file or a link replaces."""
        try:
            for folder in _deepest_first(self.gone, step.path):
                if is_folder(folder):
                    remove_folder(folder)
        except OSError as error:
            name = name_of(folder, self.root)
            raise ScaffoldError(f"{name} cannot be removed: {error.strerror}.") from None

    def _make_folders(self, step: Step) -> None:
        try:
            for folder in reversed([parent for parent in step.path.parents if not parent.exists()]):
                folder.mkdir(exist_ok=True)  # another command may need it, too
        except OSError as error:
            why = f"{error.strerror} ({name_of(Path(error.filename), self.root)})"
            raise ScaffoldError(f"{step.name} cannot be written: {why}.") from None

    def _temporary(self, step: Step) -> Path:
        return step.path.with_name(f".{step.path.name}.{self.file.stem[:8]}.tmp")

    def finish(self) -> None:
        """Delete it, with the files in the new state."""
        for step in self.steps:
            if step.after is None and self.root is not None:
                for folder in step.path.parents:
                    if folder == self.root or not folder.is_relative_to(self.root):
                        break
                    if is_literal(folder):
                        _remove_folder(folder)
        self._close()

    def undo(self, steps: Sequence[Step]) -> None:
        """Delete it, with the files in the old state; later edits by others stay.

        Args:
            steps: What was done.

        Raises:
            ScaffoldError: A file cannot be written; the journal stays.
        """
        for step in reversed(steps):
            if self._content(step) is FileContent.AFTER:
                self._undo(step)
        self._restore_folders(self.gone)
        for folder in self.folders:
            if is_literal(folder):
                _remove_folder(folder)
        self._close()

    def _undo(self, step: Step) -> None:
        for folder in _deepest_first(self.folders, step.path):
            _remove_folder(folder)
        self._restore_folders(folder for folder in self.gone if step.path.is_relative_to(folder))
        # No other folder is removed before the end: a missing one was deleted by someone else.
        if step.path.parent.exists() and not is_folder(step.path):
            step.undo(self._temporary(step))

    def _restore_folders(self, folders: Iterable[Path]) -> None:
        """Create folders again that were replaced."""
        for folder in sorted(folders, key=lambda folder: len(folder.parts)):
            with suppress(OSError):
                if not os.path.lexists(folder) and is_literal(folder):
                    folder.mkdir()
                if is_folder(folder) and is_literal(folder):
                    folder.chmod(self.gone[folder])

    def _content(self, step: Step) -> FileContent:
        """Compare a path with its step, where a created or replaced folder counts as a state."""
        if is_folder(step.path) and is_literal(step.path):
            if step.after is None and step.path in self.folders:
                return FileContent.AFTER
            if step.before is None and step.path in self.gone:
                return FileContent.BEFORE
        return step.content()

    def roll_back(self, done: Sequence[Step]) -> None:
        """Undo the steps that were done before an error."""
        try:
            self.undo(done)
        except ScaffoldError as error:
            _LOG.warning("%s The next command tries again to restore the old state.", error)

    def recover(self) -> None:
        """Put the files of a killed command into one state.

        A file in its old or new state is changed; any other content is a later edit and stays.
        """
        for step in self.steps:
            with suppress(OSError):
                self._temporary(step).unlink(missing_ok=True)
        stands = [self._content(step) for step in self.steps]
        if FileContent.BEFORE not in stands:
            self.finish()
        else:
            self.undo(self.steps)
            if changed := stands.count(FileContent.AFTER):
                _LOG.warning(
                    "a command was killed; its changes (%d of %d files) were rolled back.",
                    changed, len(stands),
                )  # fmt: skip
        if FileContent.AFTER in stands:
            for step, how in zip(self.steps, stands, strict=True):
                if how is FileContent.OTHERWISE:
                    _LOG.warning(
                        "a killed command was to change %s, which has been edited since; it stays "
                        "as it is. Look at `git diff`.", step.name,
                    )  # fmt: skip

    def _close(self) -> None:
        try:
            self.file.unlink(missing_ok=True)
        except OSError:  # on Windows, while another command reads it
            with suppress(OSError):
                self.file.write_bytes(b"")


def _folder() -> Path:
    return files.own_folder("journals")


def _journals() -> list[_Journal]:
    """Return all journals, also those of running commands."""
    found = (_read(file) for file in sorted(_folder().glob("*.json")))
    return [journal for journal in found if journal is not None]


def _read(file: Path) -> _Journal | None:
    try:
        try:
            return _Journal.read(file)
        except ValueError:
            with files.locked([file.parent]):  # its holder completes its journal
                return _whole(file)
    except (OSError, LookupError, TypeError):
        return None


def _whole(file: Path) -> _Journal | None:
    """Return a journal; delete one that a killed command left incomplete."""
    try:
        return _Journal.read(file)
    except ValueError:
        file.unlink(missing_ok=True)
        return None


def _deepest_first(folders: Iterable[Path], top: Path) -> list[Path]:
    """Return a folder and those below it, the deepest first."""
    found = (folder for folder in folders if folder.is_relative_to(top))
    return sorted(found, key=lambda folder: len(folder.parts), reverse=True)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # it is not empty
        remove_folder(folder)
