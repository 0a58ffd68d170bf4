"""What lies in a folder that pip installed into: a built layer's ``python``, or one by hand."""

from __future__ import annotations

import csv
import keyword
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name

_BINARIES = (".so", ".pyd")
_SOURCES = (".py", ".pyc", *_BINARIES)
_NOT_IMPORTED = ("__pycache__", "bin")
_METADATA = (".dist-info", ".egg-info")


@dataclass(frozen=True)
class Installed:
    """The packages in a folder.

    Attributes:
        distributions: The version of each distribution, by canonical name.
        import_names: What can be imported from the folder, dotted below namespaces.
        size: Bytes of all files.
    """

    distributions: dict[str, str]
    import_names: frozenset[str]
    size: int


def installed_in(folder: Path) -> Installed:
    """Return what lies in a folder; nothing where there is none.

    A distribution counts by its metadata, an import name by what is there: files may have
    been taken away to save space, and others laid beside them.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/

    Args:
        folder: One that is on Python's search path.
    """
    files = dict(_files(folder))
    return Installed(
        dict(_distribution(path) for path in sorted(_metadata_of(folder))),
        import_names_of(files),
        sum(files.values()),
    )


def recorded_names(folder: Path) -> frozenset[str]:
    """What the records of pip say that can be imported from a folder; not what else is there.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file
    """
    return import_names_of(
        PurePosixPath(row[0])
        for record in (path / "RECORD" for path in _metadata_of(folder))
        if record.is_file()
        for row in csv.reader(record.read_text("utf-8", "replace").splitlines())
        if row
    )


def import_names_of(files: Iterable[PurePosixPath]) -> frozenset[str]:
    """Return what can be imported where some files lie.

    A folder without ``__init__.py`` is a namespace, and what is below has dotted names:
    ``google.cloud.storage``.

    Args:
        files: Paths from a folder on Python's search path.
    """
    modules: set[tuple[str, ...]] = set()
    packages: set[tuple[str, ...]] = set()
    for path in files:
        if path.suffix not in _SOURCES or not _is_importable(path.parts[:-1]):
            continue
        name = path.name.partition(".")[0]
        if name == "__init__":
            packages.add(path.parts[:-1])
        elif _is_name(name):
            modules.add((*path.parts[:-1], name))
    loose = {module for module in modules if _outermost(module[:-1], packages) is None}
    tops = {_outermost(package, packages) for package in packages if package}
    return frozenset(".".join(parts) for parts in loose | tops if parts)


def _outermost(parts: tuple[str, ...], packages: set[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the outermost regular package that a package or a module's folder is in."""
    above = (parts[:at] for at in range(1, len(parts) + 1))
    return next((one for one in above if one in packages), None)


def _is_importable(folders: tuple[str, ...]) -> bool:
    return all(_is_name(name) and name not in _NOT_IMPORTED for name in folders)


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def _files(folder: Path) -> Iterator[tuple[PurePosixPath, int]]:
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root, name)
            try:
                size = path.stat().st_size
            except OSError:  # a link to nowhere
                continue
            yield PurePosixPath(path.relative_to(folder).as_posix()), size


def _metadata_of(folder: Path) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    yield from (entry for entry in entries if entry.suffix in _METADATA)


def _distribution(path: Path) -> tuple[str, str]:
    """Name and version: from the metadata, else from the folder's name."""
    headers = {"Name": "", "Version": ""}
    for file in (path / "METADATA", path / "PKG-INFO", path):
        try:
            parsed = HeaderParser().parsestr(file.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue
        headers = {key: str(parsed.get(key) or "") for key in headers}
        break
    name, _, rest = path.stem.partition("-")
    version = headers["Version"] or rest.partition("-")[0]
    return canonicalize_name(headers["Name"] or name), version
