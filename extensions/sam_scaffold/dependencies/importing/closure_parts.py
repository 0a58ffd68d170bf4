"""What a handler's import closure consists of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Needed:
    """A module on disk that the handler needs.

    Attributes:
        name: Its name in Lambda, with dots.
        file: Where it lies.
        is_package: Whether it is the ``__init__.py`` of a package.
    """

    name: str
    file: Path
    is_package: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A use of one module by another.

    Attributes:
        importer: The module that imports.
        line: The line, from 1.
        imported: The module that is imported.
        names: A name that is taken from it, which it binds itself; empty for the module alone.
        lazy: Whether that happens in a function.
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
    """A place where the text does not tell what is needed.

    Attributes:
        file: The module.
        line: The line, from 1.
        text: The expression.
        why: Why that is so.
        scans: Whether the module imports what it finds in folders when the function starts.
    """

    file: Path
    line: int
    text: str
    why: str
    scans: bool = False


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file or folder that a module reads.

    Attributes:
        path: Where it lies.
        reader: The module.
        line: The line, from 1.
        from_cwd: Whether the module names it from ``/var/task`` on, rather than from itself or a
            package.
    """

    path: Path
    reader: Path
    line: int
    from_cwd: bool


@dataclass(frozen=True, slots=True)
class Unparsable:
    """A module that the Python that runs here cannot parse, so that it hides what it imports.

    Attributes:
        file: The module.
        line: The line, from 1.
        message: What is wrong with it.
    """

    file: Path
    line: int
    message: str
