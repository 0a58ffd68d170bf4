"""The ways out of an import that fails: where there is what is missing."""

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
class Ways:
    """Looks for what is missing in the layers and folders of a repository.

    Attributes:
        facts: What is known of the template.
    """

    facts: Application
    _sources: ModuleCache = field(default_factory=ModuleCache)

    def __post_init__(self) -> None:
        self._paths = SearchPaths(self.facts)
        self._own = OwnModules(self.facts)

    def out(self, function: Function, one: MissingImport) -> str:
        """Return what to do so that an import is provided, as the end of a sentence."""
        for layer in self.facts.layers.values():
            if layer not in function.layers:
                places = self._paths.of_layer(layer, function)
                if self._is_in(places, one.name) or misplaced(self.facts, layer, one.name):
                    return f"attach {layer.logical_id}, which has it"
        top = one.name.partition(".")[0]
        if one.reason is Reason.NO_MEMBER and self._is_in(self._paths.of(function), top, own=True):
            return "write that module, or mend the name"
        if is_known(top) and not is_brought(top):
            return f"{top} is imported as {min(import_names(top), key=len)}"
        if own := self._own.place(one.wanted or one.name):
            return f"{own} is in none of its folders: put it there, or into a layer that it has"
        return _elsewhere(top, function.runtime) or self._package(function, one)

    def _package(self, function: Function, one: MissingImport) -> str:
        """Return the package to add; none where it is not known which."""
        name = proposed(one.wanted if one.wanted.startswith(one.name) else one.name)
        if name in WINDOWS_ONLY:
            return f"{name} is for Windows alone; do without it"
        if name:
            manifest = manifest_of_function(self.facts, function).file
            if manifest is not None and manifest.name == PYPROJECT:
                return f"add {name} to {self.facts.shown(manifest)}, or write it"
            return f"add {name} to the requirements.txt of its code or of a layer, or write it"
        return "put that module beside the handler, or attach a layer that has it"

    def _is_in(self, places: Iterable[PathEntry], name: str, *, own: bool = False) -> bool:
        """Return whether a module is in some places, written down there rather than installed."""
        portions = [Portion.of(place) for place in places]
        for part in name.split("."):
            found = find(part, portions, self._sources)
            if found is None or found.is_foreign:
                return found is not None and not own
            portions = list(found.portions)
        return not own or any(portion.folders and not portion.installed for portion in portions)


def _elsewhere(name: str, runtime: str) -> str:
    """Return what to do without a module that another Python has, nothing where none has it."""
    if name in ON_WINDOWS:
        return "Python has it on Windows alone; do without it"
    version = runtime.removeprefix("python")
    earlier, later = other_pythons(name, runtime)
    if earlier:
        return f"Python {version} has it no more, {earlier} was the last; do without it"
    return f"Python has it from {later} on; take a later Runtime" if later else ""
