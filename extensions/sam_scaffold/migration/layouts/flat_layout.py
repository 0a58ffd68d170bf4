"""Flat layout: a function's own code at the top of its folder, with renamed modules."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...contents.manifest import manifest_of_function
from ...dependencies.requirements.manifest_file import read_manifest
from ...dependencies.requirements.requirements_file import Requirements
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
    """Flat layout of one function.

    Attributes:
        placed: The moves, and the links to files that others need, too.
        handler: Its new Handler.
        edits: The edits of sources that name its modules, and of pytest's settings.
        left: Strings that name its modules and are not edited.
        notes: What is left to the users, a line each.
    """

    placed: Placement
    handler: str
    edits: tuple[Edit, ...]
    left: tuple[Mention, ...]
    notes: tuple[str, ...]


def flat(candidate: Candidate, analysis: Analysis, places: Placements, folder: str) -> Flat:
    """Plan the flat layout of a function.

    Files that others need, too, are linked at their path in the artifact: a file must not have
    two names in Python.

    Args:
        candidate: The function.
        analysis: What the functions of its code folder need.
        places: The present paths of the repository's files.
        folder: The function's folder, from the root.

    Raises:
        ScaffoldError: Names clash, a use of one cannot be renamed reliably, or an
            ``__init__.py`` that would be dropped is needed.
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
        self._check_dropped((*names.dropped, *(init.path for init in self._around)))
        self._check_data()
        placed = self._placed(names)
        links = self.places.linked_files(self._kept, self.folder)
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
        """Return the moves; a file with two paths is linked at the second.

        Data that is read relative to the working directory leaves a link for the tests.
        """
        reading = self.analysis.readings[self.candidate.key]
        moves: dict[str, Move] = {}
        links = []
        for file in names.files:
            source, target = self._real(file.path), f"{self.folder}/{file.place}"
            if source in moves:
                links.append(Link(target, moves[source].target))
            else:
                read = reading.files.get(file.path)
                moves[source] = Move(source, target, leaves_link=bool(read and read.from_cwd))
        self.places.moved.update({move.source: move.target for move in moves.values()})
        paths = {file.place: self._real(file.path) for file in names.files}
        return Placement(tuple(moves.values()), tuple(links), paths)

    @cached_property
    def _own(self) -> list[Decision]:
        """Return the files that move, as no other function needs them."""
        key = self.candidate.key
        every = self.analysis.decisions.files.values()
        return [file for file in every if file.owner == key and not file.linked]

    @cached_property
    def _linked(self) -> list[Decision]:
        """Return the function's files that others need, too."""
        key = self.candidate.key
        every = self.analysis.decisions.files.values()
        return [file for file in every if (file.owner == key and file.linked) or key in file.linked]

    @cached_property
    def _around(self) -> list[Decision]:
        """Return those of packages that no longer exist in the flat layout."""
        readings = self.analysis.readings
        above = f"{posixpath.dirname(readings[self.candidate.key].handler)}/"
        modules = [file.path for file in self._linked if posixpath.basename(file.path) != INIT]
        inits = [file for file in self._linked if posixpath.basename(file.path) == INIT]
        return [
            init
            for init in inits
            if not any(path.startswith(f"{posixpath.dirname(init.path)}/") for path in modules)
            if above.startswith(f"{posixpath.dirname(init.real)}/")
            or not need_of(self.places.root, init.real, list(readings.values()))
        ]

    @property
    def _kept(self) -> list[Decision]:
        """Return the files that keep their path in the artifact."""
        return [file for file in self._linked if file not in self._around]

    def _real(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(self.places.code, path))

    @cached_property
    def _names(self) -> FlatNames:
        reading = self.analysis.readings[self.candidate.key]
        paths = {file.real: file.path for file in reading.files.values()}
        handler = paths.get(reading.handler, "")
        own = {file.path for file in self._own}
        if handler not in own:
            raise ScaffoldError(
                f"{self.candidate.logical_id}: {reading.handler} {self._why_not(reading.handler)}, "
                "so it cannot become lambda_handler.py; use --layout keep."
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
        """Return why a handler is not only its function's."""
        if self.analysis.decisions.files[handler].kind is DecisionKind.OWN:
            return "is also imported by others"
        return "also has handlers of others"

    @staticmethod
    def _readers(file: File, paths: Mapping[str, str]) -> list[str]:
        """Return the modules that read data relative to themselves; empty for the root."""
        found = sorted(paths[reader] for reader in file.readers if reader in paths)
        return [*found, ""] if file.from_cwd or not found else found

    def _taken(self) -> frozenset[str]:
        """Return top-level names that are in use: packages, layers, links, other functions."""
        function, facts = self.candidate.function, self.candidate.facts
        manifest = manifest_of_function(facts, function).file
        python, machine = function.runtime.removeprefix("python"), function.architecture or "x86_64"
        listed = read_manifest(manifest, python=python, machine=machine) if manifest else None
        files = [file.path for file in self._kept]
        files += [file.path for file in self.analysis.decisions.of_kind(DecisionKind.SHARED)]
        provided = {path.partition("/")[0].removesuffix(".py") for path in files}
        for layer in function.layers:
            provided |= importable_names(layer.python) if layer.python else set()
        return taken_names(function.runtime, listed or Requirements(), {*provided, *self._others()})

    def _others(self) -> frozenset[str]:
        """Return names that tests import from the folders of other flat functions."""
        around = self.places.root / posixpath.dirname(self.folder)
        folders = [path for path in around.glob("*") if path.name != self.candidate.name]
        return frozenset[str]().union(*map(importable_names, folders))

    def _check_dropped(self, inits: Iterable[str]) -> None:
        readings = list(self.analysis.readings.values())
        for path in inits:
            if reason := need_of(self.places.root, self._real(path), readings):
                name = self.candidate.logical_id
                raise ScaffoldError(
                    f"{name}: {self._real(path)} {reason}, and the flat layout has no packages; "
                    "move that to a module of its own, or use --layout keep."
                )

    def _check_data(self) -> None:
        """Refuse data that is located by the name of a package."""
        own = {file.real for file in self._own}
        for file in self.analysis.readings[self.candidate.key].files.values():
            for reader in sorted(file.readers) if file.real in own and not file.is_module else ():
                if names_packages((self.places.root / reader).read_bytes()):
                    raise ScaffoldError(
                        f"{self.candidate.logical_id}: {reader} locates {file.real} by a package "
                        "name, and the flat layout has no packages; use Path(__file__), or "
                        "--layout keep."
                    )

    def _tests(self, names: FlatNames) -> FlatTests:
        return flat_tests(self.folder, names, self._others())

    def _sources(self, names: FlatNames) -> Iterator[_Source]:
        """Yield the sources of the repository that name a module of the function."""
        tests = self._tests(names)
        targets = {self._real(file.path): file.place for file in names.files}
        for file in sorted(own_files(self.places.root)):
            path = file.relative_to(self.places.root).as_posix()
            if file.suffix != ".py" or file.is_symlink():
                continue
            place = targets.get(path)
            yield self._source(path, place, names.modules if place else tests.modules)

    def _source(self, path: str, place: str | None, moved: Mapping[str, str]) -> _Source:
        """Return a source with its edit and the strings that are not edited."""
        data = (self.places.root / path).read_bytes()
        last = (old.rpartition(".")[2].encode() for old in moved)
        if place is None and not any(name in data for name in last):
            return _Source(path, None)
        package = _package(posixpath.relpath(path, self.places.code))
        after = package if place is None else _package(place)
        found = rewrite_modules(path, data, moved, package, after)
        lines = data.splitlines()
        left = (
            Mention(path, line, lines[line - 1].decode("utf-8", "replace").strip(), _LEFT)
            for line in found.left
        )
        target = f"{self.folder}/{place}" if place else path
        edit = None if found.data == data else Edit(target, found.data, data)
        return _Source(path, edit, tuple(left))

    def _settings(self, names: FlatNames, sources: Iterable[_Source]) -> Iterator[Edit]:
        """Edit pytest's settings for renamed modules, in the root and nearest to the tests."""
        root = self.places.root
        changed = [source.path for source in sources if source.is_rewritten_elsewhere]
        starts = {posixpath.dirname(path) for path in changed if _is_of_tests(path)}
        configs = {pytest_config(root, folder).path: folder for folder in sorted(starts)}
        if (root / (main := pytest_config(root)).path).is_file() or (changed and not configs):
            configs.setdefault(main.path, "")
        folders = self._tests(names).folders
        for start in configs.values() if changed else ():
            if settings := with_test_folders(root, folders, start):
                yield settings

    def _scripts(self, names: FlatNames, sources: Iterable[_Source]) -> Iterator[str]:
        """Report sources with new names that are not run by pytest."""
        for source in sources:
            if source.is_rewritten_elsewhere and not _is_of_tests(source.path):
                folders = some([f"{folder}/" for folder in self._tests(names).folders])
                yield (
                    f"{source.path} now imports modules of {self.folder}/; outside of pytest it "
                    f"needs {folders} on PYTHONPATH."
                )

    def _leftovers(self, placed: Placement) -> Iterator[str]:
        """Report the rest of the handler's package, if nothing in it is needed."""
        reading = self.analysis.readings[self.candidate.key]
        folder = posixpath.dirname(reading.handler)
        gone = {move.source for move in placed.moves}
        rest = [path for path in self.places.below(folder) if path not in gone]
        around = {*(self._real(path) for path in self._names.dropped)}
        around |= {path.real for path in self._around}
        is_left = all(path in around or self.places.is_nobodys(path) for path in rest)
        if rest and folder not in ("", self.places.code) and is_left:
            names = some([posixpath.relpath(path, folder) for path in rest])
            yield f"{folder}/ keeps {names}, which no function needs: check whether others do."


_LEFT = "string that names a renamed module"


@dataclass(frozen=True)
class _Source:
    """Source file of the repository.

    Attributes:
        path: Its path, from the root.
        edit: Its edit; None if it does not change.
        left: The strings in it that are not edited.
    """

    path: str
    edit: Edit | None
    left: tuple[Mention, ...] = ()

    @property
    def is_rewritten_elsewhere(self) -> bool:
        """Return whether it is edited but not moved."""
        return self.edit is not None and self.edit.path == self.path


def _is_of_tests(path: str) -> bool:
    *folders, name = path.split("/")
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not {"test", "tests"}.isdisjoint(folders)


def _package(path: str) -> str:
    """Return the package of a module by its path from the code folder; empty outside of it."""
    folder = posixpath.dirname(path)
    return "" if folder.startswith("..") else folder.replace("/", ".")
