"""Stamps of stages that passed: what is unchanged since need not run again on this machine.

They are in ``.venv``, which git ignores, so that a clean clone has none.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .stages import CORPUS, Stage


@dataclass(frozen=True)
class Stamps:
    """The stamps of a checkout.

    Attributes:
        root: The folder of the checkout.
    """

    root: Path

    @property
    def folder(self) -> Path:
        """The folder of the stamps."""
        return self.root / ".venv" / "stamps"

    def passed(self, stage: Stage, digest: str) -> bool:
        """Return whether a stage passed with the same inputs before."""
        stamp = self.folder / stage.name
        return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest

    def note(self, stage: Stage, digest: str) -> None:
        """Note that a stage passed; its inputs were the same before and after it."""
        if self.digest(stage) == digest:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / stage.name).write_text(digest, encoding="utf-8")

    def digest(self, stage: Stage) -> str:
        """Return a digest of all that a stage depends on."""
        total = hashlib.sha256(repr(stage).encode())
        for part in self._environment():
            total.update(f"{part}\n".encode())
        for path in self._files(stage):
            total.update(f"{path}\n".encode() + _contents(path))
        return total.hexdigest()

    def _environment(self) -> Iterator[str]:
        """Return the installed packages, and the folders in which other tools are found."""
        yield os.environ.get("PATH", "")
        for pattern in ("pyvenv.cfg", "lib/python*/site-packages/*.dist-info"):
            yield from sorted(path.name for path in (self.root / ".venv").glob(pattern))

    def _files(self, stage: Stage) -> Iterator[Path]:
        words = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        listed = subprocess.run(
            ["git", *words], cwd=self.root, check=True, capture_output=True, text=True
        ).stdout
        for name in sorted(set(stage.inputs(filter(None, listed.split("\0"))))):
            yield self.root / name
        if stage.corpus:
            yield from sorted((self.root / CORPUS).rglob("*"))


def _contents(path: Path) -> bytes:
    """Return the digest of a file; a folder, or a file that was deleted, has an empty one."""
    if path.is_symlink():
        return str(path.readlink()).encode()
    mode = f"{path.stat().st_mode:o}".encode() if path.exists() else b""
    return mode + (hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"")
