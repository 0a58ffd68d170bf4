"""What somebody has to see to beyond what a plan changes, a line each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..dependencies.importing.named_data import data_folders
from ..errors import some
from .needs.requirements_lists import list_to_come
from .plan import MigrationPlan


def notes(plan: MigrationPlan) -> tuple[str, ...]:
    """Say what is installed from elsewhere, what does not run any more, and what data stays.

    Args:
        plan: The functions that are migrated.
    """
    of_layouts = (line for one in plan.migrations for line in one.laid.notes)
    found = (*_packages(plan), *_left_out(plan), *_left_behind(plan), *of_layouts)
    return tuple(dict.fromkeys(found))


def _packages(plan: MigrationPlan) -> Iterator[str]:
    """Packages that a script or a pipeline installs into the code folder."""
    for one in plan.migrations:
        names = one.analysis.before[one.candidate.key].nowhere
        if names and not list_to_come(one.candidate):
            yield (
                f"{one.candidate.logical_id} imports {some(names)}, which no list of packages here "
                f"brings: what installs it into {one.candidate.folder}/ has to do so in "
                f"{one.laid.code}/."
            )


def _left_out(plan: MigrationPlan) -> Iterator[str]:
    analyses = {one.analysis.code: one.analysis for one in plan.migrations}
    for analysis in analyses.values():
        for init in analysis.left_out:
            imports = f", and so {'; '.join(init.imports)} is not run" if init.imports else ""
            if imports:
                where = "in neither the layer nor a function, which share its package"
                yield f"{init.real} is {where}{imports}."


def _left_behind(plan: MigrationPlan) -> Iterator[str]:
    """Folders of data beside modules that move, none of whose files is named anywhere."""
    for one in plan.migrations:
        root, decided = one.candidate.root, one.analysis.decisions.files
        folders = dict.fromkeys(posixpath.dirname(move.source) for move in one.changes.moves)
        for folder in folders:
            for data in data_folders(root / folder):
                files = (root / folder / data).iterdir()
                if folder and not any(f"{folder}/{data}/{file.name}" in decided for file in files):
                    yield (
                        f"{folder}/{data}/ stays, as nothing names a file in it; if "
                        f"{one.candidate.logical_id} reads it, add --include {folder}/{data}."
                    )
