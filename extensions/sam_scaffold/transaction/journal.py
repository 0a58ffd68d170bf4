"""Changes of several files: all of them or none, also if the process is killed.

Before the first file is touched, a journal of how the files are is put into the user's
cache, and it goes when the last one is written. Who is killed half-way leaves it there, and
the next command that works on the same files takes back what was done. So a repository is in
the old state or in the new one, or a second run brings it there.

It is an undo journal and no redo journal, so that the command that was killed can just be run
again, and so that nothing turns up by itself in a work tree that somebody has cleaned.
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
    """Keep other commands from changing some files, and mend what a killed one left.

    Args:
        paths: SAM templates: who changes anything of a component locks the template that
            it is wired into.

    Raises:
        ScaffoldError: Another command held one of them for too long, or what was left
            cannot be mended.
    """
    names = {os.path.realpath(path) for path in paths}
    while True:
        with files.locked(map(Path, names)):
            left = [one for one in _journals() if names.intersection(one.locks)]
            needed = names.union(*(one.locks for one in left))
            if needed == names:  # else somebody else may be at work on the others
                for journal in left:
                    journal.recover()
                yield
                return
        names = needed


def recover(folder: Path) -> None:
    """Take back what a killed command left below a folder.

    Raises:
        ScaffoldError: A command that is still at work did not come to its end, or what was
            left cannot be mended.
    """
    root = os.path.realpath(folder)
    for journal in _journals():
        if journal.is_about(root):
            with locked(map(Path, journal.locks)):
                pass


def commit(changes: Mapping[Path, Change], locks: Iterable[Path], root: Path | None = None) -> None:
    """Write several files and links, or delete those with None: all of them or none.

    They are written in their order; where there is a `FileState` among them, what goes goes first
    and links come last, so that a link can take the place of a folder whose files all go, and
    a folder that of a link.

    Args:
        changes: The bytes of each file, which are written to where a link leads; or a `FileState`,
            which takes the place of whatever file or link is there.
        locks: The SAM templates that the caller holds the locks of.
        root: The repository, whose folders go if they become empty. Messages name the files
            relative to it.

    Raises:
        ScaffoldError: A file cannot be written, or lies elsewhere; all are as they were.
    """
    held = sorted({os.path.realpath(path) for path in locks})
    others = [] if held else [Path.cwd() if root is None else root]  # nobody may mend meanwhile
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
            journal.give_up(done)
            raise
        journal.finish()


_Work = tuple[Step, Change]


def _work(changes: Mapping[Path, Change], root: Path | None) -> list[_Work]:
    """Return what is to be done, each place once, in order.

    Raises:
        ScaffoldError: A path leads elsewhere, or no file is there.
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
        locks: The files that are locked by who writes it, and by who mends it.
        steps: The files that change.
        folders: The folders that are made for them, the deepest first.
        gone: The folders that make way for one of them, and their modes.
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
        made = [one.path.parents for one in steps if one.after is not None]
        above = {folder for parents in made for folder in parents}
        folders = {one for one in above if not is_folder(one) or not is_literal(one)}
        deleted = {one.path for one in steps if one.after is None}
        comes = [one.path for one in steps if one.after is not None]
        gone = [folders_gone(path, deleted, root) for path in comes]
        journal = cls(
            _folder() / f"{os.urandom(16).hex()}.json",
            locks,
            steps,
            sorted(folders, key=lambda folder: len(folder.parts), reverse=True),
            {folder: mode for found in gone for folder, mode in found.items()},
            None if root is None else Path(os.path.realpath(root)),
        )
        with files.locked([_folder()]):  # who finds half of one under this lock may delete it
            files.write_durably(journal.file, json.dumps(journal.to_json()).encode())
        return journal

    def to_json(self) -> dict[str, Any]:
        return {
            "locks": self.locks,
            "root": None if self.root is None else str(self.root),
            "folders": [str(folder) for folder in self.folders],
            "gone": {str(folder): mode for folder, mode in self.gone.items()},
            "steps": [one.to_json() for one in self.steps],
        }

    @classmethod
    def read(cls, file: Path) -> _Journal:
        """Read a journal.

        Raises:
            OSError: Another command has ended it meanwhile.
            ValueError: It is not written to its end.
            LookupError, TypeError: It is not of this version of sam-scaffold.
        """
        found = json.loads(file.read_bytes())
        root = None if found["root"] is None else Path(found["root"])
        steps = [Step.from_json(one, root) for one in found["steps"]]
        gone = {Path(folder): mode for folder, mode in found.get("gone", {}).items()}
        return cls(file, found["locks"], steps, list(map(Path, found["folders"])), gone, root)

    def is_about(self, root: str) -> bool:
        """Whether anything of it is below a folder."""
        paths = [*map(Path, self.locks), *(step.path for step in self.steps)]
        return any(path.is_relative_to(root) for path in paths)

    def do(self, step: Step, data: Change) -> None:
        """Make one change, and the folders for it."""
        if data is not None:
            self._make_way(step)
            self._make_folders(step)
        step.do(data, self._temporary(step))

    def _make_way(self, step: Step) -> None:
        """Remove the folder that a file or a link takes the place of."""
        try:
            for folder in _deepest_first(self.gone, step.path):
                if is_folder(folder):
                    remove_folder(folder)
        except OSError as error:
            name = name_of(folder, self.root)
            raise ScaffoldError(f"{name} cannot be removed: {error.strerror}.") from None

    def _make_folders(self, step: Step) -> None:
        try:
            for folder in reversed([one for one in step.path.parents if not one.exists()]):
                folder.mkdir(exist_ok=True)  # another command may need it, too
        except OSError as error:
            why = f"{error.strerror} ({name_of(Path(error.filename), self.root)})"
            raise ScaffoldError(f"{step.name} cannot be written: {why}.") from None

    def _temporary(self, step: Step) -> Path:
        return step.path.with_name(f".{step.path.name}.{self.file.stem[:8]}.tmp")

    def finish(self) -> None:
        """End it; the files are in the new state."""
        for step in self.steps:
            if step.after is None and self.root is not None:
                for folder in step.path.parents:
                    if folder == self.root or not folder.is_relative_to(self.root):
                        break
                    if is_literal(folder):
                        _remove_folder(folder)
        self._close()

    def take_back(self, steps: Sequence[Step]) -> None:
        """End it, with the files in the old state; what somebody changed since is theirs.

        Args:
            steps: What was done.

        Raises:
            ScaffoldError: A file cannot be written; it is not ended.
        """
        for step in reversed(steps):
            if self._stands(step) is FileContent.AFTER:
                self._take_back(step)
        self._bring_back(self.gone)
        for folder in self.folders:
            if is_literal(folder):
                _remove_folder(folder)
        self._close()

    def _take_back(self, step: Step) -> None:
        for folder in _deepest_first(self.folders, step.path):
            _remove_folder(folder)
        self._bring_back(folder for folder in self.gone if step.path.is_relative_to(folder))
        # No other folder goes before the end: one that is not there was deleted by somebody.
        if step.path.parent.exists() and not is_folder(step.path):
            step.take_back(self._temporary(step))

    def _bring_back(self, folders: Iterable[Path]) -> None:
        """Make folders again that made way."""
        for folder in sorted(folders, key=lambda folder: len(folder.parts)):
            with suppress(OSError):
                if not os.path.lexists(folder) and is_literal(folder):
                    folder.mkdir()
                if is_folder(folder) and is_literal(folder):
                    folder.chmod(self.gone[folder])

    def _stands(self, step: Step) -> FileContent:
        """How a step stands now, where a folder that comes or goes is a state of its own."""
        if is_folder(step.path) and is_literal(step.path):
            if step.after is None and step.path in self.folders:
                return FileContent.AFTER
            if step.before is None and step.path in self.gone:
                return FileContent.BEFORE
        return step.stands()

    def give_up(self, done: Sequence[Step]) -> None:
        """Take back what was done, as something went wrong."""
        try:
            self.take_back(done)
        except ScaffoldError as error:
            _LOG.warning("%s The next command tries again to bring the old state back.", error)

    def recover(self) -> None:
        """Bring the files of a killed command to one state.

        What is as it was, or as it was to become, is ours to change; all else is somebody's
        by now.
        """
        for step in self.steps:
            with suppress(OSError):
                self._temporary(step).unlink(missing_ok=True)
        stands = [self._stands(step) for step in self.steps]
        if FileContent.BEFORE not in stands:
            self.finish()
        else:
            self.take_back(self.steps)
            if changed := stands.count(FileContent.AFTER):
                _LOG.warning(
                    "a command was killed before its end; what it had changed (%d of %d files) is "
                    "taken back.", changed, len(stands),
                )  # fmt: skip
        if FileContent.AFTER in stands:
            for step, how in zip(self.steps, stands, strict=True):
                if how is FileContent.OTHERWISE:
                    _LOG.warning(
                        "%s was to be changed by a command that was killed, and was changed by "
                        "somebody since; it is left as it is, look at `git diff`.", step.name,
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
    """All journals, also those of commands that are at work."""
    found = (_read(file) for file in sorted(_folder().glob("*.json")))
    return [journal for journal in found if journal is not None]


def _read(file: Path) -> _Journal | None:
    try:
        try:
            return _Journal.read(file)
        except ValueError:
            with files.locked([file.parent]):  # who has it writes a journal to its end
                return _whole(file)
    except (OSError, LookupError, TypeError):
        return None


def _whole(file: Path) -> _Journal | None:
    """A journal; one that is not whole was begun by somebody who was killed, and goes."""
    try:
        return _Journal.read(file)
    except ValueError:
        file.unlink(missing_ok=True)
        return None


def _deepest_first(folders: Iterable[Path], top: Path) -> list[Path]:
    """Return a folder and those below it, of some."""
    found = (folder for folder in folders if folder.is_relative_to(top))
    return sorted(found, key=lambda folder: len(folder.parts), reverse=True)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # it is not empty
        remove_folder(folder)
