"""The files of a repository that people wrote, for searches through their text."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..transaction.git import git
from ..transaction.paths import git_root
from ..transaction.repository_view import own_files

LARGEST = 2_000_000
"""Bytes of a text that is searched, at most."""

_MADE = re.compile(r"__pycache__|.+[._-]cache|\.(?:cache|tox|nox|hypothesis|aws-sam)|htmlcov")
"""Folders that tools make anew, even where they were committed by mistake."""


def texts(repository: Path) -> Iterator[str]:
    """List the files of a repository, except those that tools generated.

    Args:
        repository: Its root, or a folder of it.

    Returns:
        Paths from there, with slashes.
    """
    for path in _listed(repository):
        if not any(_MADE.fullmatch(part) for part in PurePosixPath(path).parts[:-1]):
            yield path


def read_text_file(file: Path) -> bytes:
    """Read a file; nothing for a link, or for one that cannot be read or is too large."""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > LARGEST:
            return b""
        return file.read_bytes()
    except OSError:
        return b""


def _listed(repository: Path) -> Iterator[str]:
    """List what git has or would take; without git, all but environments."""
    if git_root(repository) is not None:
        try:
            listed = git(str(repository), "ls-files", "-coz", "--exclude-standard", "--", ".")
        except (OSError, subprocess.CalledProcessError):
            pass
        else:
            yield from filter(None, listed.split("\0"))
            return
    for file in own_files(repository, hidden=True):
        yield file.relative_to(repository).as_posix()
