"""Paths and module names of a function's own files in a folder without packages.

The handler's module becomes ``lambda_handler``. Files below the handler's folder keep their path
there; another package whose ``__init__.py`` is the function's own keeps its folder; any other
module goes next to the handler. A name that is taken is prefixed with that of its package.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ...dependencies.packages.runtime_modules import runtime_modules
from ...dependencies.packages.transitive_requirements import brought_by
from ...dependencies.requirements.requirements_file import Requirements
from ...errors import ScaffoldError

HANDLER = "lambda_handler"
"""Name of the module of a flat function's handler."""

_INIT = "__init__.py"


@dataclass(frozen=True, slots=True)
class FlatPlacement:
    """File and its path in the function's folder.

    Attributes:
        path: Its former path in the artifact, with slashes: ``pkg/orders/rules.py``.
        place: Its new path, from the function's folder.
    """

    path: str
    place: str


@dataclass(frozen=True)
class FlatNames:
    """Layout of a flat function.

    Attributes:
        modules: The new dotted names of modules and packages, by their old ones.
        files: The files of the function; a data file may have two paths.
        dropped: The ``__init__.py`` of dropped packages: the handler's and its parents. Names
            that these bind can no longer be imported.
    """

    modules: Mapping[str, str]
    files: tuple[FlatPlacement, ...]
    dropped: tuple[str, ...]


def taken_names(
    runtime: str, requirements: Requirements, provided: Iterable[str] = ()
) -> frozenset[str]:
    """Return the top-level names that a flat module must not have.

    Args:
        runtime: ``python3.12``, for the standard library and Lambda's packages.
        requirements: The requirements of the function.
        provided: Top-level names in its layers.
    """
    python = runtime.removeprefix("python")
    brought = brought_by(requirements, python=python).names
    tops = {name.partition(".")[0] for name in brought}
    return runtime_modules(runtime) | tops | frozenset(provided)


def flat_names(
    function: str,
    handler: str,
    modules: Iterable[str],
    data: Iterable[tuple[str, str]] = (),
    taken: frozenset[str] = frozenset(),
) -> FlatNames:
    """Choose paths and names for a function's own files.

    Args:
        function: The name of the function's folder, the prefix of a module without a package.
        handler: The file of the handler, from the root of the artifact: ``pkg/orders/app.py``.
        modules: The files of all of its own modules, including the handler's and ``__init__.py``.
        data: Data files, each with the module that reads it relative to itself; an empty name
            for those read relative to the root of the artifact.
        taken: Top-level names that are in use.

    Raises:
        ScaffoldError: No name is free for a module, or no path for a file.
    """
    layout = _Layout(function, handler, taken)
    files = sorted(set(modules) | {handler}, key=layout.order)
    dropped = tuple(file for file in files if layout.is_dropped(file))
    layout.packages = {posixpath.dirname(file) for file in files if file.endswith(f"/{_INIT}")}
    for file in files:
        if file not in dropped:
            layout.place(file)
    for file, reader in sorted(data):
        layout.place_data(file, reader)
    names = {_dotted(unit): top for unit, top in layout.units.items()}
    return FlatNames(
        {old: new for old, new in names.items() if old != new},
        tuple(FlatPlacement(old, new) for new, old in sorted(layout.sources.items())),
        dropped,
    )


@dataclass
class _Layout:
    """Allocation of paths and names.

    Attributes:
        function: The name of the function's folder.
        handler: The file of the handler.
        taken: Top-level names that are in use.
        packages: Folders with an ``__init__.py`` of the function's own.
        tops: The former paths in the artifact, by allocated top-level name.
        units: The new names of modules and folders that move to the top, by former path.
        places: The new paths of modules, by former path.
        sources: The files, by new path.
    """

    function: str
    handler: str
    taken: frozenset[str]
    packages: set[str] = field(default_factory=set)
    tops: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Return the folder of the handler."""
        return posixpath.dirname(self.handler)

    def order(self, file: str) -> tuple[bool, bool, str]:
        """Return a sort key; earlier files keep their names: the handler, then its package."""
        return file != self.handler, not self._is_with_handler(file), file

    def is_dropped(self, file: str) -> bool:
        """Return whether a file is the ``__init__.py`` of a package around the handler."""
        folder, name = posixpath.split(file)
        return name == _INIT and (not folder or f"{self.folder}/".startswith(f"{folder}/"))

    def place(self, file: str) -> None:
        """Assign the path of a module."""
        if file == self.handler:
            self._claim(HANDLER, file)
            self.units[file] = HANDLER
            place = f"{HANDLER}.py"
        else:
            unit = self._unit(file)
            top = self.units[unit] = self._top(unit)
            place = f"{top}.py" if unit == file else top + file[len(unit) :]
        self.places[file] = place
        self._put(file, place)

    def place_data(self, file: str, reader: str) -> None:
        """Assign the path of a data file, relative to its reader as before."""
        old, new = posixpath.dirname(reader), posixpath.dirname(self.places.get(reader, reader))
        place = posixpath.normpath(posixpath.join(new, posixpath.relpath(file, old or ".")))
        if place.startswith("../"):
            raise ScaffoldError(
                f"{file} is read by {reader}, and next to {HANDLER}.py it would be above the "
                "function's folder: use --layout keep, which keeps all paths."
            )
        self._put(file, place)

    def _is_with_handler(self, file: str) -> bool:
        return not self.folder or file.startswith(f"{self.folder}/")

    def _unit(self, file: str) -> str:
        """Return the path that moves to the top: the file, or a folder that contains it."""
        if self._is_with_handler(file):
            below = file[len(self.folder) + 1 :] if self.folder else file
            first = below.partition("/")[0]
            return posixpath.join(self.folder, first)
        folders = (str(parent) for parent in reversed(PurePosixPath(file).parents))
        around = f"{self.folder}/"
        outer = (
            folder
            for folder in folders
            if folder in self.packages and not around.startswith(f"{folder}/")
        )
        return next(outer, file)

    def _top(self, unit: str) -> str:
        """Assign a free top-level name for a module or package."""
        for name in self._candidates(unit):
            if self.tops.get(name.casefold(), unit) == unit and self._is_free(name, unit):
                self._claim(name, unit)
                return name
        name = posixpath.basename(unit).removesuffix(".py")
        raise ScaffoldError(
            f"{unit} cannot be called {name} next to {HANDLER}.py, nor by its package, as other "
            "modules have these names: rename it and try again."
        )

    def _candidates(self, unit: str) -> Iterator[str]:
        *folders, last = unit.removesuffix(".py").split("/")
        yield last
        for number in range(1, len(folders) + 1):
            yield "_".join([*folders[-number:], last])
        yield f"{self.function}_{last}"

    def _is_free(self, name: str, unit: str) -> bool:
        """Return whether a name is free, or that of a module already at the top of the artifact."""
        return name not in self.taken or unit.removesuffix(".py") == name

    def _claim(self, name: str, unit: str) -> None:
        if unit == self.handler and not self._is_free(name, unit):
            raise ScaffoldError(
                f"the handler of {self.function} cannot become {name}, as a layer or package has "
                "a module of that name: use --layout keep."
            )
        self.tops[name.casefold()] = unit

    def _put(self, file: str, place: str) -> None:
        other = self.sources.get(place, file)
        if other != file:
            raise ScaffoldError(
                f"{other} and {file} would both be {place} in the function's folder: rename one "
                "of them, or use --layout keep."
            )
        self.sources[place] = file


def _dotted(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")
