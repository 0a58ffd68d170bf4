"""Support of symbolic links, which Windows may not permit and some file systems lack."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from ...transaction.git import UNTRUSTED, git


def links_work(root: Path) -> bool:
    """Return whether links to files and folders work below a folder, and in its repository.

    This is tried in a temporary folder. With ``core.symlinks`` disabled, git would check out
    links as files with the target as their text
    (https://git-scm.com/docs/git-config#Documentation/git-config.txt-coresymlinks).

    Args:
        root: The folder; it need not be in a git repository.
    """
    return _git_has_links(root) and _can_link(root)


def _git_has_links(root: Path) -> bool:
    words = (*UNTRUSTED, "config", "--type=bool", "--default=true", "--get", "core.symlinks")
    try:
        return git(str(root), *words) != "false"
    except (OSError, subprocess.CalledProcessError):
        return True  # no git, or an invalid value: the trial decides


def _can_link(root: Path) -> bool:
    try:
        with tempfile.TemporaryDirectory(dir=root, prefix=".links-") as temporary:
            folder = Path(temporary)
            (folder / "real").mkdir()
            (folder / "real" / "file").write_bytes(b"")
            (folder / "to-folder").symlink_to("real", target_is_directory=True)
            (folder / "to-file").symlink_to(Path("real", "file"))
            return (folder / "to-folder" / "file").is_file() and (folder / "to-file").is_file()
    except (OSError, NotImplementedError):
        return False
