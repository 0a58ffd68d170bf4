"""Where the files of a function and of the shared code come to lie: moves and links."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...contents.build_excludes import LEFT_OUT
from ...errors import ScaffoldError, some
from ...transaction.paths import is_below
from ..changes import Link, Move
from ..needs.deciding import Decision, DecisionKind, Decisions
from ..needs.outside import is_outside, is_script
from .folders import Folders, below


@dataclass(frozen=True, slots=True)
class Placement:
    """What a function's folder or the layer is made of.

    Attributes:
        moves: What is moved.
        links: What is linked.
        paths: All that comes to be there, by the path in the artifact, and the file itself.
    """

    moves: tuple[Move, ...] = ()
    links: tuple[Link, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)

    def plus(self, other: Placement) -> Placement:
        """This and more."""
        moves, links = (*self.moves, *other.moves), (*self.links, *other.links)
        return Placement(moves, links, {**self.paths, **other.paths})


@dataclass
class Placements:
    """Where the files of a repository are, while one function after the other is migrated.

    Attributes:
        root: The repository's root.
        code: The code folder that functions share, from the root.
        decisions: What becomes of each file.
        moved: Where files and folders went, by their old paths.
        linked: The links that were made.
    """

    root: Path
    code: str
    decisions: Decisions
    moved: dict[str, str] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)

    def copy(self) -> Placements:
        """Return another one to go on with, so that this stays as it is."""
        return replace(self, moved=dict(self.moved), linked=set(self.linked))

    def now(self, path: str) -> str:
        """Return where a file is by now."""
        for above in (path, *_above(path)):
            if above in self.moved:
                return f"{self.moved[above]}{path.removeprefix(above)}"
        return path

    def of_function(self, key: str, folder: str, *, leaves_links: bool) -> Placement:
        """Place what a function needs and does not have from a layer.

        Args:
            key: The function.
            folder: Its own folder, from the root.
            leaves_links: Whether a link takes the place of what is moved.
        """
        own = [file for file in self.decisions.files.values() if file.owner == key]
        inside = [one for one in own if self._is_in_place(one)]
        placed = self._moved(inside, folder, self._along(key), leaves_links=leaves_links)
        others = [one for one in own if not self._is_in_place(one)]
        others += [file for file in self.decisions.files.values() if key in file.linked]
        return placed.plus(self.linked_files(others, folder))

    def shared_package(self) -> tuple[str, str]:
        """Return the one folder that has all shared code, and its name with dots.

        Raises:
            ScaffoldError: There is more than one.
        """
        wanted = frozenset(one.real for one in self.decisions.of_kind(DecisionKind.SHARED))
        found = list(Folders(self.root, wanted, self._goes_with_shared).largest(self.code))
        if len(found) != 1 or not (self.root / found[0]).is_dir():
            raise ScaffoldError(
                f"shared code lies in {some(found)}; links cannot be made here, and without them a "
                "layer has one folder: put it into one package first."
            )
        return found[0], self._artifact(found[0]).replace("/", ".")

    def of_layer(self, content: str, *, moves: bool) -> Placement:
        """Place the shared code that is not there yet.

        Args:
            content: The folder that comes to ``/opt/python``, from the root.
            moves: Whether it moves there; else links lead to where it is.
        """
        missing = [
            one
            for one in self.decisions.of_kind(DecisionKind.SHARED)
            if not self._is_in(one, content)
        ]
        inside = [one for one in missing if self._is_in_place(one)]
        others = [one for one in missing if not self._is_in_place(one)]
        if moves:
            placed = self._moved(inside, content, self._goes_with_shared, leaves_links=True)
            return placed.plus(self.linked_files(others, content))
        wanted = frozenset(one.real for one in inside)
        whole = Folders(self.root, wanted, self._goes_with_shared).largest(self.code)
        links = [Link(f"{content}/{self._artifact(one)}", self.now(one)) for one in whole]
        paths = {
            self._artifact(file): file for link in links for file in below(self.root, link.target)
        }
        self.linked.update(one.path for one in links)
        return Placement((), tuple(links), paths).plus(self.linked_files(others, content))

    def _moved(
        self, files: Iterable[Decision], folder: str, along: Along, *, leaves_links: bool
    ) -> Placement:
        wanted = frozenset(one.real for one in files)
        found = list(Folders(self.root, wanted, along).largest(self.code))
        moves = [Move(one, f"{folder}/{self._artifact(one)}", leaves_links) for one in found]
        paths = {self._artifact(file): file for one in found for file in below(self.root, one)}
        self.moved.update({move.source: move.target for move in moves})
        return Placement(tuple(moves), (), paths)

    def linked_files(self, files: Iterable[Decision], folder: str) -> Placement:
        """Link files into a folder, at the paths that they have in the artifact."""
        links = []
        paths = {}
        for file in files:
            path = f"{folder}/{file.path}"
            paths[file.path] = file.real
            if path not in self.linked and not is_below(self.now(file.real), folder):
                links.append(Link(path, self.now(file.real)))
                self.linked.add(path)
        return Placement((), tuple(links), paths)

    def _is_in(self, one: Decision, content: str) -> bool:
        """Return whether the layer has a file already."""
        path = f"{content}/{one.path}"
        return (
            is_below(self.now(one.real), content)
            or any(above in self.linked for above in (path, *_above(path)))
            or (self.root / path).exists()
        )

    def _is_in_place(self, one: Decision) -> bool:
        """Return whether a file itself lies where the code folder has it, and not behind a link."""
        return posixpath.normpath(posixpath.join(self.code, one.path)) == one.real

    def _artifact(self, path: str) -> str:
        return path if self.code == "." else path.removeprefix(f"{self.code}/")

    def _along(self, key: str) -> Along:
        """Return what may move with a function's own files: the rest of its own package."""
        package = self.decisions.packages.get(key)
        if package is None:
            return _nothing
        folder = posixpath.normpath(posixpath.join(self.code, package))
        return lambda path: is_below(path, folder) and self.is_nobodys(path)

    def _goes_with_shared(self, path: str) -> bool:
        """Modules that no function needs stay out of the layer; what lies beside them does not."""
        return not path.endswith(".py") and self.is_nobodys(path)

    def below(self, folder: str) -> list[str]:
        """Return the files in a folder of the repository that a build may copy, from the root."""
        return [
            one for one in below(self.root, folder) if not LEFT_OUT.match(posixpath.basename(one))
        ]

    def is_nobodys(self, path: str) -> bool:
        """Tell whether no function needs a file, and no developer either, so that it may go along.

        Args:
            path: The file, from the root, below the code folder.
        """
        if path in self.decisions.files or is_outside(self._artifact(path).split("/")):
            return False
        if any(is_below(path, one) for one in self.decisions.foreign):
            return False
        return not (path.endswith(".py") and is_script((self.root / path).read_bytes()))


Along = Callable[[str], bool]
"""Tells of a file that no function needs whether it goes with those around it."""


def _nothing(_path: str) -> bool:
    return False


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a path, the nearest first."""
    while path := posixpath.dirname(path):
        yield path
