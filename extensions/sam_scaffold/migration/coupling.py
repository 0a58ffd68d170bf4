"""Code that ties functions together, and is better cut by hand first."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from .needs.analysis import Analysis
from .needs.deciding import INIT, DecisionKind
from .plan import MigrationPlan
from .runbook import Coupling

_EAGER = 3
"""Modules of a package that its ``__init__.py`` has to import to be worth a word."""


def couplings(plan: MigrationPlan) -> tuple[Coupling, ...]:
    """Find shared code that imports a function's own, and packages that import all they have.

    Args:
        plan: The functions that are migrated.
    """
    analyses = {
        migration.analysis.code: migration.analysis for migration in plan.migrations
    }.values()
    found = (one for analysis in analyses for one in (*_eager(analysis), *_back(analysis)))
    return tuple(dict.fromkeys(found))


def _back(analysis: Analysis) -> Iterator[Coupling]:
    """Shared code that reaches back into a function's own; a package counts with its module."""
    decisions = analysis.decisions.files
    found: dict[tuple[str, int], list[str]] = {}
    for importer, line, imported in _edges(analysis):
        first, second = decisions.get(importer), decisions.get(imported)
        if (
            first
            and second
            and first.kind is DecisionKind.SHARED
            and second.kind is not DecisionKind.SHARED
        ):
            found.setdefault((importer, line), []).append(imported)
    for (importer, line), all_imported in found.items():
        modules = [one for one in all_imported if posixpath.basename(one) != INIT]
        for module in modules or all_imported:
            yield Coupling(importer, line, f"imports {module}, which is a function's own")


def _eager(analysis: Analysis) -> Iterator[Coupling]:
    """Packages whose import loads other functions' handlers, or most of what is in them."""
    handlers = {one.handler for one in analysis.before.values()}
    loaded: dict[str, dict[str, int]] = {}
    for importer, line, imported in _edges(analysis):
        folder, name = posixpath.split(importer)
        if name == INIT and imported != importer and imported.startswith(f"{folder}/"):
            loaded.setdefault(importer, {}).setdefault(imported, line)
    for init, modules in loaded.items():
        if several := handlers.intersection(modules):
            what = f"imports {len(several)} handlers, so that each of their functions needs all"
            yield Coupling(init, min(modules[one] for one in several), what)
        elif len(modules) >= _EAGER:
            what = f"imports {len(modules)} modules, so that who needs one of them gets all"
            yield Coupling(init, min(modules.values()), what)


def _edges(analysis: Analysis) -> list[tuple[str, int, str]]:
    """Who imports what: the file, the line, and the file that is imported, past all links."""
    return sorted({use for reading in analysis.before.values() for use in reading.uses})
