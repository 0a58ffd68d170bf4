"""Decisions on the files that functions need: own, shared or linked."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ...transaction.paths import is_below
from .reading import File, Reading

INIT = "__init__.py"


class DecisionKind(Enum):
    """Owner of a file."""

    OWN = "own"
    """One function: it moves to that function's folder; others that need it get a link."""

    SHARED = "shared"
    """Several functions: it is in the layer."""

    LINKED = "linked"
    """Several functions, outside the layer: each of them has a link."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Decision on one file.

    Attributes:
        path: Its path in the artifact.
        real: The file itself, from the repository's root.
        kind: Its kind of owner.
        owner: The key of the function that owns it; empty except for `DecisionKind.OWN`.
        users: The keys of all functions that need it, in the order of the templates.
        linked: The keys of the functions that get a link to it.
        why: The reason in a few words, for a table.
    """

    path: str
    real: str
    kind: DecisionKind
    owner: str
    users: tuple[str, ...]
    linked: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Overruled:
    """Files and folders whose location the user chose, from the repository's root.

    Attributes:
        own: Those that each function that needs them gets.
        shared: Those for the layer.
    """

    own: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def kind_of(self, real: str) -> DecisionKind | None:
        """Return the choice for a file, None without any; the longest path wins."""
        chosen = [(len(path), DecisionKind.LINKED) for path in self.own if _is_in(real, path)]
        chosen += [(len(path), DecisionKind.SHARED) for path in self.shared if _is_in(real, path)]
        return max(chosen, key=lambda choice: choice[0])[1] if chosen else None


def _is_in(path: str, folder: str) -> bool:
    return is_below(path, folder) or folder == "."


@dataclass(frozen=True)
class Decisions:
    """Decisions on all files that the functions of a code folder need.

    Attributes:
        files: The decisions by real path, in the order of the paths in the artifact.
        packages: The folder in the artifact that is a function's own package, by its key.
        foreign: Code folders of other functions within this one, from the repository's root.
    """

    files: Mapping[str, Decision] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()

    def of_kind(self, kind: DecisionKind) -> list[Decision]:
        """Return the files of one kind."""
        return [file for file in self.files.values() if file.kind is kind]


def decide(
    readings: Sequence[Reading], overruled: Overruled, foreign: Sequence[str] = ()
) -> Decisions:
    """Decide on every file of the repository that some functions need.

    Args:
        readings: All functions of one code folder, including migrated ones.
        overruled: The choices of the user.
        foreign: Code folders of other functions within this one, from the repository's root.
    """
    return _Deciding(readings, overruled, tuple(foreign)).all()


@dataclass
class _Deciding:
    readings: Sequence[Reading]
    overruled: Overruled
    foreign: tuple[str, ...]
    users: dict[str, list[str]] = field(default_factory=dict)
    handlers: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    layered: set[str] = field(default_factory=set)

    def all(self) -> Decisions:
        for reading in self.readings:
            key = reading.candidate.key
            self.handlers.setdefault(reading.handler, []).append(key)
            for file in reading.files.values():
                self.files.setdefault(file.real, file)
                self.users.setdefault(file.real, []).append(key)
                if file.is_linked:
                    self.linked.add(file.real)
                if file.is_layered:
                    self.layered.add(file.real)
        packages = dict(self._packages())
        modules = [file for file in self._sorted() if file.is_module]
        found = {module.real: self._module(module, packages) for module in modules}
        data = [file for file in self._sorted() if not file.is_module]
        found |= {file.real: self._data(file, found) for file in data}
        ordered = sorted(found.values(), key=lambda decision: decision.path)
        return Decisions({decision.real: decision for decision in ordered}, packages, self.foreign)

    def _sorted(self) -> list[File]:
        return sorted(self.files.values(), key=lambda file: file.path)

    def _packages(self) -> Iterable[tuple[str, str]]:
        """Yield the folder of each handler that has no other handlers and is mostly its own."""
        for reading in self.readings:
            handler = self.files.get(reading.handler)
            folder = posixpath.dirname(handler.path) if handler else ""
            if not folder:
                continue
            below = [file for file in self.files.values() if file.path.startswith(f"{folder}/")]
            keys = {key for other in below for key in self.handlers.get(other.real, ())}
            modules = (
                other
                for other in below
                if other.is_module and posixpath.basename(other.path) != INIT
            )
            counts = Counter(len(self.users[module.real]) == 1 for module in modules)
            if keys == {reading.candidate.key} and counts[True] >= counts[False]:
                yield reading.candidate.key, folder

    def _module(self, file: File, packages: Mapping[str, str]) -> Decision:
        users = self.users[file.real]
        handled = self.handlers.get(file.real, [])
        said = self.overruled.kind_of(file.real)
        if said is not DecisionKind.SHARED and (linked := self._of_another(file)):
            return linked
        if handled:
            several = f"handlers of {len(handled)} functions"
            return self._linked(file, several) if handled[1:] else self._own(file, *handled)
        if said is DecisionKind.SHARED:
            return self._shared(file, "asked for")
        if len(users) == 1:
            return self._own(file, users[0], "needed only by this function")
        if said is DecisionKind.LINKED:
            return self._linked(file, "asked for")
        return self._of_several(file, packages)

    def _of_another(self, file: File) -> Decision | None:
        """Link a file in the code folder of another function, whose artifact keeps it."""
        folder = next((parent for parent in self.foreign if is_below(file.real, parent)), "")
        if not folder:
            return None
        return self._linked(file, f"in the code folder of another function, {folder}")

    def _of_several(self, file: File, packages: Mapping[str, str]) -> Decision:
        """Decide on a module that several functions need; earlier decisions are kept."""
        users = self.users[file.real]
        if file.real in self.layered:
            return self._shared(file, f"needed by {len(users)} functions")
        for owner, folder in packages.items():
            if file.path.startswith(f"{folder}/"):
                if owner in users:
                    return self._own(file, owner, f"in the package of its handler, {folder}")
                return self._linked(file, f"in the package of another function, {folder}")
        handler = next(
            (module for module, keys in self.handlers.items() if set(users) == set(keys)), ""
        )
        if handler:
            return self._linked(file, f"needed only by the handlers of {handler}")
        if file.real in self.linked:
            return self._linked(file, "linked by a function that is already migrated")
        return self._shared(file, f"needed by {len(users)} functions")

    def _data(self, file: File, modules: Mapping[str, Decision]) -> Decision:
        """Place data with its readers, which find it relative to themselves."""
        users = self.users[file.real]
        readers = [modules[reader] for reader in sorted(file.readers) if reader in modules]
        aside = [reader for reader in readers if reader.kind is not DecisionKind.SHARED]
        beside = [
            key for key in users if file.from_cwd or any(key in reader.users for reader in aside)
        ]
        said = self.overruled.kind_of(file.real)
        if said is DecisionKind.SHARED or (said is None and len(aside) < len(readers)):
            return self._shared(file, "read by shared code", beside)
        if linked := self._of_another(file):
            return linked
        if len(users) == 1:
            return self._own(file, users[0], "read only by this function")
        owners = {reader.owner for reader in readers}
        owner = owners.pop() if len(owners) == 1 and not file.from_cwd else ""
        if owner in users and said is None:
            return self._own(file, owner, "read by code of its own")
        return self._linked(file, f"read by {len(users)} functions")

    def _own(self, file: File, owner: str, why: str = "handler") -> Decision:
        users = tuple(self.users[file.real])
        others = tuple(user for user in users if user != owner)
        return Decision(file.path, file.real, DecisionKind.OWN, owner, users, others, why)

    def _linked(self, file: File, why: str) -> Decision:
        users = tuple(self.users[file.real])
        return Decision(file.path, file.real, DecisionKind.LINKED, "", users, users, why)

    def _shared(self, file: File, why: str, linked: Iterable[str] = ()) -> Decision:
        users = tuple(self.users[file.real])
        return Decision(file.path, file.real, DecisionKind.SHARED, "", users, tuple(linked), why)
