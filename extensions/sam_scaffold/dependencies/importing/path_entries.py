"""Entries of Python's search path, and the search for modules in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..packages.installed import recorded_names
from .module_cache import ModuleCache

_OLD_NAMESPACE = re.compile(rb"\b(extend_path|declare_namespace)\b")


@dataclass(frozen=True)
class PathEntry:
    """Entry of the search path: folders on disk, and installed packages.

    Attributes:
        folders: Folders that are merged like layers; files of later ones take precedence.
        names: The import names of installed packages, dotted in namespaces, of unknown
            content.
        is_known: Whether `names` has all requirements.
        is_complete: Whether `names` also has all transitive requirements.
    """

    folders: tuple[Path, ...] = ()
    names: frozenset[str] = frozenset()
    is_known: bool = True
    is_complete: bool = True

    @cached_property
    def installed(self) -> frozenset[str]:
        """Return `names`, and those in pip's records in the folders."""
        return self.names.union(*map(recorded_names, self.folders))


@dataclass(frozen=True)
class Mount:
    """Path of folders in Lambda.

    Attributes:
        at: The path: ``/var/task``.
        folders: The merged folders, as in a path entry.
        is_known: Whether these are all, except installed packages.
    """

    at: str
    folders: tuple[Path, ...]
    is_known: bool = True


@dataclass(frozen=True)
class Portion:
    """Entry of a package's ``__path__``, in which its members are searched.

    Attributes:
        folders: The merged folders, as in a path entry.
        installed: The installed modules below, by relative name.
        is_foreign: Whether it is inside an installed package.
    """

    folders: tuple[Path, ...]
    installed: frozenset[str]
    is_foreign: bool = False

    @classmethod
    def of(cls, place: PathEntry) -> Portion:
        """Create a portion of an entry of the search path."""
        return cls(place.folders, place.installed)

    def below(self, name: str, sources: ModuleCache) -> Portion:
        """Return the portion of a package in it."""
        prefix = f"{name}."
        return Portion(
            tuple(
                folder / name
                for folder in self.folders
                if name in sources.entries(folder) and (folder / name).is_dir()
            ),
            frozenset(
                full.removeprefix(prefix) for full in self.installed if full.startswith(prefix)
            ),
            name in self.installed,
        )

    @property
    def is_there(self) -> bool:
        """Return whether it exists."""
        return bool(self.folders or self.installed)


@dataclass(frozen=True)
class FoundModule:
    """Module or package that Python finds.

    Attributes:
        file: Its source or compiled file; None for a namespace, or if unknown.
        portions: The entries of its ``__path__``, in order; none for a module.
        is_foreign: Whether it is installed or compiled, and therefore not inspected.
    """

    file: Path | None = None
    portions: tuple[Portion, ...] = ()
    is_foreign: bool = False

    @property
    def is_namespace(self) -> bool:
        """Return whether it is a package without a file."""
        return self.file is None and not self.is_foreign


FOREIGN = FoundModule(is_foreign=True)
"""Existing module of unknown location."""


def find(
    name: str,
    portions: Sequence[Portion],
    sources: ModuleCache,
    without: frozenset[Path] = frozenset(),
) -> FoundModule | None:
    """Find a module by its last name, as Python's own finder does.

    The first regular package or module wins. Folders without ``__init__.py`` together form a
    namespace, if nothing else has that name.

    https://docs.python.org/3/reference/import.html#path-entry-finders

    Args:
        name: ``money`` of ``acme.money``.
        portions: The search path, or a package's.
        sources: The cache of modules.
        without: Files to ignore.
    """
    spread: list[Portion] = []
    for portion in portions:
        inside = portion.below(name, sources)
        if portion.is_foreign or inside.is_foreign:
            return FOREIGN
        package = _file("__init__", inside.folders, sources)
        if package is not None and package not in without:
            return _package(package, inside, name, portions, sources)
        if module := _file(name, portion.folders, sources):
            return FoundModule(module, is_foreign=module.suffix != ".py")
        if inside.is_there:
            spread.append(inside)
    return FoundModule(portions=tuple(spread)) if spread else None


def _package(
    init: Path, inside: Portion, name: str, portions: Sequence[Portion], sources: ModuleCache
) -> FoundModule:
    """Return a regular package; one that extends its path has all portions of its name."""
    if init.suffix != ".py":
        return FoundModule(init, is_foreign=True)
    source = sources.source(init)
    if source is not None and _OLD_NAMESPACE.search(source.text):
        every = (portion.below(name, sources) for portion in portions)
        return FoundModule(init, tuple(portion for portion in every if portion.is_there))
    return FoundModule(init, (inside,))


def _file(name: str, folders: Sequence[Path], sources: ModuleCache) -> Path | None:
    """Return a module's file in the uppermost folder that has one."""
    for folder in reversed(folders):
        entries = sources.entries(folder)
        compiled = [entry for entry in sources.compiled(folder) if entry.startswith(f"{name}.")]
        for entry in (*compiled, f"{name}.py", f"{name}.pyc"):  # Python's order
            if entry in entries and (folder / entry).is_file():
                return folder / entry
    return None
