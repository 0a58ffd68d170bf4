"""Check that all functions and layers of a SAM template still have their code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from ..errors import ScaffoldError
from ..merge.conflict import Conflict
from ..sam.model.code_folders import code_folders
from ..sam.model.function_runtime import is_python, runtime_of
from ..sam.model.template import Template
from ..sam.model.template_files import parsed
from ..transaction.staging import Staging
from .removal import files_below

_CODE = ("CodeUri", "ContentUri", "Handler")


def check_intact(
    overlay: Staging,
    template_file: str,
    before: bytes,
    new_ids: Mapping[str, str],
    conflicts: Sequence[Conflict],
) -> None:
    """Refuse a change after which a function or layer would miss code that it had.

    Args:
        overlay: The repository as it would be.
        template_file: The SAM template.
        before: Its bytes before the change.
        new_ids: New logical ids by old ones.
        conflicts: What could not be changed in it.

    Raises:
        ScaffoldError: One would.
    """
    was = _code(parsed(template_file, before))
    now = parsed(template_file, overlay.read(template_file) or b"")
    old_ids = {new: old for old, new in new_ids.items()}
    for name, paths in _code(now).items():
        had = was.get(old_ids.get(name, name), ())
        known = [any(_files(overlay, path)) for path in had]
        # Where a module is nowhere to be seen, its folder at least has to stay.
        need = paths[: -1 if any(known[:-1]) else None]
        if not any(known) or any(_is_there(overlay, path) for path in need):
            continue
        stays = next((conflict for conflict in conflicts if _concerns(conflict, name)), None)
        raise ScaffoldError(
            f"{name} would be left without {paths[0]}, which moves; give it code of its own first."
            if stays is None
            else _unchanged(now, stays, old_ids.get(name, name))
        )


def _concerns(conflict: Conflict, name: str) -> bool:
    section, key, *below = conflict.path
    return (section, key) == ("Resources", name) and (
        below in ([], ["Properties"]) or below[-1] in _CODE
    )


def _unchanged(template: Template, conflict: Conflict, name: str) -> str:
    """Return a message about a resource's path to its code that could not be changed."""
    at = conflict.offset
    place = template.path if at is None else template.document.position(at)
    return (
        f"{place}: {'.'.join(conflict.path[2:]) or 'this'} of {name} stays, as "
        f"{conflict.why or 'it was edited'}, and would name what has moved; write it out there "
        "first."
    )


def _code(template: Template) -> dict[str, tuple[str, ...]]:
    """Return the code of functions and layers: the files of a handler, then the folder."""
    folders = code_folders(template)
    found: dict[str, tuple[str, ...]] = {name: (folder,) for name, folder in folders.items()}
    for function in template.functions:
        handler = template.resolved(function.properties.get("Handler"))
        module = handler.rpartition(".")[0] if isinstance(handler, str) else ""
        folder = folders.get(function.logical_id)
        if folder and module and is_python(runtime_of(template, function.own)):
            path = str(PurePosixPath(folder, *re.split(r"[./]", module)))
            found[function.logical_id] = (f"{path}.py", f"{path}/__init__.py", folder)
    return found


def _is_there(overlay: Staging, path: str) -> bool:
    """Return whether a file will be there, or something in a folder."""
    staged = (overlay.stage / path).exists()
    return staged or any(file not in overlay.dropped for file in _files(overlay, path))


def _files(overlay: Staging, path: str) -> list[str]:
    """Return the file at a path, or those in the folder, as they are."""
    is_file = (overlay.repository / path).is_file()
    return [path] if is_file else files_below(overlay.repository, [path])
