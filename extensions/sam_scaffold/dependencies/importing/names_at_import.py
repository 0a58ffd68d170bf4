"""Names of modules while others import from them."""

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
    """Certainty that a module has a name."""

    NO = 0
    OPEN = 1
    """Its text does not bind the name, but it may have any name."""
    MAYBE = 2
    YES = 3


@dataclass(frozen=True)
class _Taken:
    """State of a module when a ``*`` imported its names.

    Attributes:
        limit: The statement that it ran; None if finished.
        members: Its loaded submodules.
    """

    limit: int | None
    members: frozenset[str]


@dataclass
class NamesAtImport:
    """Present names of modules.

    Attributes:
        importer: The import system.
        taken: The state of the second module when the first imported its names.
    """

    importer: Importer
    taken: dict[tuple[str, str], _Taken] = field(default_factory=dict)
    _bindings: dict[str, Bindings] = field(default_factory=dict)

    def has(self, module: ImportedModule, name: str) -> Has:
        """Return the certainty that a module has a name now."""
        return self._has(module, name, module.running, frozenset())

    def _has(
        self, module: ImportedModule, name: str, limit: int | None, seen: frozenset[str]
    ) -> Has:
        """Return the certainty before one of its statements, or at its end for None."""
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
        """Return the names that a ``*`` imports from a module without ``__all__``."""
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
        """Return the bindings of a module's text; None without a text."""
        if module.source is None:
            return None
        if module.name not in self._bindings:
            bindings = self.importer.sources.bindings(module.source, self.importer.python)
            self._bindings[module.name] = bindings
        return self._bindings[module.name]

    def has_stars(self, module: ImportedModule) -> bool:
        """Return whether a module has a ``*`` import."""
        bindings = self.bindings(module)
        return bindings is not None and bool(bindings.stars)

    def is_member(self, module: ImportedModule, name: str) -> bool:
        """Return whether a package's name refers to an existing submodule."""
        bindings = self.bindings(module)
        return bool(module.found.portions and bindings and name in bindings.members)

    def note_star(self, user: ImportedModule, taken: ImportedModule) -> None:
        """Record that a module imports all present names of another."""
        members = frozenset(
            name.rpartition(".")[2]
            for name, member in self.importer.modules.items()
            if name.rpartition(".")[0] == taken.name and member.running is None
        )
        self.taken[user.name, taken.name] = _Taken(taken.running, members)
