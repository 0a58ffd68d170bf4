"""Old paths and modules of moved code, and the words that name them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import fnmatchcase
from pathlib import Path

from ...transaction.paths import is_below
from ..changes import Move

VARIABLE = "\0"
"""Placeholder for a variable of unknown value in a word."""

_WILD = re.compile(r"[*?\[]")


class Relation(Enum):
    """Relation of a named path to a moved one."""

    AT = auto()
    ABOVE = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """Moved path that is named.

    Attributes:
        move: The move.
        relation: Whether the name is that of the path, or of a parent folder.
    """

    move: Move
    relation: Relation

    @property
    def is_folder(self) -> bool:
        """Return whether the moved path is a folder, by its name."""
        return not posixpath.splitext(self.move.source)[1]


@dataclass(frozen=True, slots=True)
class _Module:
    name: str
    move: Move


class OldPlaces:
    """Old paths of moved code.

    Attributes:
        words: The parts of the old paths; a text without any names none of the paths.
        parts: A pattern that matches one of them.
    """

    def __init__(self, repository: Path, moves: Sequence[Move]) -> None:
        """Index the moves, before or after they are made.

        Args:
            repository: The repository's root.
            moves: The moves.
        """
        self._repository = repository
        self._moves = tuple(moves)
        self._modules = tuple(self._named_modules())
        self._known: dict[str, tuple[Named, ...]] = {}
        self._there: dict[str, bool] = {}
        parts = {part.removesuffix(".py") for move in moves for part in move.source.split("/")}
        words = "|".join(sorted(map(re.escape, parts))) or "(?!)"
        self.words = tuple(part.encode() for part in sorted(parts))
        self.parts = re.compile(rf"(?<!\w)(?:{words})(?!\w)")

    def of_path(
        self, word: str, bases: tuple[str, ...], *, rooted: bool, handles: bool
    ) -> tuple[Named, ...]:
        """Return the moved paths that a word names, one of each kind.

        Args:
            word: The word, with slashes; wildcards and `VARIABLE` match anything.
            bases: Folders to which it may be relative, the likeliest first.
            rooted: Whether a leading slash means the repository's root.
            handles: Whether it may be a handler, a module's path with a function's name.
        """
        if word.startswith("/"):
            if not rooted:
                return ()
            word, bases = word.lstrip("/"), ("",)
        parts = [part for part in word.split("/") if part not in ("", ".")]
        while parts and parts[0] == VARIABLE:
            parts = parts[1:]
        if not parts or _WILD.search(parts[0]) or VARIABLE in parts[0]:
            return ()
        base = next((folder for folder in bases if self._is_there(folder, parts)), None)
        if base is None:
            return ()
        path = posixpath.normpath(posixpath.join(base, *parts)).replace(VARIABLE, "*")
        found = self._related(path)
        if handles and not found:
            found = self._related(f"{posixpath.splitext(path)[0]}.py")
        return found

    def _related(self, path: str) -> tuple[Named, ...]:
        """Return the moves of a path, one of each kind; the closest relation wins."""
        if path not in self._known:
            kinds: dict[tuple[Relation, bool, bool], Named] = {}
            for move in self._moves:
                relation = _relation(path, move.source)
                if relation is not None and not _stays(path, relation, move):
                    named = Named(move, relation)
                    kinds.setdefault((relation, named.is_folder, move.leaves_link), named)
            at = [kind for kind in kinds.values() if kind.relation is Relation.AT]
            self._known[path] = tuple(at or kinds.values())
        return self._known[path]

    def of_module(self, word: str, *, bare: bool = False) -> Named | None:
        """Return the moved path that a word names as a dotted module.

        Args:
            word: The word, such as ``pkg.own.handler``.
            bare: Whether a name without a dot counts.
        """
        for module in self._modules:
            is_it = word == module.name or word.startswith(f"{module.name}.")
            if is_it and (bare or "." in module.name):
                return Named(module.move, Relation.AT)
        return None

    def _is_there(self, base: str, parts: list[str]) -> bool:
        """Return whether a folder has the first part of a path, or had it before the moves."""
        if parts[0] == "..":
            return not posixpath.normpath(posixpath.join(base, *parts)).startswith("..")
        first = posixpath.join(base, parts[0])
        if first not in self._there:
            self._there[first] = (self._repository / first).exists() or any(
                is_below(move.source, first) for move in self._moves
            )
        return self._there[first]

    def _named_modules(self) -> Iterator[_Module]:
        """Yield the names by which moved code can be imported from folders outside packages."""
        for move in self._moves:
            if not _may_be_module(move.source):
                continue
            parts = move.source.removesuffix(".py").split("/")
            for start in range(len(parts)):
                above = self._repository.joinpath(*parts[:start])
                if start == 0 or not (above / "__init__.py").exists():
                    yield _Module(".".join(parts[start:]), move)


def _may_be_module(path: str) -> bool:
    return all(part.isidentifier() for part in path.removesuffix(".py").split("/")) or (
        path.endswith(".py") or "." not in posixpath.basename(path)
    )


def _stays(path: str, relation: Relation, move: Move) -> bool:
    """Return whether a parent folder of the code contains its new path as well."""
    return relation is Relation.ABOVE and _relation(path, move.target) is not None


def _relation(path: str, moved: str) -> Relation | None:
    """Relate a path, which may have wildcards, to a moved one."""
    parts, whole = path.split("/"), moved.split("/")
    wild = next((at for at, part in enumerate(parts) if _WILD.search(part)), len(parts))
    if parts[: len(whole)] == whole and wild >= len(whole):
        return Relation.AT
    if wild == len(parts):
        return Relation.ABOVE if whole[:wild] == parts else None
    return Relation.ABOVE if _covers(parts, whole) else None


def _covers(pattern: Sequence[str], path: Sequence[str]) -> bool:
    """Return whether a pattern matches a path, a folder above it, or something below it."""
    if not pattern or not path:
        return True
    if pattern[0] == "**":
        return _covers(pattern[1:], path) or _covers(pattern, path[1:])
    return fnmatchcase(path[0], pattern[0]) and _covers(pattern[1:], path[1:])
