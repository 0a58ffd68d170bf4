"""What the functions of one code folder need, and what becomes of each file of it."""

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
    """What people say about the files of the functions that they migrate.

    Attributes:
        overruled: What they decided themselves.
        included: Files and folders that the functions need beyond what their imports say,
            from the repository's root.
    """

    overruled: Overruled = field(default_factory=Overruled)
    included: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Analysis:
    """What there is to know before functions leave a code folder.

    Attributes:
        code: The code folder, from the root.
        base: The folder in which `functions/` and `layers/` lie, from the root: the nearest one
            that the code folder and all SAM templates of its functions are in.
        readings: What its functions need as it will be, by their keys, migrated ones too.
        before: What they need as it is.
        split: What becomes of each file.
    """

    code: str
    base: str
    readings: dict[str, Reading]
    before: dict[str, Reading]
    split: Split

    @property
    def decisions(self) -> Decisions:
        """Return what becomes of each file."""
        return self.split.decisions

    def folder_of(self, candidate: Candidate) -> str:
        """Return the folder that a function is to have, from the root."""
        return posixpath.normpath(posixpath.join(self.base, FUNCTIONS, candidate.name))

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Return the ``__init__.py`` files that neither the layer nor the functions get."""
        return self.split.left_out


def analyse(
    reader: NeedsReader,
    code: str,
    everything: Sequence[Candidate],
    targets: Collection[str],
    wishes: Wishes,
) -> Analysis:
    """Read all functions of a code folder, and decide what becomes of its files.

    Args:
        reader: Reads them.
        code: The code folder, from the root.
        everything: All functions of the repository.
        targets: The keys of the functions that are migrated.
        wishes: What people say themselves.
    """
    root = reader.root
    group = [one for one in everything if not one.problem and _may_share(one, code)]
    before = [_of_folder(reader, one, code) for one in map(reader.one, group)]
    before = [one for one in before if one.files or one.candidate.code == code]
    group = [one.candidate for one in before]
    foreign = _foreign(code, [one for one in everything if one not in group])

    def again(one: Candidate) -> Reading:
        included = wishes.included if one.key in targets else ()
        return _of_folder(reader, reader.one(one, frozenset(gone), included), code)

    readings, gone = before, dict[str, LeftOut]()
    if wishes.included:
        readings = [again(one) for one in group]
    while True:
        split = split_packages(root, readings, decide(readings, wishes.overruled, foreign))
        found = {one.real: one for one in split.left_out}
        if found.keys() <= gone.keys():
            break
        gone |= found
        readings = [again(one) for one in group]
    return Analysis(
        code,
        _base(code, group),
        {reading.candidate.key: reading for reading in readings},
        {one.candidate.key: one for one in before},
        replace(split, left_out=tuple(gone.values())),
    )


def _foreign(code: str, others: Iterable[Candidate]) -> list[str]:
    """Return the code folders within another one, of functions that are not of it."""
    folders = {other.code for other in others if other.code not in ("", code)}
    return sorted(folder for folder in folders if is_below(folder, code))


def _may_share(candidate: Candidate, code: str) -> bool:
    """Return whether a function is of a code folder, or may have been before it was migrated."""
    return candidate.code == code or FUNCTIONS in candidate.code.split("/")


def _of_folder(reader: NeedsReader, reading: Reading, code: str) -> Reading:
    """Return what a function needs of a code folder, with the paths that it has there.

    A migrated function still needs files whose place in the artifact is as before: its old
    place is a link to where it went, or the layer has a link to it.
    """
    folder = reader.root / code
    kept = {
        path: one for path, one in reading.files.items() if reader.real(folder / path) == one.real
    }
    return replace(reading, files=kept)


def _base(code: str, group: Iterable[Candidate]) -> str:
    folders = [code, *(posixpath.dirname(one.template_file) or "." for one in group)]
    return "." if "." in folders else posixpath.commonpath(folders) or "."


def shares_code(candidate: Candidate, everything: Iterable[Candidate]) -> bool:
    """Tell whether a function ships what is not its own: others' code, or the template's folder."""
    if is_below(posixpath.dirname(candidate.template_file) or ".", candidate.code):
        return True
    others = (one for one in everything if one.key != candidate.key and one.code)
    is_common = any(
        is_below(other.code, candidate.code) or is_below(candidate.code, other.code)
        for other in others
        if not other.packages
    )
    return is_common or _has_moved_code(candidate)


def _has_moved_code(candidate: Candidate) -> bool:
    """Return whether links in the code folder lead to functions that left it."""
    folder = candidate.root / candidate.code
    for place, folders, files in os.walk(folder):
        links = (Path(place, one) for one in (*folders, *files) if Path(place, one).is_symlink())
        real = (Path(os.path.realpath(link)) for link in links)
        if any(FUNCTIONS in one.parts and not one.is_relative_to(folder) for one in real):
            return True
    return False
