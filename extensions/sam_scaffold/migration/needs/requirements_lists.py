"""Requirements files that `sam build` installs, which a function keeps when it moves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from ...application.layer import REQUIREMENTS
from ...contents.manifest import manifest_of_function
from ...contents.prepared_folders import is_list_written
from .candidates import Candidate

_OTHER_LIST = re.compile(r"^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)", re.MULTILINE)
_LOCK = "uv.lock"


def lists_of(candidate: Candidate) -> list[str]:
    """Find the requirements files of a function that are in its code folder.

    The new folder needs them, too, so that the same packages are installed.

    Returns:
        Paths from the repository's root: the file, and those that it includes.
    """
    file = manifest_of_function(candidate.facts, candidate.function).file
    folder = candidate.root / candidate.code
    if file is None or not file.is_file() or file.parent.resolve() != folder.resolve():
        return []
    found = list(dict.fromkeys(_with_others(folder, file.name, frozenset())))
    if candidate.function.is_uv_built and (folder / _LOCK).is_file():
        found.append(_LOCK)
    return [posixpath.normpath(posixpath.join(candidate.code, path)) for path in found]


def list_to_come(candidate: Candidate) -> str:
    """Find the requirements file that a script writes into a code folder before the build.

    Returns:
        Its path from the repository's root; empty if it exists, or no script writes it.
    """
    file = manifest_of_function(candidate.facts, candidate.function).file
    folder = candidate.root / candidate.code
    if file is None or file.name != REQUIREMENTS or file.parent.resolve() != folder.resolve():
        return ""
    path = posixpath.normpath(posixpath.join(candidate.code, REQUIREMENTS))
    return path if is_list_written(candidate.facts, folder) else ""


def _with_others(folder: Path, name: str, seen: frozenset[str]) -> Iterator[str]:
    """Yield a file and those that it includes, relative to its own folder as in pip."""
    if name in seen or not (folder / name).is_file():
        return
    yield name
    text = (folder / name).read_text(encoding="utf-8", errors="replace")
    for found in _OTHER_LIST.finditer(text) if name.endswith(".txt") else ():
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))
        yield from _with_others(folder, path, seen | {name})
