"""New paths of code that git would ignore."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from ...errors import ScaffoldError
from ...transaction.git import UNTRUSTED, git
from ...transaction.paths import git_root


def check_not_ignored(root: Path, paths: Iterable[str]) -> None:
    """Refuse paths that git ignores, as a commit would lose the code; none without git.

    Args:
        root: The repository's root.
        paths: Files and folders to create, from the root.

    Raises:
        ScaffoldError: A pattern of git matches one.
    """
    asked = "".join(f"{path}\0" for path in paths)
    if not asked or git_root(root) is None:
        return
    try:
        said = git(
            str(root), *UNTRUSTED, "check-ignore", "-v", "-z", "--stdin", data=asked.encode()
        )
    except (OSError, subprocess.CalledProcessError):  # 1: it ignores none
        return
    source, line, pattern, path, *_ = said.split("\0")
    if not pattern.startswith("!"):
        raise ScaffoldError(
            f"{path} would not be committed: {source}:{line} ignores it ({pattern}); remove that "
            "pattern first."
        )
