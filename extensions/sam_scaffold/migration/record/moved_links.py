"""Relative links that are moved, and go on leading to the same place."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from pathlib import Path

from ...errors import ScaffoldError
from ...transaction.paths import git_root, is_absolute, is_below

Places = Sequence[tuple[str, str]]
"""Files and folders that go elsewhere: where each was, and where it is to be."""


def moved_text(root: Path, source: str, target: str, text: str, places: Places) -> str:
    """Return what a link says in its new place.

    Args:
        root: The repository.
        source: Where the link was.
        target: Where it is to be.
        text: What it says.
        places: All that goes elsewhere with it.

    Raises:
        ScaffoldError: It leads out of the repository.
    """
    if is_absolute(text):
        return text
    leads = destination(root, source, text)
    goes = next((place for place in places if is_below(leads, place[0])), None)
    if goes is not None:
        leads = posixpath.normpath(f"{goes[1]}{leads[len(goes[0]) :]}")
    if posixpath.normpath(posixpath.join(posixpath.dirname(target), text)) == leads:
        return text
    return relative(target, leads)


def destination(root: Path, path: str, text: str) -> str:
    """Return where a relative link leads to, from the repository's root.

    Raises:
        ScaffoldError: It leads out of the repository.
    """
    leads = posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
    limit = git_root(root) or Path(os.path.realpath(root))
    real = os.path.normpath(Path(os.path.realpath(root), leads))
    if not Path(real).is_relative_to(limit):
        raise ScaffoldError(
            f"{path} is a link that leads out of the repository, to {text}; put the file itself "
            "there."
        )
    return leads


def relative(path: str, leads: str) -> str:
    """Return what a link says that leads somewhere; both from the repository's root."""
    return posixpath.relpath(f"/-/{leads}", posixpath.dirname(f"/-/{path}"))
