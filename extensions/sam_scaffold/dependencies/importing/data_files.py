"""Files and folders that a function's modules read."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..source.data_uses import ABOVE, PACKAGE, DataUse, data_uses_of, is_in_task, may_use_data
from ..source.folder_values import TASK
from .closure_parts import DataFile, Unfollowed
from .importer import ImportedModule, Importer
from .module_cache import SourceModule
from .named_data import named_data
from .path_entries import FoundModule, Mount, find

_UNKNOWN = "which file in that folder is read is only known at run time"
_OUTSIDE = "it leads out of the artifact, where nothing existed before either"


@dataclass
class DataFiles:
    """Search for data files of modules.

    Attributes:
        importer: The import system, with all modules loaded.
        mounts: The paths of folders in Lambda.
        data: The data files, by path, reader, and whether it is relative to the working
            directory.
        unfollowed: The uses that cannot be determined.
    """

    importer: Importer
    mounts: Sequence[Mount]
    data: dict[tuple[Path, Path, bool], DataFile] = field(default_factory=dict)
    unfollowed: dict[tuple[Path, int, str], Unfollowed] = field(default_factory=dict)

    def read(self, module: ImportedModule) -> None:
        """Record the data files of a module."""
        source = module.source
        if source is None:
            return
        if self._may_read(source):
            root = self._root(source.file)
            for use in self._uses(module, source, root):
                self._note(source, use, root)
        for path, line in named_data(source, self.importer.sources):
            if (path, source.file, True) not in self.data:
                known = DataFile(path, source.file, line, from_cwd=False)
                self.data.setdefault((path, source.file, False), known)

    def _may_read(self, source: SourceModule) -> bool:
        kept = self.importer.sources.kept
        return kept((may_use_data, source.file), lambda: may_use_data(source.text))

    def _uses(
        self, module: ImportedModule, source: SourceModule, root: Path
    ) -> tuple[DataUse, ...]:
        sources, python = self.importer.sources, self.importer.python
        file = source.file.relative_to(root).as_posix()
        names = (module.name, module.package)

        def uses() -> tuple[DataUse, ...]:
            pieces = sources.pieces(source, python)
            return data_uses_of(source.text, source.tree, pieces, file, names)

        return sources.kept((data_uses_of, source.file, python, file, names), uses)

    def _root(self, file: Path) -> Path:
        """Return the root of a module's artifact or layer."""
        mounted = [folder for mount in self.mounts for folder in mount.folders]
        every = mounted or [folder for place in self.importer.places for folder in place.folders]
        above = [folder for folder in every if folder in file.parents]
        return min(above, key=lambda folder: len(folder.parts), default=file.parent)

    def _task(self) -> list[Path]:
        """Return the folders that are ``/var/task`` in Lambda."""
        mounted = [folder for mount in self.mounts if mount.at == TASK for folder in mount.folders]
        first = self.importer.places[0].folders if self.importer.places else ()
        return mounted or list(first)

    def _note(self, source: SourceModule, use: DataUse, root: Path) -> None:
        if use.path.startswith(ABOVE):
            self._take(source, use, root, use.path.removeprefix(ABOVE), from_cwd=False)
        elif use.path.startswith("/:above"):
            if posixpath.basename(use.path) != ":above":
                self._leave(source, use, _OUTSIDE)
        elif use.path.startswith(f"{PACKAGE}/"):
            name, _, inside = use.path.removeprefix(f"{PACKAGE}/").partition("/")
            for folder in self._folders(name):
                self._take(source, use, folder, inside, from_cwd=False)
        elif is_in_task(use.path):
            inside = posixpath.relpath(posixpath.join(TASK, use.path), TASK)
            for folder in self._task():
                if inside.split("/")[0] in self.importer.sources.entries(folder):
                    self._take(source, use, folder, inside, from_cwd=True)

    def _take(
        self, source: SourceModule, use: DataUse, base: Path, inside: str, *, from_cwd: bool
    ) -> None:
        path = base.joinpath(*filter(None, inside.split("/")))
        if path == source.file:
            return
        if path.is_file():
            if not (from_cwd and path.suffix == ".py"):
                known = DataFile(path, source.file, use.line, from_cwd)
                self.data.setdefault((path, source.file, from_cwd), known)
        elif use.may_be_folder and path.is_dir():
            if not self._is_code(path):
                known = DataFile(path, source.file, use.line, from_cwd)
                self.data.setdefault((path, source.file, from_cwd), known)
            elif use.is_partial and not from_cwd:
                self._leave(source, use, _UNKNOWN)

    def _leave(self, source: SourceModule, use: DataUse, why: str) -> None:
        key = (source.file, use.line, use.text)
        self.unfollowed.setdefault(key, Unfollowed(*key, why))

    def _is_code(self, folder: Path) -> bool:
        """Return whether a folder is the root of an artifact, or has modules at any depth."""
        places = (root for place in self.importer.places for root in place.folders)
        return folder in places or self.importer.sources.kept(
            (DataFiles, folder), lambda: any(_modules_in(folder))
        )

    def _folders(self, package: str) -> Iterator[Path]:
        """Yield the folders of a package, imported or not."""
        found: FoundModule | None = None
        portions = self.importer.path()
        for part in package.split("."):
            found = find(part, portions, self.importer.sources, self.importer.without)
            if found is None or found.is_foreign:
                return
            portions = list(found.portions)
        for portion in portions:
            yield from portion.folders


def _modules_in(folder: Path) -> Iterator[str]:
    for _, _, files in os.walk(folder):
        yield from (name for name in files if name.endswith((".py", ".so")))
