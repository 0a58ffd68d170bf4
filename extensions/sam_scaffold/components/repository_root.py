"""The root of the repository that a command works on, from wherever in it that is called."""

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
"""Where `sam build` copies templates and code to."""


def find_root(folder: Path) -> Path:
    """Find the root of the repository that a folder is in.

    That is the nearest folder, this one or one above, with a SAM template or with components;
    from there, the one that its components' paths start at. Where there is none, it is this
    folder if there is anything below it, as at the top of several applications.

    Args:
        folder: An absolute path without links.

    Raises:
        UsageError: There is nothing to work on.
    """
    reach = upwards(folder)
    above = (one for one in reach[1:] if _BUILT not in one.parts)
    for one in (folder, *above):
        if templates_in(one) or _has_records(one):
            return _recorded_root(one, reach)
    if templates_of(RepositoryView(folder)) or _have_components(folder):
        return folder
    up_to = f", or above it up to {reach[-1]}" if len(reach) > 1 else ""
    raise UsageError(
        f"there is no SAM template (a YAML or JSON file with Transform {TRANSFORM}) and no "
        f"component in {folder}{up_to}; make an application with `sam-scaffold init`, or name "
        "its folder with -C."
    )


def _has_records(folder: Path) -> bool:
    """Tell whether components are recorded in a folder itself."""
    records = own_files(folder / SCAFFOLD, hidden=True)
    own = (path for path in records if is_answers_file(path.relative_to(folder)))
    return (folder / ROOT_ANSWERS_FILE).is_file() or any(map(_is_ours, own))


def _is_ours(answers_file: Path) -> bool:
    try:
        return answers_of(answers_file) is not None
    except ScaffoldError:  # broken, of which the command will tell
        return True


def _have_components(folder: Path) -> bool:
    try:
        return bool(find_instances(folder))
    except ScaffoldError:
        return True


def _recorded_root(base: Path, reach: Sequence[Path]) -> Path:
    """The root of a repository by the folder of one of its SAM templates."""
    above = reach[reach.index(base) + 1 :]
    if not above:
        return base
    try:
        recorded = {one.template_file for one in find_instances(base)}
    except ScaffoldError:
        return base
    roots = {start_of_paths(base, one) for one in recorded}
    return next((one for one in (base, *above) if one in roots), base)


def start_of_paths(base: Path, template_file: str) -> Path | None:
    """Return the folder that a component's ``template_file`` is relative to.

    Args:
        base: The folder of the SAM template.
        template_file: Its path as the component's answers have it.

    Returns:
        None where the template of that path is not in that folder.
    """
    inner = PurePosixPath(template_file).parent.parts
    at = len(base.parts) - len(inner)
    return Path(*base.parts[:at]) if at > 0 and base.parts[at:] == inner else None
