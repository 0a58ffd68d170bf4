"""Search paths of functions' modules, by the template and the files on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..application.application import Application
from ..application.function import Function
from ..application.layer import MAKEFILE, REQUIREMENTS, Layer
from ..dependencies.importing.path_entries import Mount, PathEntry
from ..dependencies.packages.transitive_requirements import TransitiveRequirements, brought_by
from ..dependencies.requirements.manifest_file import read_manifest
from ..dependencies.requirements.requirements_file import Requirements
from ..dependencies.source.folder_values import TASK
from ..sam.model.intrinsics import Data
from .importable_modules import PROVIDES, provided_by, provided_by_reference
from .manifest import Manifest, manifest_of_function, manifest_of_layer

_PYTHON_PATH = "PYTHONPATH"
_OF_LAYERS = "/opt/python"
_ON_PATH = frozenset(("", _OF_LAYERS, TASK, "/var/runtime"))
"""Folders that are always on the path."""

_NOTHING = TransitiveRequirements(frozenset(), is_known=True, is_complete=True)
_UNKNOWN = TransitiveRequirements(frozenset(), is_known=False, is_complete=False)


@dataclass(frozen=True)
class _Part:
    """The content of a layer below ``/opt/python``.

    Attributes:
        folders: The folders that are copied there; files of the last one take precedence.
        installed: The packages that are installed there.
    """

    folders: tuple[Path, ...]
    installed: TransitiveRequirements


@dataclass
class SearchPaths:
    """The search paths of a template's functions.

    Attributes:
        facts: The application.
    """

    facts: Application
    _parts: dict[tuple[str, str, str], _Part] = field(default_factory=dict)

    def of(self, function: Function) -> tuple[PathEntry, ...]:
        """Return a function's search path before the runtime's own folders, in Lambda's order.

        https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-searchpath
        """
        parts = [self._layer(layer, function) for layer in function.layers]
        parts += [self._foreign(reference, function) for reference in function.foreign]
        if not function.knows_layers or sets_path(function):
            parts.append(_Part((), _UNKNOWN))
        folders = [folder for part in parts for folder in part.folders]
        site = Path("lib", function.runtime, "site-packages")
        return (
            self._code(function),
            _entry((folder / site for folder in folders), [_NOTHING]),
            _entry(folders, [part.installed for part in parts]),
        )

    def mounts_of(self, function: Function) -> tuple[Mount, ...]:
        """Return the mounts of a function and its layers in Lambda."""
        code = self._code(function)
        is_all = not function.foreign and function.knows_layers
        path = Mount("/opt/python", ())
        site = Mount(f"/opt/python/lib/{function.runtime}/site-packages", ())
        layers = [_mount(layer) for layer in function.layers]
        others = [] if is_all else [Mount("/opt", (), is_known=False)]
        return (Mount(TASK, code.folders, bool(code.folders)), path, site, *layers, *others)

    def of_layer(self, layer: Layer, function: Function) -> tuple[PathEntry, ...]:
        """Return the entries that a layer would add to a function's search path."""
        part = self._layer(layer, function)
        site = Path("lib", function.runtime, "site-packages")
        return (
            _entry((folder / site for folder in part.folders), [_NOTHING]),
            _entry(part.folders, [part.installed]),
        )

    def _code(self, function: Function) -> PathEntry:
        code = function.code
        if code is None or not code.is_dir():
            return _entry((), [_UNKNOWN])
        if function.built is not None:
            return _entry([function.built, code], [_NOTHING])
        if not function.is_python_built:
            return _entry((), [_UNKNOWN])
        return _entry([code], [_installed(manifest_of_function(self.facts, function), function)])

    def _layer(self, layer: Layer, function: Function) -> _Part:
        key = (layer.logical_id, function.runtime, function.architecture)
        if key not in self._parts:
            built = layer.built and layer.built / "python"
            folders = tuple(filter(None, (built, layer.importable)))
            self._parts[key] = _Part(folders, self._installed_in(layer, function))
        return self._parts[key]

    def _installed_in(self, layer: Layer, function: Function) -> TransitiveRequirements:
        """Return the packages of a layer that are not in its folder."""
        if layer.built:
            return _NOTHING
        if layer.method == MAKEFILE:
            provided = provided_by(self.facts, layer)
            is_known = provided.source is not None and provided.source.name == PROVIDES
            return TransitiveRequirements(provided.import_names, is_known, is_complete=False)
        if layer.content is None or layer.python is None:
            return _UNKNOWN  # also layers without a build that a script may fill
        if layer.is_pip_built:
            return _installed(manifest_of_layer(self.facts, layer), function)
        lists = [place / REQUIREMENTS for place in (layer.content, layer.python)]
        file = next((list_ for list_ in lists if list_.is_file()), None)
        return _installed(Manifest(file), function)  # by a script, or by hand

    def _foreign(self, reference: Data, function: Function) -> _Part:
        """Return the part of an external layer: Powertools' and recorded ones are known."""
        listed = tuple(provided_by_reference(self.facts, reference).distributions.values())
        found = _of(Requirements(listed), function) if listed else _UNKNOWN
        return _Part((), TransitiveRequirements(found.names, found.is_known, is_complete=False))


def _mount(layer: Layer) -> Mount:
    """Return the mount of a layer's content: below ``python/`` if pip builds it."""
    if layer.built:
        return Mount("/opt", (layer.built,))
    if layer.content is None or not layer.is_known:
        return Mount("/opt", (), is_known=False)
    if layer.is_pip_built and layer.importable is not None:
        return Mount("/opt/python", (layer.importable,))
    return Mount("/opt", (layer.content,))


def _entry(folders: Iterable[Path], installed: Iterable[TransitiveRequirements]) -> PathEntry:
    every = list(installed)
    return PathEntry(
        tuple(folders),
        frozenset().union(*(requirements.names for requirements in every)),
        is_known=all(requirements.is_known for requirements in every),
        is_complete=all(requirements.is_complete for requirements in every),
    )


def _installed(manifest: Manifest, function: Function) -> TransitiveRequirements:
    """Return what `sam build` installs from a manifest, which need not exist."""
    if not manifest.is_known:
        return _UNKNOWN
    if manifest.file is None or not manifest.file.is_file():
        return _NOTHING
    found = read_manifest(
        manifest.file,
        python=function.runtime.removeprefix("python"),
        machine=function.architecture or "x86_64",
    )
    return _UNKNOWN if found is None else _of(found, function)


def _of(requirements: Requirements, function: Function) -> TransitiveRequirements:
    return brought_by(
        requirements,
        python=function.runtime.removeprefix("python"),
        machine=function.architecture or "x86_64",
    )


def sets_path(function: Function) -> bool:
    """Return whether a function sets PYTHONPATH to another value than Lambda does.

    It replaces Lambda's value, which contains the layers' folders.
    """
    environment = function.properties.get("Environment")
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    if not isinstance(variables, dict) or _PYTHON_PATH not in variables:
        return False
    value = variables[_PYTHON_PATH]
    folders = [part.rstrip("/") for part in value.split(":")] if isinstance(value, str) else []
    return _OF_LAYERS not in folders or any(folder not in _ON_PATH for folder in folders)
