"""A layer of the template, and its contents in ``/opt/python``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from ..dependencies.packages.compiled_modules import Compiled, compiled_in
from ..sam.model.layer_resource import LayerResource
from .template_on_disk import TemplateOnDisk

REQUIREMENTS = "requirements.txt"
MAKEFILE = "makefile"


@dataclass(frozen=True, kw_only=True)
class Layer(LayerResource):
    """A layer with its known values and its files.

    Attributes:
        content: The folder or zip file with its content, which may not exist; None if the
            content is in S3 or is not known.
        method: Its BuildMethod, ``"python3.12"`` or ``"makefile"``; empty if `sam build` does
            not build it.
        runtimes: Its CompatibleRuntimes, None if it has none or they are not known.
        architectures: Its CompatibleArchitectures, None if it has none or they are not known.
        machine: The architecture for which `sam build` builds it, empty if it is not known.
        built: The output of `sam build` for it, None if there is none or its content changed
            since then.
    """

    content: Path | None
    method: str
    runtimes: tuple[str, ...] | None
    architectures: tuple[str, ...] | None
    machine: str
    built: Path | None

    @classmethod
    def of(cls, place: TemplateOnDisk, layer: LayerResource) -> Layer:
        """Return a layer of a template with its files."""
        values = place.values
        content = place.place(layer.content_uri)
        built = place.built(layer.logical_id)
        return cls(
            **{field.name: getattr(layer, field.name) for field in fields(LayerResource)},
            content=content,
            method=values.text(layer.metadata.get("BuildMethod")),
            runtimes=values.texts(layer.properties.get("CompatibleRuntimes")),
            architectures=values.texts(layer.properties.get("CompatibleArchitectures")),
            # Nothing else determines it (measured, SAM CLI 1.170).
            machine=values.text(layer.metadata.get("BuildArchitecture", "x86_64")),
            built=built if built and content and is_fresh(built, content) else None,
        )

    @property
    def is_pip_built(self) -> bool:
        """True if `sam build` copies its content into ``python/`` and installs requirements.

        For layers, `sam build` rejects ``python-uv`` (measured, SAM CLI 1.170).
        """
        return self.method.startswith("python3")

    @property
    def requirements(self) -> Path | None:
        """The requirements.txt that `sam build` installs, None if it installs none."""
        if not self.is_pip_built or self.content is None:
            return None
        file = self.content / REQUIREMENTS
        return file if file.is_file() else None

    @property
    def python(self) -> Path | None:
        """The source folder that is deployed as ``/opt/python``; None if there is none.

        That is the whole content if `sam build` builds it as Python; otherwise it is the folder
        ``python/`` in the content (measured, SAM CLI 1.170).
        """
        if self.content is None:
            return None
        folder = self.content if self.is_pip_built else self.content / "python"
        return folder if folder.is_dir() else None

    @property
    def importable(self) -> Path | None:
        """The source folder from which its modules can be imported; None if there is none.

        With ParentPackages, that is the folder of the outermost package, which may contain more
        than the layer does (`explicit` works for layers, measured, SAM CLI 1.170).
        """
        properties = self.metadata.get("BuildProperties")
        stated = properties.get("ParentPackages") if isinstance(properties, dict) else None
        packages = stated.split(".") if isinstance(stated, str) and self.is_pip_built else []
        if self.python is None or self.python.parts[-len(packages) or None :] != tuple(packages):
            return self.python
        return self.python.joinpath(*[".."] * len(packages)).resolve()

    @cached_property
    def compiled(self) -> tuple[Compiled, ...]:
        """Its compiled modules: in the output of `sam build`, or in content that is not built."""
        source = self.content if not self.method else None
        place = self.built or source
        return tuple(compiled_in(place / "python")) if place else ()

    @property
    def is_known(self) -> bool:
        """True if its sources show its contents, unlike S3, zip files and Makefiles."""
        return self.content is not None and self.content.is_dir() and self.method != MAKEFILE


def is_fresh(built: Path, source: Path) -> bool:
    """Return whether nothing in a folder changed since it was built."""
    made = built.stat().st_mtime
    return all(file.stat().st_mtime <= made for file in _files(source))


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        yield from (file for file in place.rglob("*") if file.is_file())
