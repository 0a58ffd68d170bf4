"""Paths that a file names: they stay inside the repository, as written and on disk.

Answers files, snippets and links come with a cloned repository. Nothing that they name outside of
it is read or written.
"""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import ScaffoldError

_JINJA = re.compile(r"\{[{%#]")
_DRIVE = re.compile(r"[A-Za-z]:")


def leads_out(path: str) -> bool:
    """Return whether a path from a repository's root leads out of it as it is written.

    Args:
        path: With slashes or backslashes, as of any system.
    """
    return is_absolute(path) or ".." in PurePosixPath(path.replace("\\", "/")).parts


def is_absolute(path: str) -> bool:
    """Return whether a path starts elsewhere than at its folder, on any system.

    Args:
        path: With slashes or backslashes.
    """
    pure = PurePosixPath(path.replace("\\", "/"))
    return pure.is_absolute() or bool(_DRIVE.match(path)) or "\0" in path


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is a folder or leads into it; both from the repository's root."""
    return folder in (".", path) or path.startswith(f"{folder}/")


def path_problem(path: str) -> str:
    """Return why a path from a repository's root cannot be recorded; empty if it can."""
    if leads_out(path):
        return f"{path!r} leads out of the repository; name a file below it."
    pure = PurePosixPath(path.replace("\\", "/"))
    if path and str(pure) != path:
        return f"{path!r} is not in its normal form; write {str(pure)!r}."
    if found := _JINJA.search(path):  # it renders the path of an answers file
        return f"{path!r} has {found[0]!r}, which Copier reads as Jinja; choose another name."
    if not path.isprintable():
        return f"{path!r} has characters that cannot be printed; choose another name."
    return ""


def git_root(folder: Path) -> Path | None:
    """Return the real path of the git repository that a folder is in, None if it is in none."""
    real = Path(os.path.realpath(folder))
    return next((above for above in (real, *real.parents) if (above / ".git").exists()), None)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Folder that no path of a repository may leave.

    Attributes:
        root: The folder that paths start at.
        limit: The real path of git's root above it; of itself where git is not used.
    """

    root: Path
    limit: str

    @classmethod
    def of(cls, root: Path) -> Bounds:
        """Find the bounds of a repository, or of a folder in one."""
        return cls(root, str(git_root(root) or os.path.realpath(root)))

    def check(self, path: str) -> None:
        """Refuse a path that leads out of the repository, by a link too.

        Args:
            path: From the root, with slashes.

        Raises:
            ScaffoldError: It does.
        """
        if leads_out(posixpath.normpath(path.replace("\\", "/"))):
            raise ScaffoldError(f"{path!r} leads out of the repository; name a file below it.")
        self.check_real(self.root / path, path)

    def check_real(self, file: Path, name: str) -> None:
        """Refuse a file that is outside the repository because it, or a folder above it, is a link.

        Args:
            file: The file.
            name: What messages call it.

        Raises:
            ScaffoldError: It does.
        """
        real = os.path.realpath(file)
        if not Path(real).is_relative_to(self.limit):
            raise ScaffoldError(
                f"{name} leads out of the repository, to {real}; put the file itself there."
            )
