"""Paths that git ignores, read from the .gitignore files: git itself may not be installed.

https://git-scm.com/docs/gitignore: a file in a deeper folder takes precedence, and nothing
below an ignored folder can be included again.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec

from ..dependencies.requirements.requirements_file import bytes_of

_NAME = ".gitignore"


def is_ignored(root: Path, path: Path) -> bool:
    """Return whether git ignores a path, or everything in it.

    Args:
        root: The repository's root.
        path: An absolute path, which need not exist.
    """
    path = path.resolve()
    if root not in path.parents:
        return False
    above = [parent for parent in reversed(path.parents) if root in parent.parents]
    folders = [*above, path]
    return any(_matches(root, folder, "/") for folder in folders) or any(
        _matches(root, file, "") for file in (path, path / "__init__.py")
    )


def _matches(root: Path, path: Path, end: str) -> bool:
    """Return whether the last pattern for a path ignores it.

    Args:
        root: The repository's root.
        path: The path.
        end: A slash for a folder, nothing for a file.
    """
    for folder in path.parents:
        spec = _spec(bytes_of(folder / _NAME) or b"")
        found = spec.check_file(path.relative_to(folder).as_posix() + end).include
        if found is not None:
            return found
        if folder == root:
            break
    return False


@lru_cache(maxsize=64)
def _spec(data: bytes) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(data.decode("utf-8", "replace").splitlines())
