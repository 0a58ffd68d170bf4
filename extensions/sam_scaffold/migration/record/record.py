"""Record of a migration, from which it can be undone.

It is committed with the migration, one file each in ``.scaffold/migrations/``, and deleted by the
undo. It is small: moves, links, and the changed lines of each edited text. A cloned repository may
contain any record, so records are not trusted: their paths must be in the repository, and outside
of git's own folder.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ...errors import ScaffoldError
from ...record_files import MIGRATIONS
from ...transaction.file_change import FileState
from ...transaction.paths import is_below, path_problem
from ..changes import Changes
from .hunks import Hunk, Lines, Reversal, joined, reversal_of
from .moved_links import destination
from .tree import ChangedTree, States, above

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class About:
    """Migrated function.

    Attributes:
        function: Its name: ``create_order``.
        logical_id: Its logical id.
        template_file: The SAM template, from the repository's root.
    """

    function: str
    logical_id: str
    template_file: str


@dataclass(frozen=True, slots=True)
class MovedFiles:
    """Moved file or folder.

    Attributes:
        source: Its old path, from the repository's root.
        target: Its new path.
        files: The files and links in it, by relative path; empty for a file.
        links: The old texts of changed links in it, by relative path, ``"."`` for itself.
    """

    source: str
    target: str
    files: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MadeLink:
    """Created link.

    Attributes:
        path: Its path, from the repository's root.
        says: Its text: the destination, from its own folder.
    """

    path: str
    says: str


@dataclass(frozen=True, slots=True)
class Edited:
    """Edited text.

    Attributes:
        path: Its path, from the repository's root.
        is_new: Whether it was created.
        way: The reversal of the edit.
    """

    path: str
    is_new: bool
    way: Reversal


@dataclass(frozen=True, slots=True)
class Record:
    """Record of one migration.

    Attributes:
        name: The name of its file, without the suffix; they sort in the order of migrations.
        about: The function.
        moves: The moved files and folders.
        links: The created links, including those in place of moved files.
        edits: The edited texts.
        folders: The topmost created folders.
    """

    name: str
    about: About
    moves: tuple[MovedFiles, ...]
    links: tuple[MadeLink, ...]
    edits: tuple[Edited, ...]
    folders: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return its file, from the repository's root."""
        return f"{MIGRATIONS}/{self.name}.json"

    def to_bytes(self) -> bytes:
        """Return the content of its file."""
        found = {
            "schema": SCHEMA,
            "function": self.about.function,
            "logical_id": self.about.logical_id,
            "template_file": self.about.template_file,
            "moves": [
                {
                    "source": move.source,
                    "target": move.target,
                    "files": list(move.files),
                    "links": dict(move.links),
                }
                for move in self.moves
            ],
            "links": [{"path": link.path, "says": link.says} for link in self.links],
            "edits": [
                {
                    "path": edit.path,
                    "is_new": edit.is_new,
                    "prints": edit.way.prints,
                    "hunks": [
                        {"line": hunk.line, "old": list(hunk.old), "new": list(hunk.new)}
                        for hunk in edit.way.hunks
                    ],
                }
                for edit in self.edits
            ],
            "folders": list(self.folders),
        }
        return f"{json.dumps(found, indent=2, sort_keys=True)}\n".encode()


def record_of(root: Path, changes: Changes, states: States, about: About) -> Record:
    """Create the record of a migration before it is written.

    Args:
        root: The repository, before the changes.
        changes: The changes.
        states: Their result from `states.expanded`.
        about: The function.
    """
    before, after = ChangedTree(root, {}), ChangedTree(root, states)
    sources = {path: path for path in states}
    moves = []
    for move in changes.moves:
        rests = [path[len(move.source) + 1 :] for path in before.below(move.source)]
        pairs = [(posixpath.normpath(rest or "."), rest) for rest in rests or [""]]
        links = []
        for name, rest in pairs:
            source, target = (f"{end}/{rest}".rstrip("/") for end in (move.source, move.target))
            sources[target] = source
            was, now = before.at(source), states.get(target)
            if was and now and was.is_link and was.data != now.data:
                links.append((name, was.target))
        moves.append(MovedFiles(move.source, move.target, tuple(rests), tuple(links)))
    made = [move.source for move in changes.moves if move.leaves_link]
    made += [link.path for link in changes.links]
    edits = []
    for path in dict.fromkeys(after.resolve(edit.path) for edit in changes.edits):
        state, was = after.at(path), before.at(sources.get(path, path))
        if state is not None and (was is None or was.data != state.data):
            way = reversal_of(was.data if was else b"", state.data)
            edits.append(Edited(path, was is None, way))
    return Record(
        _next_name(root, about.function),
        about,
        tuple(moves),
        tuple(MadeLink(path, _says(states, path)) for path in made),
        tuple(edits),
        _new_folders(root, states),
    )


def _says(states: States, path: str) -> str:
    state = states[path]
    return "" if state is None else state.target


def _next_name(root: Path, function: str) -> str:
    numbers = [int(name[:4]) for name in names(root)]
    return f"{max(numbers, default=0) + 1:04d}-{function}"


def _new_folders(root: Path, states: States) -> tuple[str, ...]:
    """Return the topmost folders that are created."""
    found = {
        next((folder for folder in above(path) if not (root / folder).exists()), "")
        for path, state in states.items()
        if state is not None
    }
    return tuple(sorted(found - {""}))


_NAME = re.compile(r"\d{4}-[A-Za-z0-9_.-]+")


def names(root: Path) -> list[str]:
    """Return the names of a repository's records, the oldest first."""
    found = [file.stem for file in (root / MIGRATIONS).glob("*.json")]
    return sorted(name for name in found if _NAME.fullmatch(name))


def read(root: Path) -> list[Record]:
    """Return a repository's records, the oldest first.

    Raises:
        ScaffoldError: One cannot be read, or is invalid.
    """
    return [_read(root, name) for name in names(root)]


def _read(root: Path, name: str) -> Record:
    path = f"{MIGRATIONS}/{name}.json"
    state = ChangedTree(root, {}).at(path)
    if state is None or state.is_link:
        raise ScaffoldError(f"{path} is behind a link; copy the file there.")
    return parsed(root, name, state.data)


def parsed(root: Path, name: str, data: bytes) -> Record:
    """Parse the content of a record's file.

    Raises:
        ScaffoldError: It is not a record of this version.
    """
    reader = _Reader(root, f"{MIGRATIONS}/{name}.json")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        reader.refuse("is not valid JSON")
    top = reader.mapping(found)
    if top.get("schema") != SCHEMA:
        reader.refuse(f"has schema {top.get('schema')!r}, and this version supports {SCHEMA}")
    about = About(
        reader.text(top, "function"),
        reader.text(top, "logical_id"),
        reader.path(top, "template_file"),
    )
    return Record(
        name,
        about,
        tuple(reader.move(move) for move in reader.items(top, "moves")),
        tuple(
            MadeLink(reader.path(link, "path"), reader.text(link, "says"))
            for link in reader.items(top, "links")
        ),
        tuple(reader.edit(edit) for edit in reader.items(top, "edits")),
        tuple(reader.paths(top, "folders")),
    )


_Mapping = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Parser of an untrusted record.

    Attributes:
        root: The repository.
        file: The name of the record in messages.
    """

    root: Path
    file: str

    def refuse(self, why: str) -> NoReturn:
        raise ScaffoldError(f"{self.file} {why}; restore the committed record.")

    def mapping(self, found: object) -> _Mapping:
        if not isinstance(found, dict):
            self.refuse("was not written by a migration")
        return found

    def items(self, found: _Mapping, key: str) -> Iterable[_Mapping]:
        return [self.mapping(item) for item in self._list(found, key)]

    def _list(self, found: _Mapping, key: str) -> Sequence[object]:
        value = found.get(key)
        if not isinstance(value, list):
            self.refuse(f"has no list of {key}")
        return value

    def text(self, found: _Mapping, key: str) -> str:
        value = found.get(key)
        if not isinstance(value, str):
            self.refuse(f"has no text for {key}")
        return value

    def number(self, found: _Mapping, key: str) -> int:
        value = found.get(key)
        if type(value) is not int or value < 1:
            self.refuse(f"has no number for {key}")
        return value

    def lines(self, found: _Mapping, key: str) -> Lines:
        lines = tuple(self._text(line, key) for line in self._list(found, key))
        try:
            joined(lines)
        except UnicodeError:
            self.refuse(f"has characters in {key} that no file has")
        return lines

    def _text(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            self.refuse(f"has no text in {key}")
        return value

    def path(self, found: _Mapping, key: str) -> str:
        return self._path(self.text(found, key))

    def paths(self, found: _Mapping, key: str) -> list[str]:
        return [self._path(self._text(item, key)) for item in self._list(found, key)]

    def _path(self, path: str) -> str:
        if not path or path == "." or (problem := path_problem(path)):
            problem = problem if path and path != "." else f"{path!r} is not the path of a file"
            raise ScaffoldError(f"{self.file}: {problem}")
        if any(_is_of_git(part) for part in path.split("/")) or is_below(path, MIGRATIONS):
            self.refuse(f"names {path!r}, which no migration changes")
        return path

    def move(self, found: _Mapping) -> MovedFiles:
        source, target = self.path(found, "source"), self.path(found, "target")
        said = self.mapping(found.get("links"))
        links = []
        for rest, says in said.items():
            place = source if rest == "." else f"{source}/{self._path(rest)}"
            text = self._text(says, "links")
            if posixpath.isabs(text) or "\0" in text:
                self.refuse(f"has a link to {text!r}")
            destination(self.root, place, text)
            links.append((rest, text))
        return MovedFiles(source, target, tuple(self.paths(found, "files")), tuple(links))

    def edit(self, found: _Mapping) -> Edited:
        is_new = found.get("is_new")
        if not isinstance(is_new, bool):
            self.refuse("does not state of each edit whether the file is new")
        hunks = tuple(
            Hunk(
                self.number(hunk, "line"),
                self.lines(hunk, "old"),
                self.lines(hunk, "new"),
            )
            for hunk in self.items(found, "hunks")
        )
        way = Reversal(self.text(found, "prints"), hunks)
        return Edited(self.path(found, "path"), is_new, way)


def _is_of_git(part: str) -> bool:
    """Return whether a name is that of git's folder in any file system."""
    return part.rstrip(". ").casefold() in {".git", "git~1"}


def record_state(record: Record) -> FileState:
    """Return the file of a record."""
    return FileState.file(record.to_bytes())
