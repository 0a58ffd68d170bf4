"""Parts of a handler's import closure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Needed:
    """Module on disk that the handler needs.

    Attributes:
        name: Its name in Lambda, with dots.
        file: Its path.
        is_package: Whether it is the ``__init__.py`` of a package.
    """

    name: str
    file: Path
    is_package: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """Use of a module by another.

    Attributes:
        importer: The module that imports.
        line: The line, from 1.
        imported: The module that is imported.
        names: A name that is imported from it, and bound in it; empty for only the module.
        lazy: Whether it is in a function.
        optional: Whether it may fail, or may never run.
    """

    importer: Path
    line: int
    imported: Path
    names: str = ""
    lazy: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """Use that cannot be determined statically.

    Attributes:
        file: The module.
        line: The line, from 1.
        text: The expression.
        why: The reason.
        scans: Whether the module imports all modules of a folder when the function starts.
    """

    file: Path
    line: int
    text: str
    why: str
    scans: bool = False


@dataclass(frozen=True, slots=True)
class DataFile:
    """File or folder that a module reads.

    Attributes:
        path: Its path.
        reader: The module.
        line: The line, from 1.
        from_cwd: Whether it is relative to ``/var/task``, rather than to the module or a
            package.
    """

    path: Path
    reader: Path
    line: int
    from_cwd: bool


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Module that the running Python cannot parse, so that its imports are unknown.

    Attributes:
        file: The module.
        line: The line, from 1.
        message: The syntax error.
    """

    file: Path
    line: int
    message: str
