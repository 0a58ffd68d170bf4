"""What changes where links cannot be made: on Windows without them, or where git has none."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from ...errors import ScaffoldError
from ..changes import Edit
from ..needs.candidates import Candidate
from ..needs.deciding import INIT
from ..needs.requirements_lists import lists_of
from ..pytest_settings.pytest_path import with_test_folders
from .placing import Placement, Placements

_WAY_OUT = "turn links on (git config core.symlinks true), or take --layout in-place"


def check_no_links(candidate: Candidate, placed: Placement) -> None:
    """Refuse what needs a link.

    Args:
        candidate: The function.
        placed: What comes into its folder.

    Raises:
        ScaffoldError: Others need a file, too, or find one by its old place.
    """
    moved = [move.source for move in placed.moves if move.leaves_link]
    for path in (*(link.target for link in placed.links), *moved):
        raise ScaffoldError(
            f"{candidate.logical_id} needs {path}, and so do others; links cannot be made "
            f"here: {_WAY_OUT}."
        )


def check_found(candidate: Candidate, places: Placements, placed: Placement) -> None:
    """Refuse moves after which no setting would make Python find a module by its name.

    Args:
        candidate: The function.
        places: Where the files of the repository are.
        placed: What comes into its folder.

    Raises:
        ScaffoldError: The old place of a file is in a package that stays.
    """
    for move in placed.moves:
        parent = posixpath.dirname(move.source)
        if parent != places.code and (places.root / parent / INIT).is_file():
            raise ScaffoldError(
                f"{candidate.logical_id}: {move.source} leaves the package {parent}, in which "
                f"others find it by a link alone, and links cannot be made here: {_WAY_OUT}."
            )


def pytest_settings(places: Placements, folder: str) -> Iterator[Edit]:
    """Let pytest find a function's modules in its folder, where there are tests.

    Args:
        places: Where the files of the repository are.
        folder: The function's folder, from the root.

    Raises:
        ScaffoldError: pytest's settings cannot be extended.
    """
    settings = with_test_folders(places.root, [folder])
    if settings is not None and _has_tests(places.root):
        yield settings


def list_edits(candidate: Candidate, folder: str) -> Iterator[Edit]:
    """Let a list of packages name the one that stays where it is.

    pip takes a path behind ``-r`` from the folder of the file that it stands in.

    Args:
        candidate: The function.
        folder: The folder of its CodeUri, from the root.

    Raises:
        ScaffoldError: A list is none of pip's.
    """
    for path in lists_of(candidate)[:1]:
        if not path.endswith(".txt"):
            raise ScaffoldError(
                f"{candidate.logical_id} is built from {path}, which only a link could share: "
                f"{_WAY_OUT}."
            )
        name = posixpath.relpath(path, candidate.code)
        yield Edit(f"{folder}/{name}", f"-r {posixpath.relpath(path, folder)}\n".encode())


def _has_tests(root: Path) -> bool:
    return any(root.glob("**/test_*.py"))
