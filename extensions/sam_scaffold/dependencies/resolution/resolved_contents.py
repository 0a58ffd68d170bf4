"""Packages from a resolver, installed into a folder or as wheels."""

from __future__ import annotations

import importlib.metadata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name

_NOT_SHIPPED = ("..", "bin", "scripts", "headers")
"""First parts of paths that `sam build` does not install with the code."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Package.

    Attributes:
        name: Its canonical name.
        version: Its version.
        requires: Its requirements.
        files: The sizes of its files in bytes, by path from a folder of ``sys.path``.
    """

    name: str
    version: str
    requires: tuple[str, ...]
    files: Mapping[PurePosixPath, int]

    @property
    def size(self) -> int:
        """Return the size of all files in bytes."""
        return sum(self.files.values())


def in_folder(folder: Path) -> list[Distribution]:
    """Return the packages of a folder, with the files in their records."""
    found = importlib.metadata.distributions(path=[str(folder)])
    return [_installed(distribution, folder) for distribution in found]


def _installed(found: importlib.metadata.Distribution, folder: Path) -> Distribution:
    paths = [PurePosixPath(path) for path in found.files or ()]
    sizes = {path: (folder / path).stat().st_size for path in paths if (folder / path).is_file()}
    return Distribution(
        canonicalize_name(found.metadata["Name"]),
        found.version,
        tuple(found.requires or ()),
        _shipped(sizes),
    )


def in_wheels(folder: Path) -> list[Distribution]:
    """Return the packages of the wheels in a folder."""
    return [_in_wheel(path) for path in sorted(folder.glob("*.whl"))]


def _in_wheel(path: Path) -> Distribution:
    with zipfile.ZipFile(path) as wheel:
        sizes = {
            _unpacked(PurePosixPath(member.filename)): member.file_size
            for member in wheel.infolist()
            if not member.is_dir()
        }
        (name,) = (entry for entry in wheel.namelist() if _is_metadata(PurePosixPath(entry)))
        metadata: Message = HeaderParser().parsestr(wheel.read(name).decode("utf-8", "replace"))
    return Distribution(
        canonicalize_name(str(metadata["Name"])),
        str(metadata["Version"]),
        tuple(map(str, metadata.get_all("Requires-Dist", []))),
        _shipped(sizes),
    )


def _is_metadata(path: PurePosixPath) -> bool:
    return len(path.parts) == 2 and path.name == "METADATA" and path.parent.suffix == ".dist-info"  # noqa: PLR2004 - a folder and a name


def _unpacked(path: PurePosixPath) -> PurePosixPath:
    """Return the installed path of a file in a wheel: ``y.py`` for ``x.data/purelib/y.py``.

    https://packaging.python.org/en/latest/specifications/binary-distribution-format/
    """
    folder, *below = path.parts
    if not folder.endswith(".data") or not below:
        return path
    kind, *rest = below
    return PurePosixPath(*rest) if kind in ("purelib", "platlib") else PurePosixPath(*below)


def _shipped(sizes: Mapping[PurePosixPath, int]) -> dict[PurePosixPath, int]:
    return {
        path: size
        for path, size in sizes.items()
        if path.parts[0] not in _NOT_SHIPPED and "__pycache__" not in path.parts
    }
