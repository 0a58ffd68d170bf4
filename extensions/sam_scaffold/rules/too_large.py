"""Size of a function with all its layers, unzipped."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ..aws.limits import MEBIBYTE, UNZIPPED_BYTES
from ..contents.manifest import manifest_of_function, manifest_of_layer
from ..contents.network import NETWORK
from ..contents.size import MOST, bytes_of, files_of, whole_megabytes
from ..dependencies.requirements.uv_project import read_manifest
from ..dependencies.resolution.resolution import resolve
from ..dependencies.resolution.resolver_errors import UnreachableError
from ..errors import ScaffoldError
from ._rule import Rule, RuleFinding

_SHOWN = MEBIBYTE
"""Bytes of a part that is named."""


class TooLarge(Rule):
    """Counts what is built; else what lies there, and what the requirements come to.

    What it cannot count (layers from outside, packages while it may not look them up) it
    leaves out: what is found is too large without that.
    """

    id = "E9204"
    shortdesc = f"A function with its layers is above {MOST}"
    description = "sam build succeeds, and Lambda refuses the function when it is deployed."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
    tags = ["resources", "lambda", "layers", "dependencies"]

    def __init__(self) -> None:
        super().__init__()
        self.config_definition = {"resolve": {"default": False, "type": "boolean"}}
        self.configure()

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each function that is too large."""
        said = NETWORK.get()
        sizes = _Sizes(facts, resolves=bool(self.config["resolve"]) if said is None else said)
        for function in facts.functions:
            parts = {"its code": sizes.of_code(function)}
            parts |= {
                layer.logical_id: sizes.of_layer(layer, function) for layer in function.layers
            }
            if sum(parts.values()) > UNZIPPED_BYTES:
                path = function.path("Layers") if function.layers else function.code_path
                yield RuleFinding(path, f"{function.logical_id}: {_problem(parts)}")


def _problem(parts: dict[str, int]) -> str:
    largest = sorted(parts.items(), key=lambda one: -one[1])
    shown = ", ".join(f"{name} {whole_megabytes(size)}" for name, size in largest if size > _SHOWN)
    return (
        f"it has {whole_megabytes(sum(parts.values()))} MB unzipped ({shown}), and Lambda takes "
        f"{whole_megabytes(UNZIPPED_BYTES)}; take out what it does not need, or deploy it as a "
        "container image."
    )


@dataclass
class _Sizes:
    """Sizes in bytes, each found once.

    Attributes:
        facts: What is known of the template.
        resolves: Whether requirements may be looked up.
    """

    facts: Application
    resolves: bool
    _known: dict[object, int] = field(default_factory=dict)

    def of_code(self, function: Function) -> int:
        """Return what a function's own code comes to, as far as that is known."""
        code = function.code
        if code is None:
            return 0
        if function.built is not None:
            return self._of_built(function.built)
        if not function.is_python_built:
            return 0
        manifest = manifest_of_function(self.facts, function)
        return self._of_source(code, copied=True) + self._of_requirements(manifest.file, function)

    def of_layer(self, layer: Layer, function: Function) -> int:
        """Return what a layer comes to on a function's platform, as far as that is known."""
        if layer.built is not None:
            return self._of_built(layer.built)
        if layer.content is None or not (layer.is_known or layer.content.is_file()):
            return 0
        size = self._of_source(layer.content, copied=layer.is_pip_built)
        return size + self._of_requirements(manifest_of_layer(self.facts, layer).file, function)

    def _of_built(self, folder: Path) -> int:
        if folder not in self._known:
            self._known[folder] = sum(map(bytes_of, files_of(folder, copied=False)))
        return self._known[folder]

    def _of_source(self, place: Path, *, copied: bool) -> int:
        """Return a folder, without what a build leaves out that copies it; a zip file unzipped."""
        key = place, copied
        if key not in self._known:
            files = files_of(place, copied=copied)
            self._known[key] = _unzipped(place) if place.is_file() else sum(map(bytes_of, files))
        return self._known[key]

    def _of_requirements(self, file: Path | None, function: Function) -> int:
        if file is None or not self.resolves or not file.is_file():
            return 0
        key = file, function.runtime, function.architecture
        if key not in self._known:
            self._known[key] = self._resolved(file, function)
        return self._known[key]

    def _resolved(self, file: Path, function: Function) -> int:
        """Return what a list comes to; nothing where that cannot be found out."""
        architecture = function.architecture or "x86_64"
        found = read_manifest(
            file, python=function.runtime.removeprefix("python"), machine=architecture
        )
        listed = () if found is None else found.listed
        try:
            return resolve([str(one) for one in listed], function.runtime, architecture).size
        except UnreachableError:
            self.resolves = False  # nor can the next ones
            return 0
        except ScaffoldError:
            return 0


def _unzipped(file: Path) -> int:
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(one.file_size for one in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return 0
