"""Code that couples functions, and is better decoupled by hand first."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from .needs.analysis import Analysis
from .needs.deciding import INIT, DecisionKind
from .plan import MigrationPlan
from .runbook import Coupling

_EAGER = 3
"""Least number of its own modules that a reported ``__init__.py`` imports."""


def couplings(plan: MigrationPlan) -> tuple[Coupling, ...]:
    """Find shared code that imports a function's own code, and packages that import all modules.

    Args:
        plan: The functions that are migrated.
    """
    analyses = {
        migration.analysis.code: migration.analysis for migration in plan.migrations
    }.values()
    found = (
        coupling for analysis in analyses for coupling in (*_eager(analysis), *_back(analysis))
    )
    return tuple(dict.fromkeys(found))


def _back(analysis: Analysis) -> Iterator[Coupling]:
    """Find imports of a function's own code in shared code; a package counts with its module."""
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
        modules = [path for path in all_imported if posixpath.basename(path) != INIT]
        for module in modules or all_imported:
            yield Coupling(importer, line, f"imports {module}, which is a function's own")


def _eager(analysis: Analysis) -> Iterator[Coupling]:
    """Find packages whose import loads several handlers, or many of their modules."""
    handlers = {reading.handler for reading in analysis.before.values()}
    loaded: dict[str, dict[str, int]] = {}
    for importer, line, imported in _edges(analysis):
        folder, name = posixpath.split(importer)
        if name == INIT and imported != importer and imported.startswith(f"{folder}/"):
            loaded.setdefault(importer, {}).setdefault(imported, line)
    for init, modules in loaded.items():
        if several := handlers.intersection(modules):
            what = f"imports {len(several)} handlers, so that each of their functions needs all"
            yield Coupling(init, min(modules[module] for module in several), what)
        elif len(modules) >= _EAGER:
            what = f"imports {len(modules)} modules, so that code that needs one of them loads all"
            yield Coupling(init, min(modules.values()), what)


def _edges(analysis: Analysis) -> list[tuple[str, int, str]]:
    """Return all imports: importing file, line, imported file; links are resolved."""
    return sorted({use for reading in analysis.before.values() for use in reading.uses})
