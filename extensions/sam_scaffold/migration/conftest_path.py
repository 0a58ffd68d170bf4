"""The folders that ``conftest.py`` files put on the search path of tests.

They are reported, as what a house wrote there is not for a command to edit.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..dependencies.path_changes import path_changes


@dataclass(frozen=True, slots=True)
class ConftestPath:
    """The search path of the tests below a ``conftest.py``.

    Attributes:
        path: The file, from the repository's root.
        folders: The folders that it adds, and the one that pytest adds for it: the first one
            upwards without an ``__init__.py``. From the repository's root; ``.`` for itself.
        is_all: Whether that is all: False where a folder is not plain to see.
    """

    path: str
    folders: tuple[str, ...]
    is_all: bool


def conftest_paths(
    root: Path, files: Iterable[str], python: tuple[int, int]
) -> tuple[ConftestPath, ...]:
    """Read which folders ``conftest.py`` files put on the search path.

    https://docs.pytest.org/en/stable/explanation/pythonpath.html, with ``--import-mode=prepend``,
    the default.

    Args:
        root: The repository.
        files: The files, from the repository's root; others than ``conftest.py`` are skipped.
        python: The Python that runs the tests: ``(3, 12)``.
    """
    return tuple(
        _read(root, file, python) for file in files if posixpath.basename(file) == "conftest.py"
    )


def _read(root: Path, file: str, python: tuple[int, int]) -> ConftestPath:
    own = posixpath.dirname(file)
    while own and (root / own / "__init__.py").is_file():
        own = posixpath.dirname(own)
    text = (root / file).read_bytes()
    try:
        changes = path_changes(text, ast.parse(text), f"/{file}", python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ConftestPath(file, (own or ".",), is_all=False)
    added = [posixpath.normpath(one).lstrip("/") or "." for one in (*changes.first, *changes.last)]
    return ConftestPath(file, tuple(dict.fromkeys([own or ".", *added])), changes.is_all)
