"""Files that are about to be moved and that git does not have yet as they are."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from ..errors import ScaffoldError, some
from ..paths import git_root
from ..scaffold.git import git


def check_committed(root: Path, paths: Iterable[str]) -> None:
    """Refuse to move what only the work tree has; no rule where git is not used.

    Args:
        root: The repository's root.
        paths: Files and folders that are to be moved, from there.

    Raises:
        ScaffoldError: Something was changed or added since the last commit.
    """
    asked = list(paths)
    if not asked or git_root(root) is None:
        return
    try:
        said = git(str(root), "status", "--porcelain", "-z", "--untracked-files=all", "--", *asked)
    except (OSError, subprocess.CalledProcessError):
        return
    found = [one[3:] for one in said.split("\0") if len(one) > 3]  # noqa: PLR2004 - "XY path"
    if found:
        raise ScaffoldError(
            f"{some(found)} would be moved and has changes that are not committed; commit or "
            "stash them first."
        )
