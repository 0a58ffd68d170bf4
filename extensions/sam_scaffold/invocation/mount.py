"""Folders of a function at run time: its code, and its merged layers."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from ..errors import ScaffoldError
from .artifact import Artifact

_INLINE_FILE = "index.py"
"""File in which Lambda stores inline code."""


def mount_code(artifact: Artifact, scratch: Path) -> Path:
    """Return the folder of a function's code, ``/var/task`` in Lambda.

    Args:
        artifact: The function.
        scratch: A folder for code that is not in a folder yet.

    Raises:
        ScaffoldError: The code is a file, but not a zip file.
    """
    if not artifact.inline:
        return _folder(artifact.code, scratch / "code")
    task = scratch / "task"
    task.mkdir()
    (task / _INLINE_FILE).write_text(artifact.inline, encoding="utf-8")
    return task


def mount_layers(artifact: Artifact, scratch: Path) -> Path:
    """Return a folder with all layers, ``/opt`` in Lambda; later layers take precedence.

    https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html

    Args:
        artifact: The function.
        scratch: The parent of the new folder.

    Raises:
        ScaffoldError: A layer is a file, but not a zip file.
    """
    folders = [
        _folder(layer, scratch / f"layer{number}") for number, layer in enumerate(artifact.layers)
    ]
    opt = scratch / "opt"
    _merge(folders, opt)
    return opt


def _merge(folders: Sequence[Path], target: Path) -> None:
    """Link the content of some folders into one; folders of the same name are merged."""
    target.mkdir()
    names = {path.name for folder in folders for path in folder.iterdir()}
    for name in sorted(names):
        places = [path for folder in folders if (path := folder / name).exists()]
        on_top = _folders_on_top(places)
        if len(on_top) > 1:
            _merge(on_top, target / name)
        else:
            (target / name).symlink_to(places[-1])


def _folders_on_top(places: Sequence[Path]) -> list[Path]:
    """Return the folders above the last file of a name, in order."""
    files = [index for index, path in enumerate(places) if not path.is_dir()]
    return list(places[files[-1] + 1 :] if files else places)


def _folder(path: Path, target: Path) -> Path:
    """Return a folder, or that of an unpacked zip file."""
    if path.is_dir():
        return path
    try:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(target)
    except (OSError, zipfile.BadZipFile):
        raise ScaffoldError(
            f"{path} is neither a folder nor a zip file. Use one of them."
        ) from None
    return target
