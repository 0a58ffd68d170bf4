"""Analysis of a code folder: the needs of its functions, and a decision on each file."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ...transaction.paths import is_below
from .candidates import FUNCTIONS, Candidate
from .deciding import Decisions, Overruled, decide
from .reading import NeedsReader, Reading
from .splitting import LeftOut, Split, split_packages


@dataclass(frozen=True)
class Wishes:
    """User decisions about the files of the migrated functions.

    Attributes:
        overruled: Files whose location the user chose.
        included: Files and folders that the functions need beyond their imports, from the
            repository's root.
    """

    overruled: Overruled = field(default_factory=Overruled)
    included: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Analysis:
    """Needs of the functions of a code folder, and the decisions on its files.

    Attributes:
        code: The code folder, from the root.
        base: The folder of `functions/` and `layers/`, from the root: the nearest common parent
            of the code folder and all SAM templates of its functions.
        readings: The needs of its functions after the migration, by key, including those of
            migrated functions.
        before: Their present needs.
        split: The decision on each file.
    """

    code: str
    base: str
    readings: dict[str, Reading]
    before: dict[str, Reading]
    split: Split

    @property
    def decisions(self) -> Decisions:
        """Return the decision on each file."""
        return self.split.decisions

    def folder_of(self, candidate: Candidate) -> str:
        """Return the new folder of a function, from the root."""
        return posixpath.normpath(posixpath.join(self.base, FUNCTIONS, candidate.name))

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Return the ``__init__.py`` files that are in neither the layer nor a function."""
        return self.split.left_out


def analyse(
    reader: NeedsReader,
    code: str,
    everything: Sequence[Candidate],
    targets: Collection[str],
    wishes: Wishes,
) -> Analysis:
    """Read all functions of a code folder, and decide on its files.

    Args:
        reader: The reader of functions.
        code: The code folder, from the root.
        everything: All functions of the repository.
        targets: The keys of the functions that are migrated.
        wishes: The user's decisions.
    """
    root = reader.root
    group = [
        candidate
        for candidate in everything
        if not candidate.problem and _may_share(candidate, code)
    ]
    before = [_of_folder(reader, reading, code) for reading in map(reader.read, group)]
    before = [reading for reading in before if reading.files or reading.candidate.code == code]
    group = [reading.candidate for reading in before]
    foreign = _foreign(code, [candidate for candidate in everything if candidate not in group])

    def again(candidate: Candidate) -> Reading:
        included = wishes.included if candidate.key in targets else ()
        return _of_folder(reader, reader.read(candidate, frozenset(gone), included), code)

    readings, gone = before, dict[str, LeftOut]()
    if wishes.included:
        readings = [again(candidate) for candidate in group]
    while True:
        split = split_packages(root, readings, decide(readings, wishes.overruled, foreign))
        found = {init.real: init for init in split.left_out}
        if found.keys() <= gone.keys():
            break
        gone |= found
        readings = [again(candidate) for candidate in group]
    return Analysis(
        code,
        _base(code, group),
        {reading.candidate.key: reading for reading in readings},
        {reading.candidate.key: reading for reading in before},
        replace(split, left_out=tuple(gone.values())),
    )


def _foreign(code: str, others: Iterable[Candidate]) -> list[str]:
    """Return the code folders of other functions within a code folder."""
    folders = {other.code for other in others if other.code not in ("", code)}
    return sorted(folder for folder in folders if is_below(folder, code))


def _may_share(candidate: Candidate, code: str) -> bool:
    """Return whether a function uses a code folder, or may have used it before its migration."""
    return candidate.code == code or FUNCTIONS in candidate.code.split("/")


def _of_folder(reader: NeedsReader, reading: Reading, code: str) -> Reading:
    """Return a function's needs within a code folder.

    A migrated function still needs files with an unchanged path in the artifact: the old path
    is a link to the new one, or the layer has a link to it.
    """
    folder = reader.root / code
    kept = {
        path: file
        for path, file in reading.files.items()
        if reader.real(folder / path) == file.real
    }
    return replace(reading, files=kept)


def _base(code: str, group: Iterable[Candidate]) -> str:
    folders = [code, *(posixpath.dirname(candidate.template_file) or "." for candidate in group)]
    return "." if "." in folders else posixpath.commonpath(folders) or "."


def shares_code(candidate: Candidate, everything: Iterable[Candidate]) -> bool:
    """Return whether a function's artifact has others' code, or the template's folder."""
    if is_below(posixpath.dirname(candidate.template_file) or ".", candidate.code):
        return True
    others = (other for other in everything if other.key != candidate.key and other.code)
    is_common = any(
        is_below(other.code, candidate.code) or is_below(candidate.code, other.code)
        for other in others
        if not other.packages
    )
    return is_common or _has_moved_code(candidate)


def _has_moved_code(candidate: Candidate) -> bool:
    """Return whether links in the code folder lead to migrated functions."""
    folder = candidate.root / candidate.code
    for place, folders, files in os.walk(folder):
        links = (Path(place, name) for name in (*folders, *files) if Path(place, name).is_symlink())
        real = (Path(os.path.realpath(link)) for link in links)
        if any(FUNCTIONS in path.parts and not path.is_relative_to(folder) for path in real):
            return True
    return False
