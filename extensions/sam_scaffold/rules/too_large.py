"""Functions above the limit for unzipped code, with all their layers."""

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
from ..dependencies.requirements.manifest_file import read_manifest
from ..dependencies.resolution.resolution import resolve
from ..dependencies.resolution.resolver_errors import UnreachableError
from ..errors import ScaffoldError
from ._rule import Rule, RuleFinding

_SHOWN = MEBIBYTE
"""Minimum size of a part that the message shows."""


class TooLarge(Rule):
    """Counts the build output; if there is none, the sources and the resolved requirements.

    Parts of unknown size (external layers, packages without network access) are not counted:
    a function that is reported is too large without them.
    """

    id = "E9204"
    shortdesc = f"A function with its layers is above {MOST}"
    description = "sam build succeeds, but Lambda rejects the function when it is deployed."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
    tags = ["resources", "lambda", "layers", "dependencies"]

    def __init__(self) -> None:
        super().__init__()
        self.config_definition = {"resolve": {"default": False, "type": "boolean"}}
        self.configure()

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each function that is too large."""
        allowed = NETWORK.get()
        if allowed is None:
            allowed = bool(self.config["resolve"])
        sizes = _Sizes(facts, resolves=allowed)
        for function in facts.functions:
            parts = {"its code": sizes.of_code(function)}
            parts |= {
                layer.logical_id: sizes.of_layer(layer, function) for layer in function.layers
            }
            if sum(parts.values()) > UNZIPPED_BYTES:
                path = function.path("Layers") if function.layers else function.code_path
                yield RuleFinding(path, f"{function.logical_id}: {_problem(parts)}")


def _problem(parts: dict[str, int]) -> str:
    largest = sorted(parts.items(), key=lambda part: -part[1])
    shown = ", ".join(f"{name} {whole_megabytes(size)}" for name, size in largest if size > _SHOWN)
    return (
        f"it has {whole_megabytes(sum(parts.values()))} MB unzipped ({shown}); Lambda's limit is "
        f"{whole_megabytes(UNZIPPED_BYTES)}. Remove what it does not use, or deploy it as a "
        "container image."
    )


@dataclass
class _Sizes:
    """Sizes in bytes, each determined once.

    Attributes:
        facts: The application.
        resolves: Whether requirements may be resolved over the network.
    """

    facts: Application
    resolves: bool
    _known: dict[object, int] = field(default_factory=dict)

    def of_code(self, function: Function) -> int:
        """Return the size of a function's own code, as far as it is known."""
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
        """Return the size of a layer on a function's platform, as far as it is known."""
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
        """Return the size of a folder, without what the build excludes, or of an unzipped file."""
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
        """Return the size of a list of requirements, 0 if it cannot be resolved."""
        architecture = function.architecture or "x86_64"
        found = read_manifest(
            file, python=function.runtime.removeprefix("python"), machine=architecture
        )
        listed = () if found is None else found.listed
        try:
            return resolve([*map(str, listed)], function.runtime, architecture).size
        except UnreachableError:
            self.resolves = False  # the next ones would fail, too
            return 0
        except ScaffoldError:
            return 0


def _unzipped(file: Path) -> int:
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return 0
