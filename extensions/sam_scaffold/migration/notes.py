"""Notes on what a plan leaves to its users, a line each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..dependencies.importing.named_data import data_folders
from ..errors import some
from .needs.requirements_lists import list_to_come
from .plan import MigrationPlan


def notes(plan: MigrationPlan) -> tuple[str, ...]:
    """Report packages installed by scripts, code that no longer runs, and data that stays.

    Args:
        plan: The functions that are migrated.
    """
    of_layouts = (line for migration in plan.migrations for line in migration.laid.notes)
    found = (*_packages(plan), *_left_out(plan), *_left_behind(plan), *of_layouts)
    return tuple(dict.fromkeys(found))


def _packages(plan: MigrationPlan) -> Iterator[str]:
    """Report packages that a script or a pipeline installs into the code folder."""
    for migration in plan.migrations:
        names = migration.analysis.before[migration.candidate.key].nowhere
        if names and not list_to_come(migration.candidate):
            function = migration.candidate.logical_id
            yield (
                f"{function} imports {some(names)}, which no requirements file here lists; what "
                f"installs it into {migration.candidate.folder}/ must do so in "
                f"{migration.laid.code}/."
            )


def _left_out(plan: MigrationPlan) -> Iterator[str]:
    analyses = {migration.analysis.code: migration.analysis for migration in plan.migrations}
    for analysis in analyses.values():
        for init in analysis.left_out:
            imports = f", and so {'; '.join(init.imports)} is not run" if init.imports else ""
            if imports:
                where = "in neither the layer nor a function, which share its package"
                yield f"{init.real} is {where}{imports}."


def _left_behind(plan: MigrationPlan) -> Iterator[str]:
    """Report data folders next to modules that move, if no code names a file in them."""
    for migration in plan.migrations:
        root, decided = migration.candidate.root, migration.analysis.decisions.files
        folders = dict.fromkeys(posixpath.dirname(move.source) for move in migration.changes.moves)
        for folder in folders:
            for data in data_folders(root / folder):
                files = (root / folder / data).iterdir()
                if folder and not any(f"{folder}/{data}/{file.name}" in decided for file in files):
                    yield (
                        f"{folder}/{data}/ stays, as nothing names a file in it; if "
                        f"{migration.candidate.logical_id} reads it, add --include {folder}/{data}."
                    )
