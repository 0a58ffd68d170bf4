"""The flat layout: a function's own code at the top of its folder, with names that follow."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..dependencies.requirements import Requirements
from ..dependencies.uv_project import read_manifest
from ..errors import ScaffoldError
from ..facts.manifest import manifest_of_function
from ..sam.repository import own_files
from .analysis import Analysis
from .candidates import Candidate
from .changes import Edit, Move
from .deciding import INIT, Decision, Kind
from .flat_names import HANDLER, FlatNames, flat_names, taken_names
from .flat_tests import flat_tests, importable_names
from .placing import Placed, Places
from .pytest_path import with_test_folders
from .rewriting import rewrite_modules
from .splitting import need_of


@dataclass(frozen=True)
class Flat:
    """A function's own code at the top of its folder.

    Attributes:
        placed: What is moved, and what others need, too, and is linked.
        handler: Its new Handler.
        edits: The sources that name its modules, and pytest's settings.
    """

    placed: Placed
    handler: str
    edits: tuple[Edit, ...]


def flat(candidate: Candidate, analysis: Analysis, places: Places, folder: str) -> Flat:
    """Lay a function's own code out flat.

    What others need, too, is linked where it was in the artifact: one file must not have two
    names in Python.

    Args:
        candidate: The function.
        analysis: What the functions of its code folder need.
        places: Where the files of the repository are.
        folder: The function's folder, from the root.

    Raises:
        ScaffoldError: Its names clash, a use of one cannot be renamed for sure, or an
            ``__init__.py`` that would be gone is needed.
    """
    return _Flattening(candidate, analysis, places, folder).all()


@dataclass
class _Flattening:
    candidate: Candidate
    analysis: Analysis
    places: Places
    folder: str

    def all(self) -> Flat:
        names = self._names
        self._check_dropped(names)
        links = self.places.linked_files(self._beside, self.folder)
        moves = [
            Move(self._real(one.path), f"{self.folder}/{one.place}", leaves_link=False)
            for one in names.files
        ]
        self.places.moved.update({one.source: one.target for one in moves})
        paths = {one.place: self._real(one.path) for one in names.files}
        placed = Placed(tuple(moves), (), paths).plus(links)
        function = self.candidate.function.handler.rpartition(".")[2]
        return Flat(placed, f"{HANDLER}.{function}", tuple(self._edits(names)))

    @cached_property
    def _own(self) -> list[Decision]:
        """What moves: nobody else needs it."""
        key = self.candidate.key
        every = self.analysis.decisions.files.values()
        return [one for one in every if one.owner == key and not one.linked]

    @property
    def _beside(self) -> list[Decision]:
        """What is the function's, and others need it, too."""
        key = self.candidate.key
        every = self.analysis.decisions.files.values()
        found = [one for one in every if (one.owner == key and one.linked) or key in one.linked]
        modules = [one.path for one in found if posixpath.basename(one.path) != INIT]
        # The package of what became flat is none any more.
        return [one for one in found if _is_around(one.path, modules)]

    def _real(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(self.places.code, path))

    @cached_property
    def _names(self) -> FlatNames:
        reading = self.analysis.readings[self.candidate.key]
        paths = {one.real: one.path for one in reading.files.values()}
        handler = paths.get(reading.handler, "")
        own = {one.path for one in self._own}
        if handler not in own:
            raise ScaffoldError(
                f"{self.candidate.logical_id}: {reading.handler} has the handlers of others, too, "
                "so that it cannot be lambda_handler.py; take --layout keep."
            )
        data = [
            (path, paths.get(min(file.readers), "") if file.readers else "")
            for path, file in reading.files.items()
            if path in own and not file.is_module
        ]
        modules = [path for path in own if reading.files[path].is_module]
        return flat_names(self.candidate.name, handler, modules, data, self._taken())

    def _taken(self) -> frozenset[str]:
        """Names at the top that are something else: packages, layers, links, other functions."""
        function, facts = self.candidate.function, self.candidate.facts
        manifest = manifest_of_function(facts, function).file
        python, machine = function.runtime.removeprefix("python"), function.architecture or "x86_64"
        listed = read_manifest(manifest, python=python, machine=machine) if manifest else None
        files = [one.path for one in self._beside]
        files += [one.path for one in self.analysis.decisions.of_kind(Kind.SHARED)]
        provided = {path.partition("/")[0].removesuffix(".py") for path in files}
        for layer in function.layers:
            provided |= importable_names(layer.python) if layer.python else set()
        return taken_names(function.runtime, listed or Requirements(), {*provided, *self._others()})

    def _others(self) -> frozenset[str]:
        """Names that tests find in the folders of other flat functions."""
        around = self.places.root / posixpath.dirname(self.folder)
        folders = [one for one in around.glob("*") if one.name != self.candidate.name]
        return frozenset[str]().union(*map(importable_names, folders))

    def _check_dropped(self, names: FlatNames) -> None:
        readings = list(self.analysis.readings.values())
        for path in names.dropped:
            if reason := need_of(self.places.root, self._real(path), readings):
                name = self.candidate.logical_id
                raise ScaffoldError(
                    f"{name}: {self._real(path)} {reason}, and the flat layout has no packages; "
                    "move that into a module of its own, or take --layout keep."
                )

    def _edits(self, names: FlatNames) -> Iterator[Edit]:
        tests = flat_tests(self.folder, names, self._others())
        targets = {self._real(one.path): one.place for one in names.files}
        others = False
        for file in sorted(own_files(self.places.root)):
            path = file.relative_to(self.places.root).as_posix()
            if file.suffix != ".py" or file.is_symlink():
                continue
            place = targets.get(path)
            was = file.read_bytes()
            data = self._rewritten(path, was, place, names.modules if place else tests.modules)
            if data != was:
                others = others or place is None
                yield Edit(f"{self.folder}/{place}" if place else path, data, was)
        if others and (settings := with_test_folders(self.places.root, tests.folders)):
            yield settings

    def _rewritten(
        self, path: str, data: bytes, place: str | None, moved: Mapping[str, str]
    ) -> bytes:
        """A source with the new names; as it is where it has none of the old ones."""
        last = (old.rpartition(".")[2].encode() for old in moved)
        if place is None and not any(one in data for one in last):
            return data
        package = _package(posixpath.relpath(path, self.places.code))
        after = package if place is None else _package(place)
        return rewrite_modules(path, data, moved, package, after).data


def _is_around(path: str, modules: list[str]) -> bool:
    """Whether a file is a module, or the ``__init__.py`` of a package with some of these."""
    folder, name = posixpath.split(path)
    return name != INIT or any(one.startswith(f"{folder}/") for one in modules)


def _package(path: str) -> str:
    """The package that a module is in by its path from the code folder; empty outside of that."""
    folder = posixpath.dirname(path)
    return "" if folder.startswith("..") else folder.replace("/", ".")
