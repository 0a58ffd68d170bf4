"""Command that runs a repository's tests, from its Makefile if it has one."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from ...transaction.repository_view import own_files
from .pytest_path import has_settings

_TEST = re.compile(r"test_.*\.py|.*_test\.py")
_RECIPE = re.compile(r"^tests?[ \t]*:(?![:=]).*\n((?:\t.*\n?|[ \t]*#.*\n)+)", re.MULTILINE)
_ASSIGNED = re.compile(r"[A-Za-z_]\w*=")
_UNPLAIN = re.compile(r"[;|&<>`*?~$]")
_PYTEST = re.compile(r"(?:^|[/\\])(?:py\.test|pytest)$")
_FOLDER = re.compile(r"cd\s+([\w./-]+)\s*&&\s*(.+)")


@dataclass(frozen=True)
class PytestCommand:
    """Command that runs pytest.

    Attributes:
        folder: Its working directory, from the repository's root.
        variables: Its environment variables.
        words: Its arguments.
    """

    folder: str = "."
    variables: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


def pytest_command(root: Path) -> PytestCommand:
    """Read the pytest command of a repository.

    The recipe of ``make test`` is used if exactly one plain line of it calls pytest. It is not run
    by make: its other steps, such as installing packages, are not for a copy.

    Args:
        root: The repository.
    """
    try:
        text = (root / "Makefile").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    found = _RECIPE.search(f"{text}\n".replace("\r\n", "\n").replace("\\\n", " "))
    lines = found[1].splitlines() if found else []
    commands = [command for command in map(_parsed, lines) if command is not None]
    fits = len(commands) == 1 and (root / commands[0].folder).is_dir()
    return commands[0] if fits else PytestCommand(_folder(root))


def _folder(root: Path) -> str:
    """Return the folder with pytest's settings and all tests, by default the root."""
    if has_settings(root, "."):
        return "."
    tests = [file for file in own_files(root) if _TEST.fullmatch(file.name)]
    common = [set(file.relative_to(root).parents) for file in tests]
    folders = sorted(set.intersection(*common), reverse=True) if common else []
    return next(
        (folder.as_posix() for folder in folders if has_settings(root, folder.as_posix())), "."
    )


def _parsed(line: str) -> PytestCommand | None:
    """Read a line that calls pytest; None for other lines, and those that need a shell."""
    line = line.strip().lstrip("@-+ ")
    folder = "."
    if (entered := _FOLDER.fullmatch(line)) is not None:
        folder, line = entered[1], entered[2]
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return None
    variables = []
    while words and _ASSIGNED.match(words[0]):
        name, _, value = words.pop(0).partition("=")
        variables.append((name, value))
    at = next((at for at, word in enumerate(words) if _PYTEST.search(word)), None)
    if at is None:
        return None
    own = words[at + 1 :]
    if any(map(_UNPLAIN.search, (*own, *(value for _, value in variables)))):
        return None
    return PytestCommand(folder, tuple(variables), tuple(own))
