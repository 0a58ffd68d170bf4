"""Files that are not deployed: tests, scripts and other development files."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...contents.build_excludes import LEFT_OUT, any_of

_FOLDERS = frozenset({"test", "tests", "testing", "scripts", "tools", "docs", "examples"})
_FILES = any_of(
    *("test_*.py", "*_test.py", "conftest.py", "setup.py", "noxfile.py", "*.pem", "*.key", ".*"),
)
_SCRIPT = re.compile(rb"^#!|^if\s+__name__\s*==\s*[\"']__main__[\"']", re.MULTILINE)


def is_outside(parts: Iterable[str]) -> bool:
    """Return whether a file is a development file, by the names in its path.

    Args:
        parts: The names of the folders below the code folder, and of the file.
    """
    *folders, name = parts
    return (
        not _FOLDERS.isdisjoint(folders)
        or any(LEFT_OUT.match(folder) for folder in folders)
        or bool(_FILES.match(name) or LEFT_OUT.match(name))
    )


def is_script(data: bytes) -> bool:
    """Return whether a module that nothing imports is a script."""
    return bool(_SCRIPT.search(data))
