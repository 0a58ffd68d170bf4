"""The entries of Python's search path, and how Python finds a module in them."""

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
    """An entry of the search path: folders on disk, and what an installation puts there.

    Attributes:
        folders: Folders that are laid over each other there, as layers are; a later one's
            files count.
        names: What is installed there, by import name, dotted below namespaces. Nobody
            knows what is in it, so that anything may be.
        is_known: Whether `names` has all that is asked to be installed.
        is_complete: Whether `names` also has what that needs in turn.
    """

    folders: tuple[Path, ...] = ()
    names: frozenset[str] = frozenset()
    is_known: bool = True
    is_complete: bool = True

    @cached_property
    def installed(self) -> frozenset[str]:
        """`names`, and what pip's records in the folders say."""
        return self.names.union(*map(recorded_names, self.folders))


@dataclass(frozen=True)
class Mount:
    """Where folders on disk come to in Lambda.

    Attributes:
        at: The folder there: ``/var/task``.
        folders: What is laid there, as in a place.
        is_known: Whether that is all that comes there, but for what is installed.
    """

    at: str
    folders: tuple[Path, ...]
    is_known: bool = True


@dataclass(frozen=True)
class Portion:
    """Where the members of a package are looked for: one folder of its ``__path__``.

    Attributes:
        folders: As in a place.
        installed: What is installed below, by its name from here.
        is_foreign: Whether it is the inside of something installed.
    """

    folders: tuple[Path, ...]
    installed: frozenset[str]
    is_foreign: bool = False

    @classmethod
    def of(cls, place: PathEntry) -> Portion:
        """Return an entry of the search path."""
        return cls(place.folders, place.installed)

    def below(self, name: str, sources: ModuleCache) -> Portion:
        """Return the folder of a package in it."""
        prefix = f"{name}."
        return Portion(
            tuple(
                folder / name
                for folder in self.folders
                if name in sources.entries(folder) and (folder / name).is_dir()
            ),
            frozenset(one.removeprefix(prefix) for one in self.installed if one.startswith(prefix)),
            name in self.installed,
        )

    @property
    def is_there(self) -> bool:
        """Return whether there is such a folder."""
        return bool(self.folders or self.installed)


@dataclass(frozen=True)
class FoundModule:
    """A module or package that Python finds.

    Attributes:
        file: Its text, or its compiled form; None for a namespace, and where that is not there.
        portions: Where its members are, in order; none for a module.
        is_foreign: Whether it is installed or no Python: nobody looks into it.
    """

    file: Path | None = None
    portions: tuple[Portion, ...] = ()
    is_foreign: bool = False

    @property
    def is_namespace(self) -> bool:
        """Return whether it is a package without a text of its own."""
        return self.file is None and not self.is_foreign


FOREIGN = FoundModule(is_foreign=True)
"""Something of which no more is known than that it is there."""


def find(
    name: str,
    portions: Sequence[Portion],
    sources: ModuleCache,
    without: frozenset[Path] = frozenset(),
) -> FoundModule | None:
    """Return a module by its last name, as Python's own finder looks for it.

    The first regular package or module counts. Folders without ``__init__.py`` make up a
    namespace together, if there is nothing else of that name.

    https://docs.python.org/3/reference/import.html#path-entry-finders

    Args:
        name: ``money`` of ``acme.money``.
        portions: The search path, or a package's.
        sources: What was read so far.
        without: Files that count as absent.
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
    """Return a regular package; one that extends its path has the folders of all places."""
    if init.suffix != ".py":
        return FoundModule(init, is_foreign=True)
    source = sources.source(init)
    if source is not None and _OLD_NAMESPACE.search(source.text):
        every = (portion.below(name, sources) for portion in portions)
        return FoundModule(init, tuple(one for one in every if one.is_there))
    return FoundModule(init, (inside,))


def _file(name: str, folders: Sequence[Path], sources: ModuleCache) -> Path | None:
    """Return a module's file in the uppermost folder that has one."""
    for folder in reversed(folders):
        entries = sources.entries(folder)
        compiled = [one for one in sources.compiled(folder) if one.startswith(f"{name}.")]
        for entry in (*compiled, f"{name}.py", f"{name}.pyc"):  # the order that Python has
            if entry in entries and (folder / entry).is_file():
                return folder / entry
    return None
