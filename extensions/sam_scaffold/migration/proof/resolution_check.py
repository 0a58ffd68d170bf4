"""Comparison of the modules that a function finds before and after a change."""

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
    """Modules and data that a function finds.

    Attributes:
        files: The digests of its modules and data, by path in Lambda.
        missing: The names of its failing imports, by description.
        broken: The dangling links among its deployed files.
    """

    files: Mapping[str, str]
    missing: Mapping[str, str]
    broken: frozenset[str]


@dataclass(frozen=True)
class FunctionResolver:
    """Resolver of the imports of a template's functions, as deployed.

    Attributes:
        facts: The application of the template.
        builder: The builder of its functions.
        paths: Their search paths in the sources.
        sources: The cache of parsed modules.
    """

    facts: Application
    builder: Builder
    paths: SearchPaths
    sources: ModuleCache

    @classmethod
    def of(cls, facts: Application, builder: Builder) -> FunctionResolver:
        """Create a resolver for a template."""
        return cls(facts, builder, SearchPaths(facts), ModuleCache())

    def resolve(self, function: Function) -> ResolvedFunction | None:
        """Resolve a function; None if its deployed files are unknown."""
        built = self.builder.build(self.facts, function)
        if built is None or not function.handler:
            return None
        places = self._places(function, built)
        found = closure_of(function.handler, places, function.runtime, self.sources, _mounts(built))
        used = [*(module.file for module in found.modules), *(data.path for data in found.data)]
        return ResolvedFunction(
            _digests(built, used),
            {_named(failed): failed.name for failed in found.missing},
            frozenset(built.broken),
        )

    def _places(self, function: Function, built: Built) -> list[PathEntry]:
        """Return the search path in the built folders, with the installed packages."""
        opt = built.opt.folder / "python"
        site = opt / "lib" / function.runtime / "site-packages"
        folders = (built.task.folder, site, opt)
        stated = self.paths.of(function)
        return [
            replace(place, folders=(folder,)) for place, folder in zip(stated, folders, strict=True)
        ]


def differences(before: ResolvedFunction | None, after: ResolvedFunction | None) -> tuple[str, ...]:
    """Return the modules that a function no longer finds, or finds with other content.

    Args:
        before: The result before the change; None if unknown.
        after: The result after it, likewise.
    """
    if before is None or after is None:
        return () if before is after else ("its code is no longer found",)
    found = [
        f"fails to import {words}" for words in sorted(after.missing.keys() - before.missing.keys())
    ]
    lost = sorted(before.files.keys() - after.files.keys())
    both = sorted(before.files.keys() & after.files.keys())
    changed = [path for path in both if before.files[path] != after.files[path]]
    found += [f"no longer finds {some(lost)}"] if lost else []
    found += [f"finds other content in {some(changed)}"] if changed else []
    links = sorted(after.broken - before.broken)
    return (*found, *(f"{link} is a dangling link, on which sam build fails" for link in links))


def newly_missing(
    before: ResolvedFunction | None, after: ResolvedFunction | None
) -> tuple[str, ...]:
    """Return new failing imports of a migrated function, whose modules may be renamed.

    Args:
        before: The result before the change; None if unknown.
        after: The result after it, likewise.
    """
    if before is None or after is None:
        return ()
    known = frozenset(before.missing.values())
    new = (words for words, name in after.missing.items() if name not in known)
    return tuple(f"fails to import {words}" for words in sorted(new))


def _mounts(built: Built) -> list[Mount]:
    known = [Mount("/var/task", (built.task.folder,)), Mount("/opt", (built.opt.folder,))]
    return [*known, *([Mount("/opt", (), is_known=False)] if built.unknown else [])]


def _digests(built: Built, used: Iterable[Path]) -> dict[str, str]:
    """Return the digests of deployed files and folders."""
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


def _named(failed: MissingImport) -> str:
    return f"{failed.name} in {failed.importer} ({failed.reason.value})"
