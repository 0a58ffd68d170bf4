"""Needs of a function: the files of the repository that it imports and reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ...application.function import Function
from ...contents.build_excludes import LEFT_OUT
from ...contents.search_paths import SearchPaths
from ...dependencies.importing.failed_import import Reason
from ...dependencies.importing.handler_closure import Edge, HandlerClosure, Needed, closure_of
from ...dependencies.importing.module_cache import ModuleCache
from ...transaction.paths import is_below
from .candidates import Candidate


@dataclass(frozen=True, slots=True)
class File:
    """A file that a function needs.

    Attributes:
        path: Its path in the artifact: ``pkg/shared/money.py``, below ``/var/task`` or
            ``/opt/python``.
        real: Its path from the repository's root, with links resolved.
        is_module: Whether it is imported; otherwise it is data.
        readers: Of data: the real paths of the modules that read it relative to themselves.
        from_cwd: Of data: whether it is read relative to the working directory, ``/var/task``.
        is_linked: Whether it is elsewhere, and the function's folder has a link to it.
        is_layered: Whether it is in a layer.
    """

    path: str
    real: str
    is_module: bool = True
    readers: frozenset[str] = frozenset()
    from_cwd: bool = False
    is_linked: bool = False
    is_layered: bool = False


@dataclass(frozen=True, eq=False)
class Reading:
    """Needs of one function.

    Attributes:
        candidate: The function.
        closure: The modules that its handler imports, directly and transitively.
        files: The files of the repository that it needs, by path in the artifact.
        handler: The real path of its handler's module; empty if not found.
        lacks: The problem if that module has no such function; otherwise empty.
        outside: The files that it needs through a link out of the repository: the path from
            the root, and the real path.
        uses: The imports between the repository's modules: the real path of the importing
            module, the line, and the real path of the imported one.
        taken: The first use of each module, by real path, that imports a name from it.
    """

    candidate: Candidate
    closure: HandlerClosure
    files: Mapping[str, File]
    handler: str
    lacks: str
    outside: tuple[tuple[str, str], ...]
    uses: frozenset[tuple[str, int, str]]
    taken: Mapping[str, Edge]

    @property
    def nowhere(self) -> tuple[str, ...]:
        """Return the packages that it imports and that nothing in the repository provides."""
        missing = self.closure.missing
        names = (
            failed.name.partition(".")[0] for failed in missing if failed.reason is Reason.NOWHERE
        )
        return tuple(sorted(set(names)))

    @cached_property
    def real(self) -> frozenset[str]:
        """Return the real paths of its files."""
        return frozenset(file.real for file in self.files.values())


@dataclass
class NeedsReader:
    """Reader of functions that share files; each file is parsed once.

    Attributes:
        root: The repository's root, absolute and real.
    """

    root: Path
    _sources: ModuleCache = field(default_factory=ModuleCache)
    _paths: dict[Path, SearchPaths] = field(default_factory=dict)
    _reals: dict[Path, str] = field(default_factory=dict)
    _laid: dict[tuple[Path, tuple[Path, ...], bool], tuple[File, ...]] = field(default_factory=dict)

    def read(
        self,
        candidate: Candidate,
        without: frozenset[str] = frozenset(),
        included: Sequence[str] = (),
    ) -> Reading:
        """Read the needs of a function.

        Args:
            candidate: The function, which has no problem.
            without: Real paths of ``__init__.py`` files that are ignored.
            included: Files and folders that it needs beyond its imports, from the root.
        """
        function = _unbuilt(candidate)
        paths = self._paths.setdefault(candidate.facts.file, SearchPaths(candidate.facts))
        places, mounts = paths.of(function), paths.mounts_of(function)
        gone = frozenset(self.root / path for path in without).union(_not_built(candidate))
        folders = tuple(folder for place in places for folder in place.folders)
        beyond = [
            file
            for path in included
            for file in self._below(self.root / path, folders, is_module=True)
        ]
        starts = [function.handler, *(_as_handler(file.path) for file in beyond if file.is_module)]
        closure = _together(
            closure_of(
                *(start, places, function.runtime, self._sources, mounts, gone),
                fails=not (gone or included),  # only of a function as it is
            )
            for start in starts
        )
        files = {file.path: file for file in (*beyond, *self._files(closure, folders))}
        first = next(
            (module for module in closure.modules if module.name == _module_of(function)), None
        )
        handler = self.real(first.file) if first else ""
        real = self.real
        uses = ((real(edge.importer), edge.line, real(edge.imported)) for edge in closure.edges)
        taken: dict[str, Edge] = {}
        for edge in closure.edges:
            if edge.names:
                taken.setdefault(real(edge.imported), edge)
        return Reading(
            candidate,
            closure,
            files,
            handler,
            self._lacks(candidate, first),
            tuple(self._outside(candidate, closure)),
            frozenset(uses),
            taken,
        )

    def _lacks(self, candidate: Candidate, module: Needed | None) -> str:
        """Return the problem if a handler's module certainly has no such function."""
        source = self._sources.source(module.file) if module else None
        name = candidate.function.handler.rpartition(".")[2]
        if source is None or not source.names.lacks(name):
            return ""
        return f"{candidate.facts.shown(source.file)} has no {name}, which its Handler names"

    def _outside(self, candidate: Candidate, closure: HandlerClosure) -> Iterator[tuple[str, str]]:
        files = (
            *(module.file for module in closure.modules),
            *(data.path for data in closure.data),
        )
        for file in files:
            if file.is_relative_to(self.root / candidate.code) and not self.real(file):
                yield file.relative_to(self.root).as_posix(), os.path.realpath(file)

    def _files(self, closure: HandlerClosure, folders: tuple[Path, ...]) -> Iterator[File]:
        for module in closure.modules:
            yield from self._below(module.file, folders, is_module=True)
        found: dict[str, File] = {}
        for data in closure.data:
            readers = frozenset() if data.from_cwd else frozenset({self.real(data.reader)})
            for file in self._below(data.path, folders, is_module=False):
                known = found.get(file.path, file)
                found[file.path] = replace(
                    file,
                    readers=known.readers | readers,
                    from_cwd=known.from_cwd or data.from_cwd,
                )
        yield from found.values()

    def _below(
        self, place: Path, folders: tuple[Path, ...], *, is_module: bool
    ) -> tuple[File, ...]:
        """Return a file as in the artifact, or all files of a folder, without modules for data."""
        key = (place, folders, is_module)
        if key not in self._laid:
            self._laid[key] = tuple(self._found_below(place, folders, is_module=is_module))
        return self._laid[key]

    def _found_below(
        self, place: Path, folders: tuple[Path, ...], *, is_module: bool
    ) -> Iterator[File]:
        if place.is_dir():
            for below in _files_below(place):
                is_python = below.suffix == ".py"
                if is_module or not is_python:
                    yield from self._below(below, folders, is_module=is_python)
            return
        above = next((folder for folder in folders if folder in place.parents), None)
        real = self.real(place)
        if above is not None and real:
            is_python = is_module and place.suffix in (".py", ".pyc", ".so")
            is_layered = above != folders[0]
            is_linked = not is_layered and not is_below(real, self.real(above))
            path = place.relative_to(above).as_posix()
            yield File(path, real, is_python, is_linked=is_linked, is_layered=is_layered)

    def real(self, file: Path) -> str:
        """Return the real path of a file from the root; empty if it is outside."""
        if file not in self._reals:
            real = Path(os.path.realpath(file))
            inside = real.is_relative_to(self.root)
            self._reals[file] = real.relative_to(self.root).as_posix() if inside else ""
        return self._reals[file]


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files that `sam build` copies from a folder; it follows links (measured, 1.170)."""
    for place, folders, files in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if not LEFT_OUT.match(name))
        yield from (Path(place, file) for file in sorted(files) if not LEFT_OUT.match(file))


def _not_built(candidate: Candidate) -> Iterator[Path]:
    """Yield the ``__init__.py`` files of folders that become parent packages in `sam build`.

    It copies only the innermost folder, and creates the packages empty (measured, 1.170).
    """
    folders = [(layer.python, layer.importable) for layer in candidate.function.layers]
    if candidate.packages:
        root = candidate.root
        folders.append((root / candidate.folder, root / candidate.code))
    for inner, outer in folders:
        if inner is not None and outer is not None and outer in inner.parents:
            above = inner.parents[: inner.parents.index(outer)]
            yield from (parent / "__init__.py" for parent in above)


def _as_handler(path: str) -> str:
    """Return the name of a handler in a module."""
    return f"{path.removesuffix('.py').removesuffix('/__init__')}.handler"


def _together(closures: Iterable[HandlerClosure]) -> HandlerClosure:
    """Combine the closures of several start modules, the handler's first."""
    every = list(closures)
    return HandlerClosure(
        tuple({module.name: module for each in every for module in each.modules}.values()),
        tuple(dict.fromkeys(edge for each in every for edge in each.edges)),
        tuple(dict.fromkeys(item for each in every for item in each.unfollowed)),
        tuple(dict.fromkeys(item for each in every for item in each.data)),
        tuple(dict.fromkeys(item for each in every for item in each.unparsable)),
        tuple(dict.fromkeys(item for each in every for item in each.missing)),
        frozenset().union(*(each.installed for each in every)),
    )


def _module_of(function: Function) -> str:
    return function.handler.rpartition(".")[0].replace("/", ".")


def _unbuilt(candidate: Candidate) -> Function:
    """Return the function with its sources only, as earlier builds may be outdated."""
    layers = tuple(replace(layer, built=None) for layer in candidate.function.layers)
    code = candidate.root / candidate.code
    return replace(candidate.function, built=None, code=code, layers=layers)
