"""Tells whether a function that is not migrated finds the same modules as before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..dependencies.missing import MissingImport
from ..dependencies.places import Place
from ..dependencies.search_path import missing_imports
from ..dependencies.sources import Sources
from ..facts.facts import Facts
from ..facts.function import Function
from ..facts.search_paths import SearchPaths
from .built import Builder, Built


@dataclass(frozen=True)
class Resolved:
    """What a function finds.

    Attributes:
        missing: What it imports in vain, in words.
        broken: Links on the way that lead nowhere.
    """

    missing: frozenset[str]
    broken: frozenset[str]


@dataclass(frozen=True)
class Resolver:
    """Resolves what the functions of one template import, as they are deployed.

    Attributes:
        facts: What is known of the template.
        builder: What builds its functions.
        paths: Their search paths in the sources.
        sources: What was read so far.
    """

    facts: Facts
    builder: Builder
    paths: SearchPaths
    sources: Sources

    @classmethod
    def of(cls, facts: Facts, builder: Builder) -> Resolver:
        """Make one for a template."""
        return cls(facts, builder, SearchPaths(facts), Sources())

    def resolve(self, function: Function) -> Resolved | None:
        """Resolve a function; None where it is not known what it is deployed with."""
        built = self.builder.build(self.facts, function)
        if built is None or not function.handler:
            return None
        places = self._places(function, built)
        missing = missing_imports(function.handler, places, function.runtime, self.sources)
        return Resolved(frozenset(map(_named, missing)), frozenset(built.broken))

    def _places(self, function: Function, built: Built) -> list[Place]:
        """Return the search path in what was built, with the packages that are installed."""
        opt = built.opt.folder / "python"
        site = opt / "lib" / function.runtime / "site-packages"
        folders = (built.task.folder, site, opt)
        stated = self.paths.of(function)
        return [
            replace(place, folders=(folder,)) for place, folder in zip(stated, folders, strict=True)
        ]


def differences(before: Resolved | None, after: Resolved | None) -> tuple[str, ...]:
    """Return what a function does not find any more, or finds otherwise.

    Args:
        before: What it found before, None where that is not known.
        after: What it finds now, likewise.
    """
    if before is None or after is None:
        return () if before is after else ("its code is not found any more",)
    found = [f"imports in vain: {one}" for one in sorted(after.missing - before.missing)]
    links = sorted(after.broken - before.broken)
    return (*found, *(f"{one} leads nowhere, and sam build fails on it" for one in links))


def _named(one: MissingImport) -> str:
    return f"{one.name} in {one.importer} ({one.reason.value})"
