"""Entries that modules add to the search path, if they are on disk."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..source.folder_values import TASK
from ..source.path_changes import PathChanges, may_change_path, path_changes
from .module_cache import ModuleCache, SourceModule
from .path_entries import Mount, PathEntry

_LAYERS = "/opt"

_FILLED_LATER = ("/tmp", "/mnt")  # noqa: S108 - Lambda's, not ours
"""Folders that a function writes itself, and mount points of file systems:
https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
"""


def added_places(
    loaded: Iterable[SourceModule],
    mounts: Sequence[Mount],
    python: tuple[int, int],
    sources: ModuleCache,
) -> tuple[list[PathEntry], list[PathEntry]] | None:
    """Return the entries that modules add before and after the search path.

    A folder that is already on the path, or does not exist in Lambda, adds nothing.

    Args:
        loaded: The modules.
        mounts: The paths of folders in Lambda.
        python: The version of Python: ``(3, 12)``.
        sources: The cache of modules.

    Returns:
        None if it is unknown what they add.
    """
    first: list[PathEntry] = []
    last: list[PathEntry] = []
    for source in loaded:
        if not _may_add(source, sources):
            continue
        changes = _changes(source, _in_lambda(source.file, mounts), python, sources)
        if not changes.is_all:
            return None
        for folders, places in ((changes.first, first), (changes.last, last)):
            for folder in folders:
                found = _added(posixpath.normpath(posixpath.join(TASK, folder)), mounts, sources)
                if found is None:
                    return None
                places += [entry for entry in found if entry not in places]
    return first, last


def _may_add(source: SourceModule, sources: ModuleCache) -> bool:
    return sources.kept((may_change_path, source.file), lambda: may_change_path(source.text))


def _changes(
    source: SourceModule, file: str, python: tuple[int, int], sources: ModuleCache
) -> PathChanges:
    return sources.kept(
        (path_changes, source.file, file, python),
        lambda: path_changes(source.text, source.tree, file, python),
    )


def _in_lambda(file: Path, mounts: Iterable[Mount]) -> str:
    """Return the path of a module in Lambda; empty if unknown."""
    for mount in mounts:
        for folder in mount.folders:
            if folder in file.parents:
                return posixpath.join(mount.at, file.relative_to(folder).as_posix())
    return ""


def _added(path: str, mounts: Sequence[Mount], sources: ModuleCache) -> list[PathEntry] | None:
    """Return the entries for a folder in Lambda; None if its content is unknown."""
    if not mounts or f"{path}/".startswith(tuple(f"{folder}/" for folder in _FILLED_LATER)):
        return None
    above = [mount for mount in mounts if f"{path}/".startswith(f"{mount.at}/")]
    if not above:
        prefix = f"{path.rstrip('/')}/"
        below = (mount.at.removeprefix(prefix) for mount in mounts if mount.at.startswith(prefix))
        names = frozenset(name.partition("/")[0] for name in below)
        return [PathEntry(names=names)] if names else []
    if any(mount.at == path != _LAYERS for mount in above):
        return []
    if not all(mount.is_known for mount in above):
        return None
    inside = [
        folder / posixpath.relpath(path, mount.at) for mount in above for folder in mount.folders
    ]
    found = tuple(folder for folder in inside if _has_modules(folder, sources))
    names = frozenset({"python"} if path == _LAYERS else ())
    return [PathEntry(found, names)] if found or names or not inside else None


def _has_modules(folder: Path, sources: ModuleCache) -> bool:
    """Return whether a folder has modules; a script may fill an empty one."""
    for name in sources.entries(folder):
        inner = folder / name
        if name.endswith((".py", ".so")):
            return True
        if (
            inner.is_dir()
            and name.isidentifier()
            and any(
                file.endswith((".py", ".so")) for _, _, files in os.walk(inner) for file in files
            )
        ):
            return True
    return False
