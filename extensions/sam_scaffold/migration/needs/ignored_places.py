"""New places of code that git would not take."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from ...errors import ScaffoldError
from ...transaction.git import UNTRUSTED, git
from ...transaction.paths import git_root


def check_not_ignored(root: Path, paths: Iterable[str]) -> None:
    """Refuse places that git ignores: a commit would lose the code; no rule without git.

    Args:
        root: The repository's root.
        paths: Files and folders that are to be there, from the root.

    Raises:
        ScaffoldError: A pattern of git's is about one.
    """
    asked = "".join(f"{one}\0" for one in paths)
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
            f"{path} would not be committed: {source}:{line} ignores it ({pattern}); let git take "
            "it first."
        )
