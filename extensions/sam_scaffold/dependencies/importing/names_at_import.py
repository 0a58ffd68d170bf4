"""The names that modules have while others import from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from ..source.bindings import Bindings, Star
from ..source.module_imports import Import
from .importer import ImportedModule, Importer, absolute

_OF_EVERY_MODULE = frozenset(
    {"__builtins__", "__doc__", "__file__", "__loader__", "__name__", "__package__", "__spec__"}
)


class Has(IntEnum):
    """How sure it is that a module has a name."""

    NO = 0
    OPEN = 1
    """Nothing in its text says so, but it may have any name."""
    MAYBE = 2
    YES = 3


@dataclass(frozen=True)
class _Taken:
    """What there was of a module when a ``*`` took its names.

    Attributes:
        limit: The statement that it ran; None when it was done.
        members: Its submodules that were loaded.
    """

    limit: int | None
    members: frozenset[str]


@dataclass
class NamesAtImport:
    """Tells what names modules have by now.

    Attributes:
        importer: The import system.
        taken: What there was of the second module when the first took over its names.
    """

    importer: Importer
    taken: dict[tuple[str, str], _Taken] = field(default_factory=dict)
    _bindings: dict[str, Bindings] = field(default_factory=dict)

    def has(self, module: ImportedModule, name: str) -> Has:
        """Tell how sure it is that a module has a name by now."""
        return self._has(module, name, module.running, frozenset())

    def _has(
        self, module: ImportedModule, name: str, limit: int | None, seen: frozenset[str]
    ) -> Has:
        """Tell the same of what it is before one of its statements; of all of it for None."""
        if module.found.is_foreign:
            return Has.MAYBE
        bindings = self.bindings(module)
        if bindings is None or module.name in seen:
            return Has.NO
        first = bindings.surely.get(name)
        if name in _OF_EVERY_MODULE or (first is not None and (limit is None or first < limit)):
            return Has.YES
        found = Has.OPEN if bindings.is_open else Has.NO
        first = bindings.maybe.get(name)
        if first is not None and (limit is None or first <= limit):
            found = Has.MAYBE
        for star in bindings.stars:
            if limit is None or star.statement < limit:
                found = max(found, self._by_star(module, star, name, seen))
        return found

    def _by_star(self, module: ImportedModule, star: Star, name: str, seen: frozenset[str]) -> Has:
        full = absolute(module, Import(star.module, "*", star.level, 0, 0, 0))
        other = self.importer.modules.get(full or "")
        if other is not None and other.found.is_foreign:
            return Has.MAYBE
        taken = self.taken.get((module.name, full or ""))
        if other is None or taken is None:
            return Has.NO
        bindings = self.bindings(other)
        exported = None if bindings is None else bindings.exported
        if exported is None and name.startswith("_"):
            return Has.NO
        if exported is not None and name not in exported:
            return Has.NO if bindings is None or bindings.is_listed else Has.OPEN
        if name in taken.members:
            return Has.YES
        return self._has(other, name, taken.limit, seen | {module.name})

    def public(self, module: ImportedModule, seen: set[str]) -> set[str]:
        """Return the names that a ``*`` takes from a module without ``__all__``."""
        bindings = self.bindings(module)
        if bindings is None or module.name in seen:
            return set()
        seen.add(module.name)
        found = {name for name in bindings.maybe if not name.startswith("_")}
        for star in bindings.stars:
            full = absolute(module, Import(star.module, "*", star.level, 0, 0, 0))
            other = self.importer.modules.get(full or "")
            if other is not None:
                found |= self.public(other, seen)
        return found

    def bindings(self, module: ImportedModule) -> Bindings | None:
        """Return what a module's text binds; None where there is none."""
        if module.source is None:
            return None
        if module.name not in self._bindings:
            bindings = self.importer.sources.bindings(module.source, self.importer.python)
            self._bindings[module.name] = bindings
        return self._bindings[module.name]

    def has_stars(self, module: ImportedModule) -> bool:
        """Return whether a module takes over other modules' names."""
        bindings = self.bindings(module)
        return bindings is not None and bool(bindings.stars)

    def is_member(self, module: ImportedModule, name: str) -> bool:
        """Return whether a package's name stands for a submodule, which is there in any case."""
        bindings = self.bindings(module)
        return bool(module.found.portions and bindings and name in bindings.members)

    def note_star(self, user: ImportedModule, taken: ImportedModule) -> None:
        """Note that a module takes over the names that another one has by now."""
        members = frozenset(
            name.rpartition(".")[2]
            for name, one in self.importer.modules.items()
            if name.rpartition(".")[0] == taken.name and one.running is None
        )
        self.taken[user.name, taken.name] = _Taken(taken.running, members)
