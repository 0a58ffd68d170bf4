"""Tells whether a function that is not migrated finds the same modules as before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...application.application import Application
from ...application.function import Function
from ...contents.search_paths import SearchPaths
from ...dependencies.importing.failed_import import MissingImport
from ...dependencies.importing.handler_closure import closure_of
from ...dependencies.importing.module_cache import ModuleCache
from ...dependencies.importing.path_entries import Mount, PathEntry
from ...errors import some
from .built import Builder, Built


@dataclass(frozen=True)
class ResolvedFunction:
    """What a function finds.

    Attributes:
        files: The digests of its modules and of what these read, by their paths in Lambda.
        missing: The names that it imports in vain, by what is wrong in words.
        broken: Links on the way that lead nowhere.
    """

    files: Mapping[str, str]
    missing: Mapping[str, str]
    broken: frozenset[str]


@dataclass(frozen=True)
class FunctionResolver:
    """Resolves what the functions of one template import, as they are deployed.

    Attributes:
        facts: What is known of the template.
        builder: What builds its functions.
        paths: Their search paths in the sources.
        sources: What was read so far.
    """

    facts: Application
    builder: Builder
    paths: SearchPaths
    sources: ModuleCache

    @classmethod
    def of(cls, facts: Application, builder: Builder) -> FunctionResolver:
        """Make one for a template."""
        return cls(facts, builder, SearchPaths(facts), ModuleCache())

    def resolve(self, function: Function) -> ResolvedFunction | None:
        """Resolve a function; None where it is not known what it is deployed with."""
        built = self.builder.build(self.facts, function)
        if built is None or not function.handler:
            return None
        places = self._places(function, built)
        found = closure_of(function.handler, places, function.runtime, self.sources, _mounts(built))
        used = [*(module.file for module in found.modules), *(one.path for one in found.data)]
        return ResolvedFunction(
            _digests(built, used),
            {_named(one): one.name for one in found.missing},
            frozenset(built.broken),
        )

    def _places(self, function: Function, built: Built) -> list[PathEntry]:
        """Return the search path in what was built, with the packages that are installed."""
        opt = built.opt.folder / "python"
        site = opt / "lib" / function.runtime / "site-packages"
        folders = (built.task.folder, site, opt)
        stated = self.paths.of(function)
        return [
            replace(place, folders=(folder,)) for place, folder in zip(stated, folders, strict=True)
        ]


def differences(before: ResolvedFunction | None, after: ResolvedFunction | None) -> tuple[str, ...]:
    """Return what a function does not find any more, or finds otherwise.

    Args:
        before: What it found before, None where that is not known.
        after: What it finds now, likewise.
    """
    if before is None or after is None:
        return () if before is after else ("its code is not found any more",)
    found = [
        f"imports in vain: {one}" for one in sorted(after.missing.keys() - before.missing.keys())
    ]
    lost = sorted(before.files.keys() - after.files.keys())
    both = sorted(before.files.keys() & after.files.keys())
    changed = [one for one in both if before.files[one] != after.files[one]]
    found += [f"does not find {some(lost)} any more"] if lost else []
    found += [f"finds something else at {some(changed)}"] if changed else []
    links = sorted(after.broken - before.broken)
    return (*found, *(f"{link} leads nowhere, and sam build fails on it" for link in links))


def newly_missing(
    before: ResolvedFunction | None, after: ResolvedFunction | None
) -> tuple[str, ...]:
    """Return what a migrated function imports in vain since, whatever its modules are called.

    Args:
        before: What it found before, None where that is not known.
        after: What it finds now, likewise.
    """
    if before is None or after is None:
        return ()
    known = frozenset(before.missing.values())
    new = (words for words, name in after.missing.items() if name not in known)
    return tuple(f"imports in vain: {one}" for one in sorted(new))


def _mounts(built: Built) -> list[Mount]:
    known = [Mount("/var/task", (built.task.folder,)), Mount("/opt", (built.opt.folder,))]
    return [*known, *([Mount("/opt", (), is_known=False)] if built.unknown else [])]


def _digests(built: Built, used: Iterable[Path]) -> dict[str, str]:
    """Return the digests of files that are deployed, and of what is in folders."""
    found = {}
    for path in used:
        for folder, at in ((built.task.folder, "/var/task"), (built.opt.folder, "/opt")):
            if path.is_relative_to(folder):
                found[f"{at}/{path.relative_to(folder).as_posix()}"] = _digest(path)
    return found


def _digest(path: Path) -> str:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(path).as_posix().encode("utf-8", "surrogateescape"))
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _named(one: MissingImport) -> str:
    return f"{one.name} in {one.importer} ({one.reason.value})"
