"""The flat layout: a function's own code at the top of its folder, with names that follow."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...contents.manifest import manifest_of_function
from ...dependencies.requirements.requirements_file import Requirements
from ...dependencies.requirements.uv_project import read_manifest
from ...dependencies.source.data_uses import names_packages
from ...errors import ScaffoldError, some
from ...transaction.repository_view import own_files
from ..changes import Edit, Link, Move
from ..elsewhere.elsewhere import Mention
from ..needs.analysis import Analysis
from ..needs.candidates import Candidate
from ..needs.deciding import INIT, Decision, DecisionKind
from ..needs.reading import File
from ..needs.splitting import need_of
from ..pytest_settings.pytest_path import pytest_config, with_test_folders
from ..renaming.rewriting import rewrite_modules
from .flat_names import HANDLER, FlatNames, flat_names, taken_names
from .flat_tests import FlatTests, flat_tests, importable_names
from .placing import Placement, Placements


@dataclass(frozen=True)
class Flat:
    """A function's own code at the top of its folder.

    Attributes:
        placed: What is moved, and what others need, too, and is linked.
        handler: Its new Handler.
        edits: The sources that name its modules, and pytest's settings.
        left: Strings that name its modules and were left alone.
        notes: What somebody has to see to, a line each.
    """

    placed: Placement
    handler: str
    edits: tuple[Edit, ...]
    left: tuple[Mention, ...]
    notes: tuple[str, ...]


def flat(candidate: Candidate, analysis: Analysis, places: Placements, folder: str) -> Flat:
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
    places: Placements
    folder: str

    def all(self) -> Flat:
        names = self._names
        self._check_dropped((*names.dropped, *(one.path for one in self._around)))
        self._check_data()
        placed = self._placed(names)
        links = self.places.linked_files(self._beside, self.folder)
        sources = list(self._sources(names))
        edits = (
            *(source.edit for source in sources if source.edit),
            *self._settings(names, sources),
        )
        left = tuple(mention for source in sources for mention in source.left)
        notes = (*self._scripts(names, sources), *self._leftovers(placed))
        function = self.candidate.function.handler.rpartition(".")[2]
        return Flat(placed.plus(links), f"{HANDLER}.{function}", edits, left, notes)

    def _placed(self, names: FlatNames) -> Placement:
        """Return the moves; what is found at two places is a file at one, and a link at the other.

        Data that is found from the current folder leaves a link, as tests run in the old one.
        """
        reading = self.analysis.readings[self.candidate.key]
        moves: dict[str, Move] = {}
        links = []
        for one in names.files:
            source, target = self._real(one.path), f"{self.folder}/{one.place}"
            if source in moves:
                links.append(Link(target, moves[source].target))
            else:
                file = reading.files.get(one.path)
                moves[source] = Move(source, target, leaves_link=bool(file and file.from_cwd))
        self.places.moved.update({move.source: move.target for move in moves.values()})
        paths = {one.place: self._real(one.path) for one in names.files}
        return Placement(tuple(moves.values()), tuple(links), paths)

    @cached_property
    def _own(self) -> list[Decision]:
        """Return what moves: nobody else needs it."""
        key = self.candidate.key
        every = self.analysis.decisions.files.values()
        return [one for one in every if one.owner == key and not one.linked]

    @cached_property
    def _linked(self) -> list[Decision]:
        """Return what is the function's, and others need it, too."""
        key = self.candidate.key
        every = self.analysis.decisions.files.values()
        return [one for one in every if (one.owner == key and one.linked) or key in one.linked]

    @cached_property
    def _around(self) -> list[Decision]:
        """Of these, the packages that are none any more: what was in them became flat."""
        readings = self.analysis.readings
        above = f"{posixpath.dirname(readings[self.candidate.key].handler)}/"
        modules = [one.path for one in self._linked if posixpath.basename(one.path) != INIT]
        inits = [one for one in self._linked if posixpath.basename(one.path) == INIT]
        return [
            init
            for init in inits
            if not any(path.startswith(f"{posixpath.dirname(init.path)}/") for path in modules)
            if above.startswith(f"{posixpath.dirname(init.real)}/")
            or not need_of(self.places.root, init.real, list(readings.values()))
        ]

    @property
    def _beside(self) -> list[Decision]:
        """Return what comes to lie where it was in the artifact."""
        return [one for one in self._linked if one not in self._around]

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
                f"{self.candidate.logical_id}: {reading.handler} {self._why_not(reading.handler)}, "
                "so that it cannot be lambda_handler.py; take --layout keep."
            )
        data = [
            (path, reader)
            for path, file in reading.files.items()
            if path in own and not file.is_module
            for reader in self._readers(file, paths)
        ]
        modules = [path for path in own if reading.files[path].is_module]
        return flat_names(self.candidate.name, handler, modules, data, self._taken())

    def _why_not(self, handler: str) -> str:
        """Return why a handler does not belong to its function alone."""
        if self.analysis.decisions.files[handler].kind is DecisionKind.OWN:
            return "is imported by others, too"
        return "has the handlers of others, too"

    @staticmethod
    def _readers(file: File, paths: Mapping[str, str]) -> list[str]:
        """Return the modules that find data by their own place; none for the artifact's root."""
        found = sorted(paths[reader] for reader in file.readers if reader in paths)
        return [*found, ""] if file.from_cwd or not found else found

    def _taken(self) -> frozenset[str]:
        """Names at the top that are something else: packages, layers, links, other functions."""
        function, facts = self.candidate.function, self.candidate.facts
        manifest = manifest_of_function(facts, function).file
        python, machine = function.runtime.removeprefix("python"), function.architecture or "x86_64"
        listed = read_manifest(manifest, python=python, machine=machine) if manifest else None
        files = [one.path for one in self._beside]
        files += [one.path for one in self.analysis.decisions.of_kind(DecisionKind.SHARED)]
        provided = {path.partition("/")[0].removesuffix(".py") for path in files}
        for layer in function.layers:
            provided |= importable_names(layer.python) if layer.python else set()
        return taken_names(function.runtime, listed or Requirements(), {*provided, *self._others()})

    def _others(self) -> frozenset[str]:
        """Return names that tests find in the folders of other flat functions."""
        around = self.places.root / posixpath.dirname(self.folder)
        folders = [one for one in around.glob("*") if one.name != self.candidate.name]
        return frozenset[str]().union(*map(importable_names, folders))

    def _check_dropped(self, inits: Iterable[str]) -> None:
        readings = list(self.analysis.readings.values())
        for path in inits:
            if reason := need_of(self.places.root, self._real(path), readings):
                name = self.candidate.logical_id
                raise ScaffoldError(
                    f"{name}: {self._real(path)} {reason}, and the flat layout has no packages; "
                    "move that into a module of its own, or take --layout keep."
                )

    def _check_data(self) -> None:
        """Refuse data that is found by the name of a package."""
        own = {one.real for one in self._own}
        for file in self.analysis.readings[self.candidate.key].files.values():
            for reader in sorted(file.readers) if file.real in own and not file.is_module else ():
                if names_packages((self.places.root / reader).read_bytes()):
                    raise ScaffoldError(
                        f"{self.candidate.logical_id}: {reader} finds {file.real} by the name of "
                        "a package, and the flat layout has none; find it by Path(__file__), or "
                        "take --layout keep."
                    )

    def _tests(self, names: FlatNames) -> FlatTests:
        return flat_tests(self.folder, names, self._others())

    def _sources(self, names: FlatNames) -> Iterator[_Source]:
        """Yield the sources of the repository that name a module of the function."""
        tests = self._tests(names)
        targets = {self._real(one.path): one.place for one in names.files}
        for file in sorted(own_files(self.places.root)):
            path = file.relative_to(self.places.root).as_posix()
            if file.suffix != ".py" or file.is_symlink():
                continue
            place = targets.get(path)
            yield self._source(path, place, names.modules if place else tests.modules)

    def _source(self, path: str, place: str | None, moved: Mapping[str, str]) -> _Source:
        """Return a source with the new names."""
        data = (self.places.root / path).read_bytes()
        last = (old.rpartition(".")[2].encode() for old in moved)
        if place is None and not any(one in data for one in last):
            return _Source(path, None)
        package = _package(posixpath.relpath(path, self.places.code))
        after = package if place is None else _package(place)
        found = rewrite_modules(path, data, moved, package, after)
        lines = data.splitlines()
        left = (
            Mention(path, one, lines[one - 1].decode("utf-8", "replace").strip(), _LEFT)
            for one in found.left
        )
        target = f"{self.folder}/{place}" if place else path
        edit = None if found.data == data else Edit(target, found.data, data)
        return _Source(path, edit, tuple(left))

    def _settings(self, names: FlatNames, sources: Iterable[_Source]) -> Iterator[Edit]:
        """pytest's, where tests have new names: those in the root, and nearest to the tests."""
        root = self.places.root
        changed = [source.path for source in sources if source.is_rewritten_elsewhere]
        starts = {posixpath.dirname(one) for one in changed if _is_of_tests(one)}
        configs = {pytest_config(root, one).path: one for one in sorted(starts)}
        if (root / (main := pytest_config(root)).path).is_file() or (changed and not configs):
            configs.setdefault(main.path, "")
        folders = self._tests(names).folders
        for start in configs.values() if changed else ():
            if settings := with_test_folders(root, folders, start):
                yield settings

    def _scripts(self, names: FlatNames, sources: Iterable[_Source]) -> Iterator[str]:
        """Sources with new names that pytest's settings do nothing for."""
        for source in sources:
            if source.is_rewritten_elsewhere and not _is_of_tests(source.path):
                folders = some([f"{folder}/" for folder in self._tests(names).folders])
                yield (
                    f"{source.path} imports modules of {self.folder}/ now; outside of pytest it "
                    f"needs {folders} on PYTHONPATH."
                )

    def _leftovers(self, placed: Placement) -> Iterator[str]:
        """Yield the rest of the handler's package, if nothing in it is needed."""
        reading = self.analysis.readings[self.candidate.key]
        folder = posixpath.dirname(reading.handler)
        gone = {move.source for move in placed.moves}
        rest = [one for one in self.places.below(folder) if one not in gone]
        around = {*(self._real(one) for one in self._names.dropped)}
        around |= {one.real for one in self._around}
        is_left = all(one in around or self.places.is_nobodys(one) for one in rest)
        if rest and folder not in ("", self.places.code) and is_left:
            names = some([posixpath.relpath(one, folder) for one in rest])
            yield f"{folder}/ keeps {names}, which no function needs: see if anything else does."


_LEFT = "a string that names a module that is called otherwise now"


@dataclass(frozen=True)
class _Source:
    """A source of the repository.

    Attributes:
        path: Where it is, from the root.
        edit: What it says afterwards; None where that is the same.
        left: The strings in it that were left alone.
    """

    path: str
    edit: Edit | None
    left: tuple[Mention, ...] = ()

    @property
    def is_rewritten_elsewhere(self) -> bool:
        """Return whether it stays where it is, and says something else."""
        return self.edit is not None and self.edit.path == self.path


def _is_of_tests(path: str) -> bool:
    *folders, name = path.split("/")
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not {"test", "tests"}.isdisjoint(folders)


def _package(path: str) -> str:
    """The package that a module is in by its path from the code folder; empty outside of that."""
    folder = posixpath.dirname(path)
    return "" if folder.startswith("..") else folder.replace("/", ".")
