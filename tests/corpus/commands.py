"""The command in a folder with a template of the corpus."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from sam_scaffold.commands.cli import cli


def run(folder: Path, *words: str) -> None:
    """Run the command without a process of its own."""
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        cli([*words, "-C", str(folder)], standalone_mode=False)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their paths, with slashes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
