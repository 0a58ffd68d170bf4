"""Sizes of artifacts and layers, before and after a migration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..aws.limits import UNZIPPED_BYTES
from ..contents.size import MOST, bytes_of, files_of, in_units, is_copied

_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Size:
    """Size of code, without the packages that a build installs.

    Attributes:
        files: Number of files.
        bytes: Their bytes, unzipped.
    """

    files: int
    bytes: int

    def __add__(self, other: Size) -> Size:
        """Add another size."""
        return Size(self.files + other.files, self.bytes + other.bytes)

    def __str__(self) -> str:
        """Format it as in ``208 files, 1.2 MB``."""
        return f"{self.files} {'file' if self.files == 1 else 'files'}, {in_units(self.bytes)}"


NOTHING = Size(0, 0)


def size_of_folder(folder: Path) -> Size:
    """Measure the files that a Python build copies from a folder; none if it does not exist.

    Args:
        folder: The CodeUri of a function, or the ContentUri of a layer with a Python BuildMethod.
    """
    return _size(files_of(folder, copied=True))


def size_of_planned(files: Mapping[str, Path]) -> Size:
    """Measure the files that a Python build would copy into a planned artifact.

    Args:
        files: The present files, by their paths in the artifact, with slashes.
    """
    return _size(
        file for path, file in files.items() if all(map(is_copied, PurePosixPath(path).parts))
    )


def limit_problem(function: Size, layers: Iterable[Size]) -> str:
    """Return why Lambda may reject a function with its layers; empty if it fits.

    Args:
        function: The function's own code.
        layers: All its layers.

    Returns:
        A phrase on Lambda's limit, also if it is nearly reached, as installed packages are not
        counted.
    """
    size = sum(layers, function).bytes
    if size <= _NEAR * UNZIPPED_BYTES:
        return ""
    where = "above" if size > UNZIPPED_BYTES else "near"
    return f"{in_units(size)} without installed packages, {where} the {MOST} that Lambda accepts"


def _size(files: Iterable[Path]) -> Size:
    sizes = [bytes_of(file) for file in files]
    return Size(len(sizes), sum(sizes))
