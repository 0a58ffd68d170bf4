"""Modules that are in a layer, where Python does not look."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..application.layer import Layer
from .prepared_folders import may_bring

if TYPE_CHECKING:
    from ..application.application import Application

_DEEPEST = 6
"""Folders below a layer's content: ``python/lib/python3.12/site-packages`` has four."""


@dataclass(frozen=True)
class Misplaced:
    """A module that no import finds.

    Attributes:
        layer: The layer that has it.
        content: The folder or zip file with the layer's content.
        shown: Where it lies, as messages call it.
        is_on_top: Whether it lies in the content itself, where a build would take it from.
        is_told: Whether it is E9201's to tell: not where all of a layer is misplaced (E9206).
    """

    layer: Layer
    content: Path
    shown: str
    is_on_top: bool
    is_told: bool


def misplaced(facts: Application, layer: Layer, name: str) -> Misplaced | None:
    """Where a layer has a module that it does not put below ``/opt/python``; None if it has not.

    https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths

    Args:
        facts: What is known of the template.
        layer: The layer; of a Makefile's and a built one nothing is said.
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
    if found is None or may_bring(facts, content, name):
        return None
    shown = f"{facts.shown(content)}/{found}"
    return Misplaced(
        layer, content, shown, content.is_dir() and len(found.parts) == 1, is_told=True
    )


def _in_folder(content: Path, name: str) -> Iterator[PurePosixPath]:
    """Yield where a module is below a folder that is taken as it is, but for ``python/`` itself."""
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
    """Yield the same of a zip file; nothing of one that has it in its ``python/``, too."""
    try:
        with zipfile.ZipFile(content) as archive:
            paths = [PurePosixPath(one) for one in archive.namelist()]
    except (OSError, zipfile.BadZipFile):
        return
    files = [path for path in paths if path.suffix == ".py" and path.parts]
    wanted = (name, f"{name}.py")
    below = [
        file.parts[:at] for file in files for at, part in enumerate(file.parts) if part in wanted
    ]
    if not any(parts[:1] == ("python",) for parts in below):
        yield from (PurePosixPath(*parts, name) for parts in below if len(parts) < _DEEPEST)
