"""The template as it was released first, v0.1.0, and what its own command made with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from repositories import ROOT, commit, environment, git, template

from sam_scaffold.scaffold import bundle

BUNDLE = ROOT / "tests/support/v0.1.0.bundle.xz"
"""Its one commit, as ``setup.py`` packs it; a clone may be shallow and lack it."""

VERSION = "v0.1.0"


def unpack_first_version(folder: Path) -> None:
    """Put its history, which has no files but the template's, into a new folder."""
    bundle._put(BUNDLE.read_bytes(), folder)


@cache
def first_version() -> Path:
    """A repository with its files at the tag v0.1.0."""
    scratch = Path(tempfile.mkdtemp(prefix="first-", dir=template().parent))
    history, folder = scratch / "history", scratch / "sam-scaffold"
    unpack_first_version(history)
    git(history, "checkout", "-q", VERSION, "--", *bundle.PARTS)
    folder.mkdir()
    for part in bundle.PARTS:
        shutil.move(history / part, folder)
    commit(folder, VERSION)
    return folder


def first_command(folder: Path, *words: str, **variables: str) -> None:
    """Run its command in a folder; the components are from the address `first_version`."""
    source = first_version()
    env = environment(
        PYTHONPATH=str(source / "extensions"), SAM_SCAFFOLD_TEMPLATE=str(source), **variables
    )
    command = [sys.executable, "-m", "sam_scaffold", *words]
    done = subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
