"""Packages in a folder, installed by pip or copied by hand, such as a built layer's."""

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
    """Packages in a folder.

    Attributes:
        distributions: The version of each distribution, by canonical name.
        import_names: The import names in the folder, dotted in namespaces.
        size: The size of all files in bytes.
    """

    distributions: dict[str, str]
    import_names: frozenset[str]
    size: int


def installed_in(folder: Path) -> Installed:
    """Return the packages in a folder; nothing if it does not exist.

    Distributions are read from metadata, and import names from files: some may have been removed
    to save space, and others added.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/

    Args:
        folder: A folder on Python's search path.
    """
    files = dict(_files(folder))
    return Installed(
        dict(_distribution(path) for path in sorted(_metadata_of(folder))),
        import_names_of(files),
        sum(files.values()),
    )


def recorded_names(folder: Path) -> frozenset[str]:
    """Return the import names in pip's records of a folder, without other files.

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
    """Return the import names of files.

    A folder without ``__init__.py`` is a namespace, and modules in it have dotted names:
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
    """Return the outermost regular package that contains a folder."""
    above = (parts[:at] for at in range(1, len(parts) + 1))
    return next((prefix for prefix in above if prefix in packages), None)


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
            except OSError:  # a dangling link
                continue
            yield PurePosixPath(path.relative_to(folder).as_posix()), size


def _metadata_of(folder: Path) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    yield from (entry for entry in entries if entry.suffix in _METADATA)


def _distribution(path: Path) -> tuple[str, str]:
    """Return name and version, from the metadata or else the folder's name."""
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
