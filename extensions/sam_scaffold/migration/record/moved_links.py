"""Relative links that are moved and keep their destination."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from pathlib import Path

from ...errors import ScaffoldError
from ...transaction.paths import git_root, is_absolute, is_below

Places = Sequence[tuple[str, str]]
"""Old and new paths of moved files and folders."""


def moved_text(root: Path, source: str, target: str, text: str, places: Places) -> str:
    """Return the text of a link at its new path.

    Args:
        root: The repository.
        source: The old path of the link.
        target: Its new path.
        text: Its old text.
        places: All moves.

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
    """Return the destination of a relative link, from the repository's root.

    Raises:
        ScaffoldError: It leads out of the repository.
    """
    leads = posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
    limit = git_root(root) or Path(os.path.realpath(root))
    real = os.path.normpath(Path(os.path.realpath(root), leads))
    if not Path(real).is_relative_to(limit):
        raise ScaffoldError(
            f"{path} is a link that leads out of the repository, to {text}; copy the file there."
        )
    return leads


def relative(path: str, leads: str) -> str:
    """Return the text of a link to a path; both from the repository's root."""
    return posixpath.relpath(f"/-/{leads}", posixpath.dirname(f"/-/{path}"))
