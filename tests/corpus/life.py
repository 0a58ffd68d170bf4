"""Addition of a function to a repository around every template of a folder, and its removal.

By the commands that people use: what `merge` promises of a snippet has to hold for
`add` and `remove`, with all that comes along where the template has no shared code layer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sam_scaffold.errors import ScaffoldError

from .commands import files_in, run

BYTES_BACK = 0.98
"""Share of the templates that `remove` must give back byte for byte."""

NAME = "probe_thing"
_ADD = ("add", "function", NAME, "-d", "trigger=sqs", "--defaults")


@dataclass
class Lives:
    """The results for the templates; lists name them.

    Attributes:
        files: The number of templates.
        restored: Those that were restored byte for byte, without additional files.
        blank_lines: Those that came back with other blank lines.
        refused: Those that `add` refused, and why; it left everything as it was.
        broken: Those that came back otherwise.
        seconds: The duration.
    """

    files: int = 0
    restored: list[str] = field(default_factory=list)
    blank_lines: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Return whether the promise is kept."""
        added = len(self.restored) + len(self.blank_lines)
        return not self.broken and len(self.restored) >= BYTES_BACK * added

    def plus(self, other: Lives) -> Lives:
        """The counts of two parts."""
        return Lives(
            self.files + other.files,
            self.restored + other.restored,
            self.blank_lines + other.blank_lines,
            self.refused + other.refused,
            self.broken + other.broken,
        )


def lived(templates: Mapping[str, bytes]) -> Lives:
    """Add to each of some templates, and remove again."""
    lives = Lives(files=len(templates))
    for name, data in templates.items():
        with tempfile.TemporaryDirectory(prefix="corpus-life-") as folder:
            _live(lives, name, data, Path(folder))
    return lives


def _live(lives: Lives, name: str, before: bytes, folder: Path) -> None:
    template = folder / f"template{Path(name).suffix}"
    template.write_bytes(before)
    try:
        run(folder, *_ADD)
    except ScaffoldError as error:
        if files_in(folder) == {template.name: before}:
            lives.refused.append(f"{name}: {error}")
        else:
            lives.broken.append(f"{name}: refused, and yet changed: {error}")
        return
    try:
        run(folder, "remove", NAME)
        if (folder / ".scaffold" / "app").is_dir():
            run(folder, "remove", "SharedCodeLayer")
    except ScaffoldError as error:
        lives.broken.append(f"{name}: {error}")
        return
    after = files_in(folder)
    if after == {template.name: before}:
        lives.restored.append(name)
    elif after.keys() == {template.name} and _lines(after[template.name]) == _lines(before):
        lives.blank_lines.append(name)
    else:
        lives.broken.append(f"{name}: {', '.join(sorted(after))}")


def _lines(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines(keepends=True) if line.strip()]
