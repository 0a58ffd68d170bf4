"""Python environments of a project and their packages, found without running its code."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_NAMES = (".venv", "venv", "env")
_MARK = "pyvenv.cfg"
_SITES = ("lib/python3*/site-packages", "lib64/python3*/site-packages", "Lib/site-packages")
_ASK = (
    "import sys, sysconfig as s; print(sys.executable); "
    "print(s.get_path('purelib')); print(s.get_path('platlib'))"
)
_SECONDS = 30
_MAPPING = re.compile(r"^MAPPING\b[^=]*= (\{.*\})\s*$", re.MULTILINE)
"""Mapping in setuptools' finder of an editable install (setuptools 64 to 80)."""


@dataclass(frozen=True)
class ProjectPython:
    """Python environment.

    Attributes:
        executable: Its interpreter.
        packages: The folders of its packages.
    """

    executable: Path
    packages: tuple[Path, ...]

    def has(self, name: str) -> bool:
        """Return whether a package is installed."""
        return any((folder / name / "__init__.py").is_file() for folder in self.packages)

    def editable(self) -> Iterator[Path]:
        """Yield the folders of its editable installs."""
        for folder in self.packages:
            for file in sorted(folder.glob("*.pth")):
                lines = _text(file).splitlines()
                yield from (Path(line) for line in lines if line and Path(line).is_absolute())
            for file in sorted(folder.glob("__editable__*.py")):
                found = _MAPPING.search(_text(file))
                yield from (
                    Path(literal).parent for literal in _literals(found[1] if found else "")
                )


def project_pythons(
    repository: Path, folders: Iterable[Path], caller: Mapping[str, str]
) -> tuple[ProjectPython, ...]:
    """Find the Python environments of a project, the likeliest first.

    They are the active virtual environment, those in the repository, the one on PATH, and the
    running one. None of the project's code runs.

    Args:
        repository: The repository itself, not a copy.
        folders: Folders in it that may also have an environment: those of templates.
        caller: The environment of the command.
    """
    active = caller.get("VIRTUAL_ENV", "")
    places = [Path(active)] if active else []
    inside = dict.fromkeys((repository, *folders))
    places += [folder / name for folder in inside for name in _NAMES]
    found = [_environment(place) for place in places]
    path = caller.get("PATH", os.defpath)
    on_path = shutil.which("python3", path=path) or shutil.which("python", path=path)
    found += [_asked(Path(each), repository) for each in (on_path, sys.executable) if each]
    return tuple({each.executable: each for each in found if each is not None}.values())


def _environment(folder: Path) -> ProjectPython | None:
    """Read a virtual environment; None if a folder is not one."""
    if not (folder / _MARK).is_file():
        return None
    names = ("bin/python", "bin/python3", "Scripts/python.exe")
    executable = next((folder / name for name in names if (folder / name).exists()), None)
    sites = [path for pattern in _SITES for path in sorted(folder.glob(pattern))]
    unique = {os.path.realpath(path): path for path in reversed(sites)}
    return None if executable is None else ProjectPython(executable, tuple(unique.values()))


def _asked(executable: Path, repository: Path) -> ProjectPython | None:
    """Read the environment of an interpreter, or ask it for its package folders.

    A shim of pyenv runs the version that the repository names.
    """
    environment = _environment(executable.parents[1])
    if environment is not None:
        return environment
    try:
        run = subprocess.run(  # noqa: S603 - our own words
            [executable, "-I", "-S", "-c", _ASK],
            cwd=repository,
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    real, *folders = dict.fromkeys(Path(line) for line in run.stdout.split("\n") if line)
    return ProjectPython(real, tuple(folder for folder in folders if folder.is_dir()))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _literals(text: str) -> list[str]:
    """Return the string values of a dictionary literal."""
    try:
        found = ast.literal_eval(text) if text else {}
    except (SyntaxError, ValueError):
        return []
    return [value for value in found.values() if isinstance(value, str)]
