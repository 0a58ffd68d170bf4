"""Root of the repository that a command works on, found from any folder in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from ..errors import ScaffoldError, UsageError
from ..record_files import ROOT_ANSWERS_FILE, SCAFFOLD, is_answers_file
from ..sam.model.template_files import TRANSFORM, templates_in, templates_of
from ..transaction.parent_folders import upwards
from ..transaction.repository_view import RepositoryView, own_files
from .component_record import answers_of, find_instances

_BUILT = ".aws-sam"
"""The folder into which `sam build` copies templates and code."""


def find_root(folder: Path) -> Path:
    """Find the root of the repository that contains a folder.

    Look for the nearest folder, from this one upwards, with a SAM template or components. The
    root is the folder that the paths of its components are relative to. If no folder has any,
    the root is this folder, provided that a folder below it has some, as in a repository of
    several applications.

    Args:
        folder: An absolute path without links.

    Raises:
        UsageError: No SAM template and no component was found.
    """
    reach = upwards(folder)
    above = (parent for parent in reach[1:] if _BUILT not in parent.parts)
    for candidate in (folder, *above):
        if templates_in(candidate) or _has_records(candidate):
            return _recorded_root(candidate, reach)
    if templates_of(RepositoryView(folder)) or _have_components(folder):
        return folder
    up_to = f", or above it up to {reach[-1]}" if len(reach) > 1 else ""
    raise UsageError(
        f"there is no SAM template (a YAML or JSON file with Transform {TRANSFORM}) and no "
        f"component in {folder}{up_to}. Create an application with `sam-scaffold init`, or specify "
        "its folder with -C."
    )


def _has_records(folder: Path) -> bool:
    """Return whether a folder itself has records of components."""
    records = own_files(folder / SCAFFOLD, hidden=True)
    own = (path for path in records if is_answers_file(path.relative_to(folder)))
    return (folder / ROOT_ANSWERS_FILE).is_file() or any(map(_is_ours, own))


def _is_ours(answers_file: Path) -> bool:
    try:
        return answers_of(answers_file) is not None
    except ScaffoldError:  # not valid, which the command will report
        return True


def _have_components(folder: Path) -> bool:
    try:
        return bool(find_instances(folder))
    except ScaffoldError:
        return True


def _recorded_root(base: Path, reach: Sequence[Path]) -> Path:
    """Return the root of a repository, given the folder of one of its SAM templates."""
    above = reach[reach.index(base) + 1 :]
    if not above:
        return base
    try:
        recorded = {component.template_file for component in find_instances(base)}
    except ScaffoldError:
        return base
    roots = {start_of_paths(base, template_file) for template_file in recorded}
    return next((folder for folder in (base, *above) if folder in roots), base)


def start_of_paths(base: Path, template_file: str) -> Path | None:
    """Return the folder that a component's ``template_file`` is relative to.

    Args:
        base: The folder of the SAM template.
        template_file: Its path in the component's answers.

    Returns:
        None if a template with that path cannot be in that folder.
    """
    inner = PurePosixPath(template_file).parent.parts
    at = len(base.parts) - len(inner)
    return Path(*base.parts[:at]) if at > 0 and base.parts[at:] == inner else None
