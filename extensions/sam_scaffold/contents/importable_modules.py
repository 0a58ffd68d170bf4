"""What a layer, or a function's own code folder, lets a function import."""

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
from ..dependencies.requirements.requirements_file import parsed
from ..dependencies.requirements.uv_project import PYPROJECT, read_manifest
from ..sam.model.external_layers import parameter_of
from ..sam.model.function_runtime import is_python
from ..sam.model.intrinsics import Data
from ..sam.style.learning.powertools import DISTRIBUTION, published
from .manifest import Manifest, manifest_of_function, manifest_of_layer
from .prepared_folders import is_installed_into
from .recorded_layers import recorded_layers

PROVIDES = "provides.txt"
"""Beside a Makefile that builds a layer: what it brings, in the form of a requirements.txt."""

_POWERTOOLS = Requirement(f"{DISTRIBUTION}[all,datamasking,jwt,oauth2,parser,tracer,validation]")
"""AWS's own layers have the extra ``all``, which has these:
https://docs.aws.amazon.com/powertools/python/2.10.0/#install
"""

_BUNDLE = "bundle"
"""Where our own Makefiles take packages from."""


@dataclass(frozen=True)
class Provided(LayerContents):
    """What can be imported, and where that is said.

    Attributes:
        is_complete: Whether that is all. It is not where a list leaves out what its
            packages need in turn or has a line without a name, or where nothing tells.
        source: The file or folder that says so, None where none does. A pyproject.toml
            says what is meant to be there: SAM's builds read requirements.txt alone.
    """

    is_complete: bool = False
    source: Path | None = None


def provided_by(facts: Application, layer: Layer) -> Provided:
    """Return what a layer of the template brings.

    Said by its fresh build, else by its sources: what lies in its folder, and its
    requirements.txt, pyproject.toml, or `PROVIDES` beside a Makefile.

    Args:
        facts: The template's facts.
        layer: One of its layers.
    """
    return _once(facts, layer.logical_id, lambda: _of_recorded_layer(facts, layer))


def provided_by_reference(facts: Application, reference: Data) -> Provided:
    """Return what a layer from outside brings, which the template knows by an ARN alone.

    Said by the list of the component that brought its parameter; of Powertools' own layers,
    which AWS publishes, it is known.

    Args:
        facts: The template's facts.
        reference: What a function states: an ARN, ``{"Fn::Sub": "arn:..."}``.
    """
    return _once(facts, repr(reference), lambda: _of_reference(facts, reference))


def provided_by_code(facts: Application, function: Function) -> Provided:
    """Return what a function's own folder brings: its modules, and what its build installs.

    Args:
        facts: The template's facts.
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
    """What markers are about: ``3.12``, and ``x86_64`` or ``arm64``."""

    python: str = "3.12"
    machine: str = "x86_64"


def _python(runtime: str) -> str:
    return runtime.removeprefix("python") if is_python(runtime) else "3.12"


def _platform_of(layer: Layer) -> _Platform:
    """Return the platform that a layer is built for, as SAM's builder chooses it."""
    runtimes = [one for one in (layer.method, *(layer.runtimes or ())[::-1]) if is_python(one)]
    stated = layer.metadata.get("BuildArchitecture")
    machines = [stated] if isinstance(stated, str) else [*(layer.architectures or ())]
    return _Platform(_python(runtimes[0] if runtimes else ""), (machines or ["x86_64"])[0])


def _of_recorded_layer(facts: Application, layer: Layer) -> Provided:
    """A layer, with the extras that it was asked for: pins in a requirements.txt lack them."""
    found = _of_layer(facts, layer)
    recorded = recorded_layers(facts).get(layer.logical_id)
    asked = _by_name(() if recorded is None else recorded.packages)
    with_extras = {
        name: _with_extras(one, asked[name].extras)
        for name, one in found.distributions.items()
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
    """Return what a parameter holds of a layer's ARN, as an ARN."""
    value = facts.template.default_of(parameter)
    return f":{value}" if isinstance(value, str) else None


def _with_extras(requirement: Requirement, extras: Iterable[str]) -> Requirement:
    made = Requirement(str(requirement))
    made.extras.update(extras)
    return made


def _of_layer(facts: Application, layer: Layer) -> Provided:
    platform = _platform_of(layer)
    if layer.built is not None:
        return _in_folder(layer.built / "python", platform)
    content = layer.content
    if content is None or not content.is_dir():
        return Provided()
    if layer.method == MAKEFILE:
        return _of_makefile(content, platform)
    lying = Provided() if layer.python is None else _in_folder(layer.python, platform)
    if layer.is_pip_built:
        manifest = manifest_of_layer(facts, layer)
        return _with_listed(replace(lying, source=content), manifest, platform, content / PYPROJECT)
    installed = is_installed_into(facts, content)
    listed = _listed(content, (REQUIREMENTS,), platform) if installed else None
    if listed is not None:  # by a script, before `sam build` takes the folder as it is
        return replace(_joined(lying, listed), is_complete=False)
    return replace(lying, is_complete=True, source=content)


def _of_makefile(content: Path, platform: _Platform) -> Provided:
    """Return what a Makefile may come to: what it is likely to copy, and what is said beside it."""
    lying = [_in_folder(content / name, platform) for name in (_BUNDLE, "python")]
    listed = _listed(content, (PROVIDES, REQUIREMENTS, PYPROJECT), platform)
    found = _joined(*lying, listed or Provided(source=content))
    return replace(found, is_complete=False)


def _of_code(facts: Application, function: Function, platform: _Platform) -> Provided:
    code = function.code
    if code is None or not code.is_dir():
        return Provided()
    if function.built is not None:
        return _in_folder(function.built, platform)
    lying = _in_folder(code, platform)
    if function.method == MAKEFILE:
        return replace(lying, is_complete=False)
    return _with_listed(lying, manifest_of_function(facts, function), platform)


def _with_listed(
    lying: Provided, manifest: Manifest, platform: _Platform, *others: Path
) -> Provided:
    """Return what lies in a folder, with what the first list that is there says."""
    if not manifest.is_known:
        return replace(lying, is_complete=False)
    files = [file for file in (manifest.file, *others) if file is not None and file.is_file()]
    return _joined(lying, _in_list(files[0], platform)) if files else lying


def _in_folder(folder: Path, platform: _Platform) -> Provided:
    """Return what lies in a folder that comes to Python's search path as it is."""
    found = installed_in(folder)
    lines = {name: (f"{name}=={version}", name) for name, version in found.distributions.items()}
    known = {
        name: next(filter(None, map(parsed, several)), None) for name, several in lines.items()
    }
    versions = {name: one for name, one in known.items() if one is not None}
    extras = extras_in(folder, **asdict(platform)) if versions else {}
    return Provided(versions, found.import_names, extras, is_complete=True, source=folder)


def _listed(folder: Path, names: Iterable[str], platform: _Platform) -> Provided | None:
    """Return what the first of some lists in a folder says, None if there is none of them."""
    file = next((folder / name for name in names if (folder / name).is_file()), None)
    return None if file is None else _in_list(file, platform)


def _in_list(file: Path, platform: _Platform) -> Provided:
    """Return what a list says, nothing of one that cannot be read."""
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
    return {canonicalize_name(one.name): one for one in listed}


def _imported(listed: Iterable[Requirement]) -> frozenset[str]:
    return frozenset().union(*(import_names(one.name) for one in listed))


def _joined(*several: Provided) -> Provided:
    """Return what lies in folders with what is installed into them: the last one counts."""
    distributions: dict[str, Requirement] = {}
    extras: dict[tuple[str, str], frozenset[str]] = {}
    for one in several:
        distributions.update(one.distributions)
        extras.update(one.extras)
    names = frozenset[str]().union(*(one.import_names for one in several))
    return replace(several[-1], distributions=distributions, import_names=names, extras=extras)
