"""Results of imports that are the same for every function, and are reused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .closure_parts import Edge
from .importer import ImportedModule
from .path_entries import FoundModule

EdgeKey = tuple[str, int, str, str]
"""Importing module, line, imported module, and imported name."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Modules that must be loaded for the result of an import to be reused.

    Attributes:
        modules: Their locations, by name.
        done: The one that must be finished, as names are imported from it; empty for none.
    """

    modules: tuple[tuple[str, FoundModule], ...]
    done: str = ""

    @classmethod
    def on_the_way(cls, target: str, loaded: Mapping[str, ImportedModule]) -> Needs | None:
        """Collect a module and its parent packages, up to an installed one.

        Args:
            target: Its dotted name.
            loaded: The loaded modules.

        Returns:
            None if one of them is not loaded.
        """
        parts = target.split(".")
        found: list[tuple[str, FoundModule]] = []
        for number in range(1, len(parts) + 1):
            name = ".".join(parts[:number])
            module = loaded.get(name)
            if module is None:
                return None
            found.append((name, module.found))
            if module.found.is_foreign:
                break
        return cls(tuple(found))

    def are_there(self, loaded: Mapping[str, ImportedModule]) -> bool:
        """Return whether all of them are loaded from the same locations."""
        for name, found in self.modules:
            module = loaded.get(name)
            if module is None or module.found is not found:
                return False
        return not self.done or loaded[self.done].running is None


@dataclass(frozen=True, slots=True)
class SharedClosure:
    """Result of an import that depends only on its needs.

    Attributes:
        needs: The modules that must be loaded.
        edges: Its uses of modules.
        installed: The top-level names of imports from other sources.
        first: The modules that are imported before its own is finished; none if it may fail.
    """

    needs: Needs
    edges: tuple[tuple[EdgeKey, Edge], ...]
    installed: frozenset[str]
    first: frozenset[str]


@dataclass
class SharedClosures:
    """Results of imports on one search path.

    Attributes:
        of_imports: The results by the number of the import in its module, by module.
    """

    of_imports: dict[tuple[str, int], dict[int, SharedClosure]] = field(default_factory=dict)

    def of(self, module: ImportedModule) -> dict[int, SharedClosure]:
        """Return the results of a module's imports so far."""
        return self.of_imports.setdefault((module.name, id(module.found)), {})


@dataclass
class Fine:
    """Imports that do not fail on one search path.

    Attributes:
        of_imports: Their needs, by the number of the import in its module, by module.
    """

    of_imports: dict[tuple[str, int], dict[int, Needs]] = field(default_factory=dict)

    def of(self, module: ImportedModule) -> dict[int, Needs]:
        """Return the needs of a module's imports that do not fail."""
        return self.of_imports.setdefault((module.name, id(module.found)), {})
