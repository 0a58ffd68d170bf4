"""Modules of layers that are not on Python's search path."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..application.layer import Layer
from .prepared_folders import may_provide

if TYPE_CHECKING:
    from ..application.application import Application

_DEEPEST = 6
"""Maximum depth below a layer's content: ``python/lib/python3.12/site-packages`` is four."""


@dataclass(frozen=True)
class Misplaced:
    """A module that no import finds.

    Attributes:
        layer: The layer that has it.
        content: The folder or zip file with the layer's content.
        shown: Its path in messages.
        is_on_top: Whether it is directly in the content, from which a build would copy it.
        is_told: Whether E9201 reports it: E9206 does if all of a layer is misplaced.
    """

    layer: Layer
    content: Path
    shown: str
    is_on_top: bool
    is_told: bool


def misplaced(facts: Application, layer: Layer, name: str) -> Misplaced | None:
    """Return where a layer has a module that is not below ``/opt/python``; None if nowhere.

    https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths

    Args:
        facts: The application.
        layer: The layer; None is returned for layers of Makefiles and built ones.
        name: The module's top-level name.
    """
    content = layer.content
    if content is None:
        return None
    if layer.is_pip_built:
        doubled = content / "python"
        if not _is_module(doubled, name) or (doubled / "__init__.py").is_file():
            return None
        return Misplaced(layer, content, facts.shown(doubled / name), False, False)  # noqa: FBT003
    if layer.method or layer.built is not None:
        return None
    found = next(_in_zip(content, name) if content.is_file() else _in_folder(content, name), None)
    if found is None or may_provide(facts, content, name):
        return None
    shown = f"{facts.shown(content)}/{found}"
    return Misplaced(
        layer, content, shown, content.is_dir() and len(found.parts) == 1, is_told=True
    )


def _in_folder(content: Path, name: str) -> Iterator[PurePosixPath]:
    """Yield the paths of a module below a folder without a build, except in ``python/``."""
    for place, folders, _ in os.walk(content):
        here = Path(place)
        inside = here.relative_to(content)
        folders[:] = sorted(folder for folder in folders if not folder.startswith((".", "_")))
        if len(inside.parts) >= _DEEPEST or (here / "__init__.py").is_file():
            folders.clear()
            continue
        if inside.parts != ("python",) and _is_module(here, name):
            file = here / f"{name}.py"
            yield PurePosixPath((file if file.is_file() else here / name).relative_to(content))


def _is_module(folder: Path, name: str) -> bool:
    if (folder / f"{name}.py").is_file():
        return True
    inner = folder / name
    return inner.is_dir() and any(inner.glob("*.py"))


def _in_zip(content: Path, name: str) -> Iterator[PurePosixPath]:
    """Yield its paths in a zip file; nothing if the file also has it in its ``python/``."""
    try:
        with zipfile.ZipFile(content) as archive:
            paths = [PurePosixPath(name) for name in archive.namelist()]
    except (OSError, zipfile.BadZipFile):
        return
    files = [path for path in paths if path.suffix == ".py" and path.parts]
    wanted = (name, f"{name}.py")
    below = [
        file.parts[:at] for file in files for at, part in enumerate(file.parts) if part in wanted
    ]
    if not any(parts[:1] == ("python",) for parts in below):
        yield from (PurePosixPath(*parts, name) for parts in below if len(parts) < _DEEPEST)
