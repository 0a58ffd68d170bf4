"""Simulation of Python's imports of modules on disk, without running them."""

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
    """Imported module or package.

    Attributes:
        name: Its dotted name.
        found: Its location.
        source: Its text; None if it is not inspected.
        running: The outermost statement that is running; None when finished.
    """

    name: str
    found: FoundModule
    source: SourceModule | None
    running: int | None = None

    @property
    def package(self) -> str:
        """Return the package for relative imports; empty at the top level."""
        return self.name if self.found.portions else self.name.rpartition(".")[0]


@dataclass(frozen=True)
class AbsentModule:
    """Module that Python does not find."""

    name: str
    reason: Reason
    is_sure: bool
    needed_by: str = ""


class _Searched(dict[tuple[str, bool], tuple["FoundModule | None", "SourceModule | None"]]):
    """Locations and texts of modules, by name and whether the runtime's modules count."""


Loading = Generator[ImportedModule, None, "ImportedModule | AbsentModule"]
"""Running import, which yields each module to execute, and returns the imported module."""


@dataclass
class Importer:
    """Python's import system, with the content of ``sys.modules``.

    Attributes:
        places: The search path before the runtime's own folders.
        runtime: The top-level names in the runtime.
        python: The version of Python: ``(3, 12)``.
        sources: The cache of modules.
        loaded: The runtime's names that are already imported, which no folder can shadow.
        without: Files to ignore.
        modules: The imported modules by name, in the order in which they started to run.
    """

    places: tuple[PathEntry, ...]
    runtime: frozenset[str]
    python: tuple[int, int]
    sources: ModuleCache
    loaded: frozenset[str]
    without: frozenset[Path] = frozenset()
    modules: dict[str, ImportedModule] = field(default_factory=dict)

    def shared(self, make: Callable[[], _T]) -> _T:
        """Return an object that functions with this search path share; it is created once.

        Args:
            make: Creates it.
        """
        same = (self.places, self.runtime, self.python, self.loaded, self.without)
        return self.sources.kept((make, *same), make)

    @cached_property
    def _searched(self) -> _Searched:
        return self.shared(_Searched)

    def load(self, name: str, *, shadowed: bool = True) -> Loading:
        """Import a module with its parent packages.

        Args:
            name: Its dotted name.
            shadowed: Whether the runtime's module of a name counts; modules that the runtime
                client has imported are not searched in the function's folders.
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
        """Import a module of a package, or one at the top level."""
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
        if source is None:  # unreadable here, but perhaps not for Lambda's Python
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
        """Return a missing module, and whether that is certain."""
        if parent is None:
            return AbsentModule(name, Reason.NOWHERE, self._is_nowhere(name))
        if parent.source is None:
            return AbsentModule(name, Reason.NO_MEMBER, self._is_nowhere(name))
        return AbsentModule(name, Reason.NO_MEMBER, not _OWN_PATH.search(parent.source.text))

    def _is_nowhere(self, name: str) -> bool:
        """Return whether no installed package can provide a module."""
        if not all(place.is_known for place in self.places):
            return False
        return all(place.is_complete for place in self.places) or not is_brought(name)


def absolute(module: ImportedModule, import_: Import) -> str | None:
    """Return the absolute module of an import; None if the dots lead beyond the top level."""
    if not import_.level:
        return import_.module
    package = module.package.split(".") if module.package else []
    if import_.level > len(package):
        return None
    return ".".join([*package[: len(package) - import_.level + 1], *filter(None, [import_.module])])
