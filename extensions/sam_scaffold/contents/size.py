"""Files and size of code as Lambda counts it, and its limit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..aws.limits import KIBIBYTE, MEBIBYTE, UNZIPPED_BYTES
from .build_excludes import LEFT_OUT

MOST = f"{UNZIPPED_BYTES // MEBIBYTE} MB"
"""The size that Lambda accepts, in words."""


def files_of(folder: Path, *, copied: bool) -> Iterator[Path]:
    """List the files below a folder, including those below linked folders.

    `sam build` follows links when it copies (measured), and SAM when it zips code without a
    build (read, SAM CLI 1.170). A link to a folder that contains it is not followed.

    Args:
        folder: The folder.
        copied: Whether a Python build copies it, which excludes some names.
    """
    above: dict[str, tuple[str, ...]] = {str(folder): ()}
    for place, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        chain = above.pop(place)
        if real in chain:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not copied or is_copied(name)]
        above |= {os.path.join(place, name): (*chain, real) for name in folders}  # noqa: PTH118
        yield from (Path(place, name) for name in files if not copied or is_copied(name))


def is_copied(name: str) -> bool:
    """Return whether a Python build copies a file or folder with a name."""
    return not LEFT_OUT.match(name)


def bytes_of(file: Path) -> int:
    """Return the size of a file; for a link, that of its target."""
    try:
        return file.stat().st_size
    except OSError:  # a broken link
        return 0


def megabytes(size: int) -> str:
    """Return bytes in megabytes, as Lambda counts them: ``62.3 MB``."""
    return f"{size / MEBIBYTE:.1f} MB"


def whole_megabytes(size: int) -> str:
    """Return bytes in whole megabytes, without the unit."""
    return f"{size / MEBIBYTE:.0f}"


def in_units(size: int) -> str:
    """Return bytes in a suitable unit: ``1.2 MB``, ``48 kB``, ``312 bytes``."""
    if size < KIBIBYTE:
        return "1 byte" if size == 1 else f"{size} bytes"
    if round(size / KIBIBYTE) < KIBIBYTE:
        return f"{size / KIBIBYTE:.0f} kB"
    return megabytes(size)
