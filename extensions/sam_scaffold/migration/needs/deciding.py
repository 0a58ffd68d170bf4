"""Decide where each file goes that functions need: to one of them, or to all that need it."""

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
    """Whose a file is."""

    OWN = "own"
    """One function's: it moves into that one's folder. Who else needs it gets a link."""

    SHARED = "shared"
    """Several functions' code: it reaches them through the layer."""

    LINKED = "linked"
    """Several functions' code that stays outside the layer: each of them has a link."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one file.

    Attributes:
        path: Its path in the artifact.
        real: The file itself, from the repository's root.
        kind: Whose it is.
        owner: The key of the function that it belongs to; empty but for `DecisionKind.OWN`.
        users: The keys of all functions that need it, in the order of the templates.
        linked: The keys of those that get a link to it in their folder.
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
    """What people decided themselves: files and folders, from the repository's root.

    Attributes:
        own: What is to lie with each function that needs it.
        shared: What is to be in the layer.
    """

    own: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def kind_of(self, real: str) -> DecisionKind | None:
        """Return what they said of a file, None if nothing; the longer path counts."""
        said = [(len(one), DecisionKind.LINKED) for one in self.own if _is_in(real, one)]
        said += [(len(one), DecisionKind.SHARED) for one in self.shared if _is_in(real, one)]
        return max(said, key=lambda one: one[0])[1] if said else None


def _is_in(path: str, folder: str) -> bool:
    return is_below(path, folder) or folder == "."


@dataclass(frozen=True)
class Decisions:
    """What becomes of all files that functions of one code folder need.

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
    """Decide for every file of the repository that some functions need.

    Args:
        readings: All functions that come out of one code folder, migrated ones too.
        overruled: What people decided themselves.
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
        modules = [one for one in self._sorted() if one.is_module]
        found = {module.real: self._module(module, packages) for module in modules}
        data = [one for one in self._sorted() if not one.is_module]
        found |= {one.real: self._data(one, found) for one in data}
        ordered = sorted(found.values(), key=lambda one: one.path)
        return Decisions({one.real: one for one in ordered}, packages, self.foreign)

    def _sorted(self) -> list[File]:
        return sorted(self.files.values(), key=lambda one: one.path)

    def _packages(self) -> Iterable[tuple[str, str]]:
        """Return the folder of each handler that no other handler is below, and mostly its own."""
        for reading in self.readings:
            handler = self.files.get(reading.handler)
            folder = posixpath.dirname(handler.path) if handler else ""
            if not folder:
                continue
            below = [file for file in self.files.values() if file.path.startswith(f"{folder}/")]
            keys = {key for one in below for key in self.handlers.get(one.real, ())}
            modules = (
                one for one in below if one.is_module and posixpath.basename(one.path) != INIT
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
            return self._own(file, users[0], "needed by this function alone")
        if said is DecisionKind.LINKED:
            return self._linked(file, "asked for")
        return self._of_several(file, packages)

    def _of_another(self, file: File) -> Decision | None:
        """A file that is in the code folder of another function, which goes on to ship it."""
        folder = next((one for one in self.foreign if is_below(file.real, one)), "")
        if not folder:
            return None
        return self._linked(file, f"in the code folder of another function, {folder}")

    def _of_several(self, file: File, packages: Mapping[str, str]) -> Decision:
        """Return a module that several functions need; what a migration decided before stands."""
        users = self.users[file.real]
        if file.real in self.layered:
            return self._shared(file, f"needed by {len(users)} functions")
        for owner, folder in packages.items():
            if file.path.startswith(f"{folder}/"):
                if owner in users:
                    return self._own(file, owner, f"in the package of its handler, {folder}")
                return self._linked(file, f"in the package of another function, {folder}")
        handler = next((one for one, keys in self.handlers.items() if set(users) == set(keys)), "")
        if handler:
            return self._linked(file, f"needed by the handlers of {handler} alone")
        if file.real in self.linked:
            return self._linked(file, "linked by a function that was migrated before")
        return self._shared(file, f"needed by {len(users)} functions")

    def _data(self, file: File, modules: Mapping[str, Decision]) -> Decision:
        """Data goes where its readers go, as they find it by their own place."""
        users = self.users[file.real]
        readers = [modules[reader] for reader in sorted(file.readers) if reader in modules]
        aside = [reader for reader in readers if reader.kind is not DecisionKind.SHARED]
        beside = [key for key in users if file.from_cwd or any(key in one.users for one in aside)]
        said = self.overruled.kind_of(file.real)
        if said is DecisionKind.SHARED or (said is None and len(aside) < len(readers)):
            return self._shared(file, "read by shared code", beside)
        if linked := self._of_another(file):
            return linked
        if len(users) == 1:
            return self._own(file, users[0], "read by this function alone")
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
