"""Modules whose import fails, by an import of their own or a transitive one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..source.module_imports import Import
from .importer import ImportedModule, Importer, absolute
from .names_at_import import Has, NamesAtImport


@dataclass(frozen=True)
class BrokenModules:
    """Record of the modules whose import fails, which ``except ImportError`` asks for.

    Attributes:
        importer: The import system.
        names: The names that modules bind at import.
    """

    importer: Importer
    names: NamesAtImport
    _broken: set[str] = field(default_factory=set)
    _first: dict[str, set[str]] = field(default_factory=dict)

    def note_broken(self, module: str) -> None:
        """Record that a module raises ImportError when it is imported."""
        self._broken.add(module)

    def note_first(self, module: str, imported: Iterable[str]) -> None:
        """Record modules that a module imports unconditionally."""
        self._first.setdefault(module, set()).update(imported)

    def may_fail(self, module: ImportedModule, import_: Import) -> bool:
        """Return whether an import, or a transitive one, fails."""
        target = absolute(module, import_)
        if target is None:
            return True
        modules = self.importer.modules
        parts = target.split(".")
        wanted = [".".join(parts[:number]) for number in range(1, len(parts) + 1)]
        for name in wanted:
            if name not in modules:
                return True
            if modules[name].found.is_foreign:
                return False
        member = f"{target}.{import_.name}"
        if import_.name not in ("", "*"):
            if member in modules:
                wanted.append(member)
            elif self.names.has(modules[target], import_.name) is Has.NO:
                return True
        return self._leads_to_broken(wanted)

    def _leads_to_broken(self, names: list[str]) -> bool:
        seen: set[str] = set()
        while names:
            name = names.pop()
            if name in self._broken:
                return True
            if name not in seen:
                seen.add(name)
                names += self._first.get(name, ())
        return False
