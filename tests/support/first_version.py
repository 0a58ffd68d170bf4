"""The template as it was released first, v0.1.0, and what its own command made with it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from sam_scaffold.rendering import history_bundle

BUNDLE = Path(__file__).with_name("v0.1.0.bundle.xz")
"""Its one commit, as ``setup.py`` packs it; a clone may be shallow and lack it."""

VERSION = "v0.1.0"

_IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@example.com")


def unpack_first_version(folder: Path) -> None:
    """Put its history, which has no files but the template's, into a new folder."""
    history_bundle._put(BUNDLE.read_bytes(), folder)


@cache
def first_version() -> Path:
    """A repository with its files at the tag v0.1.0."""
    scratch = Path(tempfile.mkdtemp(prefix="sam-scaffold-first-")).resolve()
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    history, folder = scratch / "history", scratch / "sam-scaffold"
    unpack_first_version(history)
    _git(history, "checkout", "-q", VERSION, "--", *history_bundle.PARTS)
    folder.mkdir()
    for part in history_bundle.PARTS:
        shutil.move(history / part, folder)
    _git(folder, "init", "-q")
    _git(folder, "add", "--all")
    _git(folder, *_IDENTITY, "commit", "-q", "-m", VERSION)
    _git(folder, "tag", VERSION)
    return folder


def first_command(folder: Path, *words: str) -> None:
    """Run its command in a folder; what is made has the folder `first_version` as its address."""
    source = first_version()
    env = {**os.environ, "PYTHONPATH": str(source / "extensions")}
    env |= {"SAM_SCAFFOLD_TEMPLATE": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "sam_scaffold", *words]
    done = subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _git(folder: Path, *words: str) -> None:
    env = {
        key: value for key, value in os.environ.items() if key not in ("GIT_DIR", "GIT_WORK_TREE")
    }
    subprocess.run(["git", *words], cwd=folder, env=env, check=True, capture_output=True)
