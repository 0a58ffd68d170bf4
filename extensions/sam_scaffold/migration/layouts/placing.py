"""Moves and links of a function's files and of shared code."""

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
    """Files of a function's folder or of the layer.

    Attributes:
        moves: The moves.
        links: The links.
        paths: The real paths of all its files, by path in the artifact.
    """

    moves: tuple[Move, ...] = ()
    links: tuple[Link, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)

    def plus(self, other: Placement) -> Placement:
        """Combine this placement with another one."""
        moves, links = (*self.moves, *other.moves), (*self.links, *other.links)
        return Placement(moves, links, {**self.paths, **other.paths})


@dataclass
class Placements:
    """Present paths of a repository's files during successive migrations.

    Attributes:
        root: The repository's root.
        code: The code folder that functions share, from the root.
        decisions: The decisions on the files.
        moved: The new paths of files and folders, by old path.
        linked: The paths of the created links.
    """

    root: Path
    code: str
    decisions: Decisions
    moved: dict[str, str] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)

    def copy(self) -> Placements:
        """Return an independent copy."""
        return replace(self, moved=dict(self.moved), linked=set(self.linked))

    def now(self, path: str) -> str:
        """Return the present path of a file."""
        for above in (path, *_above(path)):
            if above in self.moved:
                return f"{self.moved[above]}{path.removeprefix(above)}"
        return path

    def of_function(self, key: str, folder: str, *, leaves_links: bool) -> Placement:
        """Place the files that a function needs outside of the layer.

        Args:
            key: The key of the function.
            folder: Its folder, from the root.
            leaves_links: Whether links replace moved files.
        """
        own = [file for file in self.decisions.files.values() if file.owner == key]
        inside = [file for file in own if self._is_in_place(file)]
        placed = self._moved(inside, folder, self._along(key), leaves_links=leaves_links)
        others = [file for file in own if not self._is_in_place(file)]
        others += [file for file in self.decisions.files.values() if key in file.linked]
        return placed.plus(self.linked_files(others, folder))

    def shared_package(self) -> tuple[str, str]:
        """Return the folder of all shared code, and its dotted name.

        Raises:
            ScaffoldError: The code is in more than one folder.
        """
        wanted = frozenset(file.real for file in self.decisions.of_kind(DecisionKind.SHARED))
        found = list(Folders(self.root, wanted, self._goes_with_shared).largest(self.code))
        if len(found) != 1 or not (self.root / found[0]).is_dir():
            raise ScaffoldError(
                f"shared code is in {some(found)}; links cannot be created here, and without them "
                "a layer has one folder: move it to one package first."
            )
        return found[0], self._artifact(found[0]).replace("/", ".")

    def of_layer(self, content: str, *, moves: bool) -> Placement:
        """Place the shared code that the layer does not have yet.

        Args:
            content: The folder that is ``/opt/python`` in Lambda, from the root.
            moves: Whether to move the code; otherwise it is linked.
        """
        missing = [
            file
            for file in self.decisions.of_kind(DecisionKind.SHARED)
            if not self._is_in(file, content)
        ]
        inside = [file for file in missing if self._is_in_place(file)]
        others = [file for file in missing if not self._is_in_place(file)]
        if moves:
            placed = self._moved(inside, content, self._goes_with_shared, leaves_links=True)
            return placed.plus(self.linked_files(others, content))
        wanted = frozenset(file.real for file in inside)
        whole = Folders(self.root, wanted, self._goes_with_shared).largest(self.code)
        links = [Link(f"{content}/{self._artifact(path)}", self.now(path)) for path in whole]
        paths = {
            self._artifact(file): file for link in links for file in below(self.root, link.target)
        }
        self.linked.update(link.path for link in links)
        return Placement((), tuple(links), paths).plus(self.linked_files(others, content))

    def _moved(
        self, files: Iterable[Decision], folder: str, along: Along, *, leaves_links: bool
    ) -> Placement:
        wanted = frozenset(file.real for file in files)
        found = list(Folders(self.root, wanted, along).largest(self.code))
        moves = [Move(path, f"{folder}/{self._artifact(path)}", leaves_links) for path in found]
        paths = {self._artifact(file): file for path in found for file in below(self.root, path)}
        self.moved.update({move.source: move.target for move in moves})
        return Placement(tuple(moves), (), paths)

    def linked_files(self, files: Iterable[Decision], folder: str) -> Placement:
        """Link files into a folder, at their paths in the artifact."""
        links = []
        paths = {}
        for file in files:
            path = f"{folder}/{file.path}"
            paths[file.path] = file.real
            if path not in self.linked and not is_below(self.now(file.real), folder):
                links.append(Link(path, self.now(file.real)))
                self.linked.add(path)
        return Placement((), tuple(links), paths)

    def _is_in(self, file: Decision, content: str) -> bool:
        """Return whether the layer already has a file."""
        path = f"{content}/{file.path}"
        return (
            is_below(self.now(file.real), content)
            or any(above in self.linked for above in (path, *_above(path)))
            or (self.root / path).exists()
        )

    def _is_in_place(self, file: Decision) -> bool:
        """Return whether a file is in the code folder itself, not through a link."""
        return posixpath.normpath(posixpath.join(self.code, file.path)) == file.real

    def _artifact(self, path: str) -> str:
        return path if self.code == "." else path.removeprefix(f"{self.code}/")

    def _along(self, key: str) -> Along:
        """Return a predicate for files that move along: the rest of a function's package."""
        package = self.decisions.packages.get(key)
        if package is None:
            return _nothing
        folder = posixpath.normpath(posixpath.join(self.code, package))
        return lambda path: is_below(path, folder) and self.is_nobodys(path)

    def _goes_with_shared(self, path: str) -> bool:
        """Return whether a file joins the layer with its folder: unneeded data, but no modules."""
        return not path.endswith(".py") and self.is_nobodys(path)

    def below(self, folder: str) -> list[str]:
        """Return the files in a folder of the repository that a build may copy, from the root."""
        return [
            path
            for path in below(self.root, folder)
            if not LEFT_OUT.match(posixpath.basename(path))
        ]

    def is_nobodys(self, path: str) -> bool:
        """Return whether a file may go along, as neither functions nor developers need it.

        Args:
            path: The file, from the root, below the code folder.
        """
        if path in self.decisions.files or is_outside(self._artifact(path).split("/")):
            return False
        if any(is_below(path, folder) for folder in self.decisions.foreign):
            return False
        return not (path.endswith(".py") and is_script((self.root / path).read_bytes()))


Along = Callable[[str], bool]
"""Predicate for unneeded files that go along with those around them."""


def _nothing(_path: str) -> bool:
    return False


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a path, the nearest first."""
    while path := posixpath.dirname(path):
        yield path
