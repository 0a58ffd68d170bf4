"""How Python imports modules that lie on disk, told without running any of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ..packages.import_names import is_brought
from ..source.module_imports import Import
from .failed_import import Reason
from .module_cache import ModuleCache, SourceModule
from .path_entries import FOREIGN, FoundModule, PathEntry, Portion, find

_T = TypeVar("_T")

_OWN_PATH = re.compile(rb"\b__path__\b")


@dataclass
class ImportedModule:
    """A module or package that was imported.

    Attributes:
        name: Its name, with dots.
        found: Where it is.
        source: Its text; None for what nobody looks into.
        running: The outermost statement that is running; None when it is done.
    """

    name: str
    found: FoundModule
    source: SourceModule | None
    running: int | None = None

    @property
    def package(self) -> str:
        """Return what relative imports start from; empty at the top."""
        return self.name if self.found.portions else self.name.rpartition(".")[0]


@dataclass(frozen=True)
class AbsentModule:
    """A module that Python does not find."""

    name: str
    reason: Reason
    is_sure: bool
    needed_by: str = ""


class _Searched(dict[tuple[str, bool], tuple["FoundModule | None", "SourceModule | None"]]):
    """Where modules are, and their texts, by name and by whether the runtime's count."""


Loading = Generator[ImportedModule, None, "ImportedModule | AbsentModule"]
"""An import under way: gives each module that runs now, before it goes on; last what it is."""


@dataclass
class Importer:
    """Python's import system: what would be in ``sys.modules``.

    Attributes:
        places: The search path before the runtime's own folders.
        runtime: The top-level names that the runtime has.
        python: The Python that runs it: ``(3, 12)``.
        sources: What was read so far.
        loaded: Those of the runtime's names that no folder can take: imported before.
        without: Files that count as absent.
        modules: The modules so far, by name, in the order in which they started to run.
    """

    places: tuple[PathEntry, ...]
    runtime: frozenset[str]
    python: tuple[int, int]
    sources: ModuleCache
    loaded: frozenset[str]
    without: frozenset[Path] = frozenset()
    modules: dict[str, ImportedModule] = field(default_factory=dict)

    def shared(self, make: Callable[[], _T]) -> _T:
        """Return what functions with this search path have in common; made once.

        Args:
            make: Makes it, empty.
        """
        same = (self.places, self.runtime, self.python, self.loaded, self.without)
        return self.sources.kept((make, *same), make)

    @cached_property
    def _searched(self) -> _Searched:
        return self.shared(_Searched)

    def load(self, name: str, *, shadowed: bool = True) -> Loading:
        """Import a module with the packages above it.

        Args:
            name: Its name, with dots.
            shadowed: Whether the runtime's module of a name counts; what the runtime client
                imported already is not looked for in the function's folders.
        """
        if known := self.modules.get(name):
            return known
        parent: ImportedModule | None = None
        parts = name.split(".")
        for number in range(1, len(parts) + 1):
            full = ".".join(parts[:number])
            module = yield from self.member(parent, full, shadowed=shadowed)
            if isinstance(module, AbsentModule) or module.found.is_foreign:
                return module
            parent = module
        return module

    def member(self, parent: ImportedModule | None, name: str, *, shadowed: bool = True) -> Loading:
        """Import a module of a package, or one at the top."""
        if known := self.modules.get(name):
            return known
        searched, key = self._searched, (name, shadowed)
        if key not in searched:
            searched[key] = self._read(parent, name, shadowed=shadowed)
        found, source = searched[key]
        if found is None:
            return self._absent(parent, name)
        module = self.modules[name] = ImportedModule(name, found, source)
        yield module
        return module

    def _read(
        self, parent: ImportedModule | None, name: str, *, shadowed: bool
    ) -> tuple[FoundModule | None, SourceModule | None]:
        """Find a module, and read its text."""
        found = self._found(parent, name, shadowed=shadowed)
        if found is None or found.file is None or found.is_foreign:
            return found, None
        source = self.sources.source(found.file)
        if source is None:  # it cannot be read, and Lambda's Python may well do it
            return FoundModule(found.file, is_foreign=True), None
        return found, source

    def _found(
        self, parent: ImportedModule | None, name: str, *, shadowed: bool
    ) -> FoundModule | None:
        if parent is not None:
            last = name.rpartition(".")[2]
            return find(last, parent.found.portions, self.sources, self.without)
        if shadowed and name in self.loaded:
            return FOREIGN
        found = find(name, self.path(), self.sources, self.without)
        if shadowed and name in self.runtime and (found is None or found.is_namespace):
            return FOREIGN
        return found

    def path(self) -> Sequence[Portion]:
        """Return the search path."""
        return [Portion.of(place) for place in self.places]

    def _absent(self, parent: ImportedModule | None, name: str) -> AbsentModule:
        """Return a module that is not there, as far as that is known."""
        if parent is None:
            return AbsentModule(name, Reason.NOWHERE, self._is_nowhere(name))
        if parent.source is None:
            return AbsentModule(name, Reason.NO_MEMBER, self._is_nowhere(name))
        return AbsentModule(name, Reason.NO_MEMBER, not _OWN_PATH.search(parent.source.text))

    def _is_nowhere(self, name: str) -> bool:
        """Return whether what is installed cannot bring a module either."""
        if not all(place.is_known for place in self.places):
            return False
        return all(place.is_complete for place in self.places) or not is_brought(name)


def absolute(module: ImportedModule, one: Import) -> str | None:
    """Return the module that is meant, from the top; None where the dots lead beyond it."""
    if not one.level:
        return one.module
    package = module.package.split(".") if module.package else []
    if one.level > len(package):
        return None
    return ".".join([*package[: len(package) - one.level + 1], *filter(None, [one.module])])
