"""Data files next to a module that names them in a string, and that other code opens.

A helper that receives ``"get_job"`` and opens ``schemas/get_job.json`` in its caller's folder may
be in a layer that cannot be read here. The folder and the name are sufficient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .module_cache import ModuleCache, SourceModule

_NO_DATA = frozenset({"docs", "events", "examples", "node_modules", "scripts", "test", "tests"})
"""Folders of files for users and developers."""

_MODULES = frozenset({".py", ".pyc", ".so"})

_WORD = re.compile(rb"""(["'])([\w.-]{3,})\1""")


def named_data(source: SourceModule, sources: ModuleCache) -> Iterator[tuple[Path, int]]:
    """Yield files in data folders next to a module that the module names, with the line.

    A name counts with its suffix or without.

    Args:
        source: The module.
        sources: The cache of folders.
    """
    files = _neighbours(source.file.parent, sources)
    if not files:
        return
    for found in _WORD.finditer(source.text):
        for file in files.get(found[2].decode(), ()):
            yield file, source.text.count(b"\n", 0, found.start()) + 1


def data_folders(folder: Path) -> list[str]:
    """Return the names of subfolders that have data files, and no modules."""
    return [name for name, _ in _data_in(folder, ModuleCache())]


def _data_in(folder: Path, sources: ModuleCache) -> Iterator[tuple[str, list[Path]]]:
    for name in sorted(sources.entries(folder)):
        if name in _NO_DATA or name.startswith((".", "_")):
            continue
        files = [folder / name / entry for entry in sorted(sources.entries(folder / name))]
        if files and not any(file.suffix in _MODULES or file.is_dir() for file in files):
            yield name, files


def _neighbours(folder: Path, sources: ModuleCache) -> dict[str, list[Path]]:
    """Return the files in data folders of a folder, by name with and without the suffix."""

    def make() -> dict[str, list[Path]]:
        known: dict[str, list[Path]] = {}
        for _, files in _data_in(folder, sources):
            for file in files:
                for word in {file.name, file.stem}:
                    known.setdefault(word, []).append(file)
        return known

    return sources.kept((named_data, folder), make)
