"""Imports that come to the same for every function: told once, and then taken as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .closure_parts import Edge
from .importer import ImportedModule
from .path_entries import FoundModule

EdgeKey = tuple[str, int, str, str]
"""The name of the module that imports, the line, the name of what it imports, and of what it
takes."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The modules that an import finds loaded when it comes to nothing new.

    Attributes:
        modules: Where each of them was found, by name.
        done: The one of them that must have run to its end, as names are taken from it; empty
            for none.
    """

    modules: tuple[tuple[str, FoundModule], ...]
    done: str = ""

    @classmethod
    def on_the_way(cls, target: str, loaded: Mapping[str, ImportedModule]) -> Needs | None:
        """Return a module and the packages above it, up to what is installed.

        Args:
            target: Its name, with dots.
            loaded: What is loaded.

        Returns:
            None if something on the way is not loaded.
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
        """Return whether all of them are loaded, from the same places."""
        for name, found in self.modules:
            module = loaded.get(name)
            if module is None or module.found is not found:
                return False
        return not self.done or loaded[self.done].running is None


@dataclass(frozen=True, slots=True)
class SharedClosure:
    """What an import came to, where that depends on nothing but what it needs.

    Attributes:
        needs: What has to be loaded by then.
        edges: The uses that it makes of them.
        installed: The top-level names of what it takes from elsewhere.
        first: The modules that have to be imported before its own is; none if it may fail.
    """

    needs: Needs
    edges: tuple[tuple[EdgeKey, Edge], ...]
    installed: frozenset[str]
    first: frozenset[str]


@dataclass
class SharedClosures:
    """What was told so far on one search path.

    Attributes:
        of_imports: The outcomes by the number of the import in its module, by module.
    """

    of_imports: dict[tuple[str, int], dict[int, SharedClosure]] = field(default_factory=dict)

    def of(self, module: ImportedModule) -> dict[int, SharedClosure]:
        """Return the outcomes of a module's imports so far."""
        return self.of_imports.setdefault((module.name, id(module.found)), {})


@dataclass
class Fine:
    """The imports that were seen not to fail on one search path.

    Attributes:
        of_imports: What they need, by the number of the import in its module, by module.
    """

    of_imports: dict[tuple[str, int], dict[int, Needs]] = field(default_factory=dict)

    def of(self, module: ImportedModule) -> dict[int, Needs]:
        """Return what the imports of a module need that are known not to fail."""
        return self.of_imports.setdefault((module.name, id(module.found)), {})
