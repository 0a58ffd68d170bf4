"""Layouts without links, for systems and git settings that do not support them."""

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

_WAY_OUT = "enable links (git config core.symlinks true), or use --layout in-place"


def check_no_links(candidate: Candidate, placed: Placement) -> None:
    """Refuse a placement that needs a link.

    Args:
        candidate: The function.
        placed: The files of its folder.

    Raises:
        ScaffoldError: Others need a file, too, or use its old path.
    """
    moved = [move.source for move in placed.moves if move.leaves_link]
    for path in (*(link.target for link in placed.links), *moved):
        raise ScaffoldError(
            f"{candidate.logical_id} needs {path}, and so do others; links cannot be created "
            f"here: {_WAY_OUT}."
        )


def check_found(candidate: Candidate, places: Placements, placed: Placement) -> None:
    """Refuse moves after which Python cannot find a module by its name with any setting.

    Args:
        candidate: The function.
        places: The present paths of the repository's files.
        placed: The files of its folder.

    Raises:
        ScaffoldError: The old path of a file is in a package that stays.
    """
    for move in placed.moves:
        parent = posixpath.dirname(move.source)
        if parent != places.code and (places.root / parent / INIT).is_file():
            raise ScaffoldError(
                f"{candidate.logical_id}: {move.source} leaves the package {parent}, in which "
                f"others find it only through a link, and links cannot be created here: {_WAY_OUT}."
            )


def pytest_settings(places: Placements, folder: str) -> Iterator[Edit]:
    """Edit pytest's settings to find a function's modules in its folder, if tests exist.

    Args:
        places: The present paths of the repository's files.
        folder: The function's folder, from the root.

    Raises:
        ScaffoldError: pytest's settings cannot be extended.
    """
    settings = with_test_folders(places.root, [folder])
    if settings is not None and _has_tests(places.root):
        yield settings


def list_edits(candidate: Candidate, folder: str) -> Iterator[Edit]:
    """Create a requirements file that includes the one at the old path.

    pip resolves a path after ``-r`` relative to the folder of the file that contains it.

    Args:
        candidate: The function.
        folder: The folder of its CodeUri, from the root.

    Raises:
        ScaffoldError: It is not a requirements file of pip.
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
