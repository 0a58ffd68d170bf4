"""Suggestions for imports that fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..application.application import Application
from ..application.function import Function
from ..contents.manifest import manifest_of_function
from ..contents.misplaced_modules import misplaced
from ..contents.repository_modules import OwnModules
from ..contents.search_paths import SearchPaths
from ..dependencies.importing.failed_import import MissingImport, Reason
from ..dependencies.importing.module_cache import ModuleCache
from ..dependencies.importing.path_entries import PathEntry, Portion, find
from ..dependencies.packages.import_names import (
    WINDOWS_ONLY,
    import_names,
    is_brought,
    is_known,
    proposed,
)
from ..dependencies.packages.runtime_modules import ON_WINDOWS, other_pythons
from ..dependencies.requirements.uv_project import PYPROJECT


@dataclass
class ImportFixes:
    """Suggestions for missing modules, from the layers and folders of a repository.

    Attributes:
        facts: The application.
    """

    facts: Application
    _sources: ModuleCache = field(default_factory=ModuleCache)

    def __post_init__(self) -> None:
        self._paths = SearchPaths(self.facts)
        self._own = OwnModules(self.facts)

    def suggest(self, function: Function, missing: MissingImport) -> str:
        """Return a sentence that says how to provide an import, without its full stop."""
        for layer in self.facts.layers.values():
            if layer not in function.layers:
                places = self._paths.of_layer(layer, function)
                if self._is_in(places, missing.name) or misplaced(self.facts, layer, missing.name):
                    return f"Attach {layer.logical_id}, which has it"
        top = missing.name.partition(".")[0]
        paths = self._paths.of(function)
        if missing.reason is Reason.NO_MEMBER and self._is_in(paths, top, own=True):
            return "Create that module, or correct the name"
        if is_known(top) and not is_brought(top):
            return f"{top} is imported as {min(import_names(top), key=len)}"
        if own := self._own.place(missing.wanted or missing.name):
            return f"{own} is not in its code or layers: move it there"
        return _elsewhere(top, function.runtime) or self._package(function, missing)

    def _package(self, function: Function, missing: MissingImport) -> str:
        """Return which package to add, or a general suggestion if that is unknown."""
        is_below = missing.wanted.startswith(missing.name)
        name = proposed(missing.wanted if is_below else missing.name)
        if name in WINDOWS_ONLY:
            return f"{name} is only for Windows. Do not import it"
        if name:
            manifest = manifest_of_function(self.facts, function).file
            if manifest is not None and manifest.name == PYPROJECT:
                return f"Add {name} to {self.facts.shown(manifest)}, or create the module"
            return (
                f"Add {name} to the requirements.txt of its code or of a layer, or create the "
                "module"
            )
        return "Add the module next to the handler, or attach a layer that has it"

    def _is_in(self, places: Iterable[PathEntry], name: str, *, own: bool = False) -> bool:
        """Return whether a module is on a path; with `own`, as source that is not installed."""
        portions = [Portion.of(place) for place in places]
        for part in name.split("."):
            found = find(part, portions, self._sources)
            if found is None or found.is_foreign:
                return found is not None and not own
            portions = list(found.portions)
        return not own or any(portion.folders and not portion.installed for portion in portions)


def _elsewhere(name: str, runtime: str) -> str:
    """Return a suggestion for a module of another Python, nothing if no Python has it."""
    if name in ON_WINDOWS:
        return "Python only has it on Windows. Do not import it"
    version = runtime.removeprefix("python")
    earlier, later = other_pythons(name, runtime)
    if earlier:
        return f"Python {version} no longer has it, {earlier} was the last. Do not import it"
    return f"Python has it since {later}. Use a later Runtime" if later else ""
