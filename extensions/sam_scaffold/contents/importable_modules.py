"""Modules that a function can import from a layer or its own code folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..application.application import Application
from ..application.function import Function
from ..application.layer import MAKEFILE, REQUIREMENTS, Layer
from ..dependencies.packages.import_names import import_names
from ..dependencies.packages.installed import installed_in
from ..dependencies.packages.layer_contents import LayerContents
from ..dependencies.requirements.extras import extras_here, extras_in
from ..dependencies.requirements.manifest_file import read_manifest
from ..dependencies.requirements.requirements_file import parsed
from ..dependencies.requirements.uv_project import PYPROJECT
from ..sam.model.external_layers import parameter_of
from ..sam.model.function_runtime import is_python
from ..sam.model.intrinsics import Data
from ..sam.style.learning.powertools import DISTRIBUTION, published
from .manifest import Manifest, manifest_of_function, manifest_of_layer
from .prepared_folders import is_installed_into
from .recorded_layers import recorded_layers

PROVIDES = "provides.txt"
"""File next to a Makefile: the packages of the layer, in the form of a requirements.txt."""

_POWERTOOLS = Requirement(f"{DISTRIBUTION}[all,datamasking,jwt,oauth2,parser,tracer,validation]")
"""The layers that AWS publishes have the extra ``all``, which includes these:
https://docs.aws.amazon.com/powertools/python/2.10.0/#install
"""

_BUNDLE = "bundle"
"""Folder from which our Makefiles copy packages."""


@dataclass(frozen=True)
class Provided(LayerContents):
    """Packages that can be imported, and their source.

    Attributes:
        is_complete: Whether these are all. They are not if a list omits transitive
            requirements or has a line without a name, or if there is no source.
        source: The file or folder that lists them, None if there is none. A pyproject.toml
            only states the intention: SAM's builds only read requirements.txt.
    """

    is_complete: bool = False
    source: Path | None = None


def provided_by(facts: Application, layer: Layer) -> Provided:
    """Return the packages of a layer of the template.

    They are read from its fresh build; if there is none, from its sources: the files in its
    folder, and its requirements.txt, pyproject.toml, or `PROVIDES` next to a Makefile.

    Args:
        facts: The application.
        layer: One of its layers.
    """
    return _once(facts, layer.logical_id, lambda: _of_recorded_layer(facts, layer))


def provided_by_reference(facts: Application, reference: Data) -> Provided:
    """Return the packages of an external layer, which the template only refers to by its ARN.

    They are listed by the component that added its parameter. Those of the Powertools layers
    that AWS publishes are known.

    Args:
        facts: The application.
        reference: The value in the function's Layers: an ARN, ``{"Fn::Sub": "arn:..."}``.
    """
    return _once(facts, repr(reference), lambda: _of_reference(facts, reference))


def provided_by_code(facts: Application, function: Function) -> Provided:
    """Return the packages of a function's own folder: its modules, and those its build installs.

    Args:
        facts: The application.
        function: One of its functions.
    """
    platform = _Platform(_python(function.runtime), function.architecture or "x86_64")
    is_built = function.method != MAKEFILE
    key = (function.code, platform, is_built, function.built)
    return _once(facts, key, lambda: _of_code(facts, function, platform))


_KNOWN: WeakKeyDictionary[Application, dict[object, Provided]] = WeakKeyDictionary()


def _once(facts: Application, key: object, find: Callable[[], Provided]) -> Provided:
    known = _KNOWN.setdefault(facts, {})
    if key not in known:
        known[key] = find()
    return known[key]


@dataclass(frozen=True)
class _Platform:
    """Values for environment markers: ``3.12``, and ``x86_64`` or ``arm64``."""

    python: str = "3.12"
    machine: str = "x86_64"


def _python(runtime: str) -> str:
    return runtime.removeprefix("python") if is_python(runtime) else "3.12"


def _platform_of(layer: Layer) -> _Platform:
    """Return the platform that a layer is built for, as SAM's builder chooses it."""
    candidates = (layer.method, *(layer.runtimes or ())[::-1])
    runtimes = [runtime for runtime in candidates if is_python(runtime)]
    stated = layer.metadata.get("BuildArchitecture")
    machines = [stated] if isinstance(stated, str) else [*(layer.architectures or ())]
    return _Platform(_python(runtimes[0] if runtimes else ""), (machines or ["x86_64"])[0])


def _of_recorded_layer(facts: Application, layer: Layer) -> Provided:
    """Return a layer's packages with their recorded extras, which a requirements.txt lacks."""
    found = _of_layer(facts, layer)
    recorded = recorded_layers(facts).get(layer.logical_id)
    asked = _by_name(() if recorded is None else recorded.packages)
    with_extras = {
        name: _with_extras(requirement, asked[name].extras)
        for name, requirement in found.distributions.items()
        if name in asked
    }
    return replace(found, distributions={**found.distributions, **with_extras})


def _of_reference(facts: Application, reference: Data) -> Provided:
    name = parameter_of(reference) or (reference.get("Ref") if isinstance(reference, dict) else "")
    recorded = recorded_layers(facts).get(str(name))
    listed = None if recorded is None else _listed(recorded.folder, (PROVIDES,), _Platform())
    if listed is not None:
        return listed
    if published([reference, facts.values.known(reference), _arn(facts, str(name))]):
        return Provided(_by_name([_POWERTOOLS]), _imported([_POWERTOOLS]))
    return Provided()


def _arn(facts: Application, parameter: str) -> Data:
    """Return the default of a parameter for a layer's ARN, in the form of an ARN."""
    value = facts.template.default_of(parameter)
    return f":{value}" if isinstance(value, str) else None


def _with_extras(requirement: Requirement, extras: Iterable[str]) -> Requirement:
    extended = Requirement(str(requirement))
    extended.extras.update(extras)
    return extended


def _of_layer(facts: Application, layer: Layer) -> Provided:
    platform = _platform_of(layer)
    if layer.built is not None:
        return _in_folder(layer.built / "python", platform)
    content = layer.content
    if content is None or not content.is_dir():
        return Provided()
    if layer.method == MAKEFILE:
        return _of_makefile(content, platform)
    present = Provided() if layer.python is None else _in_folder(layer.python, platform)
    if layer.is_pip_built:
        manifest = manifest_of_layer(facts, layer)
        return _with_listed(
            replace(present, source=content), manifest, platform, content / PYPROJECT
        )
    installed = is_installed_into(facts, content)
    listed = _listed(content, (REQUIREMENTS,), platform) if installed else None
    if listed is not None:  # a script installs them before `sam build` copies the folder
        return replace(_joined(present, listed), is_complete=False)
    return replace(present, is_complete=True, source=content)


def _of_makefile(content: Path, platform: _Platform) -> Provided:
    """Return the packages that a Makefile is likely to copy, and those listed next to it."""
    present = [_in_folder(content / name, platform) for name in (_BUNDLE, "python")]
    listed = _listed(content, (PROVIDES, REQUIREMENTS, PYPROJECT), platform)
    found = _joined(*present, listed or Provided(source=content))
    return replace(found, is_complete=False)


def _of_code(facts: Application, function: Function, platform: _Platform) -> Provided:
    code = function.code
    if code is None or not code.is_dir():
        return Provided()
    if function.built is not None:
        return _in_folder(function.built, platform)
    present = _in_folder(code, platform)
    if function.method == MAKEFILE:
        return replace(present, is_complete=False)
    return _with_listed(present, manifest_of_function(facts, function), platform)


def _with_listed(
    present: Provided, manifest: Manifest, platform: _Platform, *others: Path
) -> Provided:
    """Return the packages of a folder, with those of the first list that exists."""
    if not manifest.is_known:
        return replace(present, is_complete=False)
    files = [file for file in (manifest.file, *others) if file is not None and file.is_file()]
    return _joined(present, _in_list(files[0], platform)) if files else present


def _in_folder(folder: Path, platform: _Platform) -> Provided:
    """Return the packages of a folder that is on Python's search path as it is."""
    found = installed_in(folder)
    lines = {name: (f"{name}=={version}", name) for name, version in found.distributions.items()}
    known = {
        name: next(filter(None, map(parsed, several)), None) for name, several in lines.items()
    }
    versions = {name: found_ for name, found_ in known.items() if found_ is not None}
    extras = extras_in(folder, **asdict(platform)) if versions else {}
    return Provided(versions, found.import_names, extras, is_complete=True, source=folder)


def _listed(folder: Path, names: Iterable[str], platform: _Platform) -> Provided | None:
    """Return the packages of the first existing list in a folder, None if there is none."""
    file = next((folder / name for name in names if (folder / name).is_file()), None)
    return None if file is None else _in_list(file, platform)


def _in_list(file: Path, platform: _Platform) -> Provided:
    """Return the packages of a list, nothing if it cannot be read."""
    found = read_manifest(file, **asdict(platform))
    if found is None:
        return Provided(source=file)
    return Provided(
        names := _by_name(found.listed),
        _imported(found.listed),
        extras_here(names, **asdict(platform)),
        is_complete=not found.opaque and (found.is_lock or not found.listed),
        source=file,
    )


def _by_name(listed: Iterable[Requirement]) -> dict[str, Requirement]:
    return {canonicalize_name(requirement.name): requirement for requirement in listed}


def _imported(listed: Iterable[Requirement]) -> frozenset[str]:
    return frozenset().union(*(import_names(requirement.name) for requirement in listed))


def _joined(*several: Provided) -> Provided:
    """Return the packages of several sources; the last one takes precedence."""
    distributions: dict[str, Requirement] = {}
    extras: dict[tuple[str, str], frozenset[str]] = {}
    for provided in several:
        distributions.update(provided.distributions)
        extras.update(provided.extras)
    names = frozenset[str]().union(*(provided.import_names for provided in several))
    return replace(several[-1], distributions=distributions, import_names=names, extras=extras)
