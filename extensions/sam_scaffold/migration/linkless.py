"""What changes where links cannot be made: on Windows without them, or where git has none."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from ..errors import ScaffoldError
from .candidates import Candidate
from .changes import Edit
from .deciding import INIT
from .placing import Placed, Places
from .pytest_path import with_test_folders
from .requirements import lists_of

_WAY_OUT = "turn links on (git config core.symlinks true), or take --layout in-place"


def check_linkless(candidate: Candidate, places: Places, placed: Placed) -> None:
    """Refuse what needs a link.

    Args:
        candidate: The function.
        places: Where the files of the repository are.
        placed: What comes into its folder.

    Raises:
        ScaffoldError: Others need a file, too, or the old place of one is in a package that
            stays, so that no setting makes Python find it.
    """
    for link in placed.links:
        raise ScaffoldError(
            f"{candidate.logical_id} needs {link.target}, and so do others; links cannot be made "
            f"here: {_WAY_OUT}."
        )
    for move in placed.moves:
        parent = posixpath.dirname(move.source)
        if parent != places.code and (places.root / parent / INIT).is_file():
            raise ScaffoldError(
                f"{candidate.logical_id}: {move.source} leaves the package {parent}, in which "
                f"others find it by a link alone, and links cannot be made here: {_WAY_OUT}."
            )


def linkless_edits(candidate: Candidate, places: Places, folder: str) -> Iterator[Edit]:
    """What stands in for links: pytest's settings, and lists of packages that name the old one.

    pip takes a path behind ``-r`` from the folder of the file that it stands in.

    Args:
        candidate: The function.
        places: Where the files of the repository are.
        folder: The function's folder, from the root.

    Raises:
        ScaffoldError: A list is none of pip's, or pytest's settings cannot be extended.
    """
    settings = with_test_folders(places.root, [folder])
    if settings is not None and _has_tests(places.root):
        yield settings
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
