"""Deployed files of a function: ``/var/task`` and ``/opt``, as `sam build` fills them.

Third-party packages are not installed; all else is as measured with SAM CLI 1.170 and
lambda-builders 1.67, which follow links and copy their targets.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ...application.application import Application
from ...application.function import Function
from ...application.layer import Layer
from ...contents.build_excludes import LEFT_OUT
from ...sam.model.intrinsics import Data


@dataclass(frozen=True)
class BuiltTree:
    """Folder as deployed.

    Attributes:
        folder: Its path.
        sizes: The size of each file by its path in the folder, with slashes.
        broken: Dangling and cyclic links, as paths from the repository's
            root; `sam build` fails on them.
    """

    folder: Path
    sizes: Mapping[str, int]
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Built:
    """Deployed files of a function.

    Attributes:
        task: ``/var/task``.
        opt: ``/opt``.
        unknown: Layers whose content is unknown, such as external ones.
    """

    task: BuiltTree
    opt: BuiltTree
    unknown: tuple[str, ...]

    @property
    def broken(self) -> tuple[str, ...]:
        """Return the dangling links of both."""
        return tuple(dict.fromkeys((*self.task.broken, *self.opt.broken)))


@dataclass
class Builder:
    """Builder of the functions of a repository's copy; shared folders are built once.

    Attributes:
        target: An empty folder to build in.
    """

    target: Path
    _trees: dict[tuple[object, ...], BuiltTree] = field(default_factory=dict)

    def build(self, facts: Application, function: Function) -> Built | None:
        """Build a function.

        Args:
            facts: The application of its template.
            function: A function that is built as Python code.

        Returns:
            None if its code is not a folder here, or is built differently.
        """
        code = function.code
        if code is None or not code.is_dir() or not function.is_python_built:
            return None
        uri = facts.values.text(function.properties.get("CodeUri"))
        packages = _parents(function.metadata, function.handler, uri)
        layers = [layer for layer in function.layers if layer.is_known]
        unknown = [layer.logical_id for layer in function.layers if not layer.is_known]
        unknown += [str(layer) for layer in function.foreign]
        unknown += [] if function.knows_layers else ["layers under a condition"]
        return Built(self._task(facts, code, packages), self._opt(facts, layers), tuple(unknown))

    def _task(self, facts: Application, code: Path, packages: tuple[str, ...]) -> BuiltTree:
        key = ("task", code.resolve(), packages)
        if key not in self._trees:
            copying = self._new(facts)
            copying.built(code, packages, "")
            self._trees[key] = copying.tree
        return self._trees[key]

    def _opt(self, facts: Application, layers: list[Layer]) -> BuiltTree:
        key = ("opt", facts.file, *(layer.logical_id for layer in layers))
        if key not in self._trees:
            copying = self._new(facts)
            for layer in layers:
                assert layer.content is not None  # noqa: S101 - it is known
                if layer.is_pip_built:
                    packages = _parents(layer.metadata, "", "")
                    copying.built(layer.content, packages, "python")
                else:
                    copying.copy(layer.content, "", skips=False)
            self._trees[key] = copying.tree
        return self._trees[key]

    def _new(self, facts: Application) -> _Copying:
        folder = self.target / str(len(self._trees))
        folder.mkdir(parents=True)
        return _Copying(facts, folder)


@dataclass
class _Copying:
    facts: Application
    folder: Path
    sizes: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    @property
    def tree(self) -> BuiltTree:
        return BuiltTree(self.folder, self.sizes, tuple(self.broken))

    def built(self, source: Path, packages: tuple[str, ...], below: str) -> None:
        """Copy a folder as a Python build does, into new parent packages."""
        inside = str(PurePosixPath(*packages)) if packages else ""
        # The build ignores parent packages that exist in the code (lambda-builders 1.67).
        if inside and (source / inside).exists():
            inside = ""
        self.copy(source, str(PurePosixPath(below, inside)), skips=True)

    def copy(self, source: Path, path: str, *, skips: bool, above: tuple[str, ...] = ()) -> None:
        """Copy the content of a folder, and follow its links.

        Args:
            source: The folder.
            path: Its path in the target.
            skips: Whether to leave out files that a Python build leaves out.
            above: The real paths of its parent folders, to find cycles.
        """
        place = self.folder / path
        place.mkdir(parents=True, exist_ok=True)
        real = os.path.realpath(source)
        for entry in sorted(source.iterdir()):
            if skips and LEFT_OUT.fullmatch(entry.name):
                continue
            below = str(PurePosixPath(path, entry.name))
            if entry.is_dir():
                if os.path.realpath(entry) in (*above, real):
                    self._note_broken(entry)
                else:
                    self.copy(entry, below, skips=skips, above=(*above, real))
            elif entry.is_file():
                shutil.copy2(entry, self.folder / below)
                self.sizes[below] = entry.stat().st_size
            else:
                self._note_broken(entry)

    def _note_broken(self, link: Path) -> None:
        self.broken.append(f"{self.facts.shown(link.parent)}/{link.name}".removeprefix("./"))


def _parents(metadata: Mapping[str, Data], handler: str, uri: str) -> tuple[str, ...]:
    """Return the parent packages that `sam build` creates for the code.

    From SAM CLI 1.170 (`_infer_parent_python_packages`) and its builds.
    """
    properties = metadata.get("BuildProperties")
    if not isinstance(properties, dict):
        return ()
    if properties.get("ParentPackageMode") == "explicit":
        stated = properties.get("ParentPackages")
        return tuple(stated.split(".")) if isinstance(stated, str) and stated else ()
    wanted = handler.split(".")[:-2]
    if properties.get("ParentPackageMode") != "auto" or not wanted:
        return ()
    parts = PurePosixPath(uri).parts
    first = next((at for at, part in enumerate(parts) if part == wanted[0]), len(parts))
    return parts[first : first + len(wanted)]
