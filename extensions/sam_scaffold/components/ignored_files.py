"""Files of a component that git would ignore, so that they would never be committed."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..record_files import SNIPPET_FILE
from ..transaction.git import UNTRUSTED, git
from ..transaction.paths import git_root

_FIELDS = 4
"""Fields that `git check-ignore --verbose -z` prints for a path: file, line, pattern, path."""


@dataclass(frozen=True)
class Ignored:
    """A file that git ignores.

    Attributes:
        path: The file.
        place: File and line of the pattern: ``".gitignore:3"``.
        pattern: The pattern that matches: ``"lib/"``.
    """

    path: str
    place: str
    pattern: str


def ignored(root: Path, facts: Mapping[str, Any]) -> list[Ignored]:
    """Find the files of a component that git would ignore.

    Args:
        root: The repository's root.
        facts: The facts derived from the component's answers.

    Returns:
        One file of each folder that is ignored; none outside a git repository.
    """
    paths = paths_of(facts)
    if git_root(root) is None:
        return []
    data = "\0".join(paths).encode()
    command = ("check-ignore", "--verbose", "-z", "--stdin")
    try:
        output = git(str(root), *UNTRUSTED, *command, data=data)
    except (OSError, subprocess.CalledProcessError):  # exit code 1 if no path is ignored
        return []
    fields = output.split("\0")
    entries = zip(*(fields[start::_FIELDS] for start in range(_FIELDS)), strict=False)
    return [
        Ignored(path, f"{file}:{line}", pattern)
        for file, line, pattern, path in entries
        if not pattern.startswith("!")
    ]


def paths_of(facts: Mapping[str, Any]) -> list[str]:
    """Return one file in each folder of a component, and its answers file.

    Args:
        facts: The facts derived from the component's answers.
    """
    content = facts.get("manifest") or f"{facts.get('package') or facts['snake']}/__init__.py"
    places = (
        (facts.get("meta_dir"), SNIPPET_FILE),
        (facts.get("tests_dir"), f"test_{facts['snake']}.py"),
        (facts.get("code_dir"), facts.get("handler_path")),
        (facts.get("content_dir"), content),
    )
    found = [str(PurePosixPath(folder, name)) for folder, name in places if folder and name]
    return [str(facts["answers_file"]), *found]
