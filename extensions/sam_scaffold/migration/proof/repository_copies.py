"""Complete copies of a repository, on which a change is tried before it is written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from ...errors import ScaffoldError
from ...transaction.git import UNTRUSTED, git
from ...transaction.paths import git_root
from ...transaction.repository_view import own_files

_BUILT = ".aws-sam"
"""Folder of `sam build`, whose content is of the unchanged code."""

_LISTING = ("ls-files", "-coz", "--exclude-standard", "--", ".")


def copy_of(root: Path, target: Path) -> None:
    """Copy the tracked and untracked files of a repository, without ignored ones.

    Without git, these are all files except generated ones. Links are copied as links; absolute
    links into the repository lead into the copy. Nothing is shared with the original, so tests
    may write. If git is used, the copy is an empty git repository, so that tools find its root
    and not one above it.

    Args:
        root: The repository.
        target: The folder of the copy, which is created.

    Raises:
        ScaffoldError: A file cannot be read, or the copy cannot be written.
    """
    base = Path(os.path.realpath(root))
    target.mkdir(parents=True, exist_ok=True)
    made: set[Path] = set()
    for path in _listed(base):
        place = target / path
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        try:
            _copy(base / path, place, base, target)
        except OSError as error:
            raise ScaffoldError(
                f"{path} cannot be copied ({error.strerror}), and a migration is first tried on a "
                "copy; make it readable, or free disk space."
            ) from None
    if git_root(base) is not None:
        with suppress(OSError, subprocess.CalledProcessError):
            git(str(target), "init", "-q", "--template=")


def _copy(source: Path, target: Path, base: Path, copy: Path) -> None:
    if source.is_symlink():
        to = source.readlink()
        if to.is_absolute() and to.is_relative_to(base):
            to = copy / to.relative_to(base)
        target.symlink_to(to, target_is_directory=source.is_dir())
    elif source.is_file():
        shutil.copy2(source, target)


def _listed(base: Path) -> Iterator[str]:
    """Yield the paths of all files and links from the root, also in nested repositories."""
    for path in _own(base):
        if _BUILT in PurePosixPath(path).parts:
            continue
        place = base / path
        if place.is_symlink() or place.is_file():
            yield path
        elif place.is_dir():  # a separate repository: a submodule, or an untracked one
            yield from (f"{path.rstrip('/')}/{below}" for below in _listed(place))


def _own(base: Path) -> Iterator[str]:
    if git_root(base) is not None:
        with suppress(OSError, subprocess.CalledProcessError):
            listed = git(str(base), *UNTRUSTED, *_LISTING).split("\0")
            yield from dict.fromkeys(
                filter(None, listed)
            )  # a conflicting file is listed three times
            return
    for file in own_files(base, hidden=True):
        yield file.relative_to(base).as_posix()
    yield from _linked_folders(base)


def _linked_folders(base: Path) -> Iterator[str]:
    """Yield the links to folders, which a walk over files skips."""
    for place, folders, files in os.walk(base):
        if "pyvenv.cfg" in files:
            folders.clear()
        for name in folders:
            if (path := Path(place, name)).is_symlink():
                yield path.relative_to(base).as_posix()
