"""Moves of a component's files after a rename."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ..components.component_record import ComponentRecord
from ..document import Document
from ..errors import ScaffoldError
from ..sam.writing.renaming import renamed
from ..transaction.paths import is_below
from .batch import Components
from .file_merge import FileConflict, merged_snippet, merged_text
from .handlers import HandlerFile
from .removal import files_below, folders_by_fact, own_folders
from .rerender import Version

_SPELLINGS = ("snake", "kebab", "camel", "pascal")
"""How files are called after a component, the usual spelling first."""


def moves(
    components: Components,
    instance: ComponentRecord,
    old: Version,
    new: Version,
    module: HandlerFile | None = None,
) -> dict[str, str]:
    """Return the new paths of a component's files, including others in its folders.

    Files that are not moved are only included if they were rendered.

    Args:
        components: The repository.
        instance: The component.
        old: How it was rendered.
        new: How it is rendered under its new name.
        module: The module of its handler, where that is renamed.

    Raises:
        ScaffoldError: Something else is in the place of one.
    """
    overlay = components.overlay
    present = files_below(overlay.repository, own_folders(old))
    rendered = [path for path in old.files if overlay.read(path) is not None]
    records = (instance.answers_file, instance.applied_file)
    everything = sorted({*present, *rendered}.difference(records))
    targets = {path: _moved(path, old, new, module) for path in everything}
    found = {
        path: target for path, target in targets.items() if path != target or path in old.files
    }
    _check_free(components, old, new, found)
    return found


def _check_free(
    components: Components, old: Version, new: Version, found: Mapping[str, str]
) -> None:
    """Reject moves to existing paths, also if they only differ in case."""
    exists = components.overlay.view.exists
    for folder in own_folders(new):
        inside = any(is_below(folder, own) for own in own_folders(old))
        if not inside and exists(folder):
            raise ScaffoldError(f"{folder} already exists. Choose another name, or move it.")
    for path, target in found.items():
        if path != target and target not in found and exists(target):
            raise ScaffoldError(f"{target} already exists. Choose another name, or move it.")


def moved_folders(old: Version, new: Version) -> dict[str, str]:
    """Return the folders of a component under its new name by those that it had."""
    before, after = (folders_by_fact(version.rendered.component) for version in (old, new))
    return {folder: after[key] for key, folder in before.items() if key in after}


def _moved(path: str, old: Version, new: Version, module: HandlerFile | None) -> str:
    """Return the new path of a file of a component."""
    facts, others = old.rendered.component, new.rendered.component
    folders = [*moved_folders(old, new).items(), *_packages(old, new)]
    inside = [folder for folder in folders if is_below(path, folder[0])]
    was, now = max(inside, key=lambda one: len(one[0]), default=("", ""))
    there = path if module is None else module.moved(path)
    below = PurePosixPath(there).relative_to(was)
    if path in old.files and str(now / below) not in new.files:  # test_<name>.py, <package>/
        names = [(str(facts[key]), str(others[key])) for key in _SPELLINGS]
        spelled = [PurePosixPath(*(part.replace(*pair) for part in below.parts)) for pair in names]
        rendered = (path_ for path_ in spelled if str(now / path_) in new.files)
        below = next(rendered, spelled[0])
    return str(now / below)


def _packages(old: Version, new: Version) -> list[tuple[str, str]]:
    """Return the folder of a package that was rendered, and what it is called now."""
    found = [
        posixpath.normpath(posixpath.join(str(facts.get("content_dir")), str(facts["package"])))
        for facts in (old.rendered.component, new.rendered.component)
        if facts.get("package")
    ]
    made = len(found) > 1 and any(is_below(path, found[0]) for path in old.files)
    return [(found[0], found[1])] if made else []


def move(
    components: Components,
    found: Mapping[str, str],
    old: Version,
    new: Version,
    new_ids: Mapping[str, str],
) -> Iterator[FileConflict]:
    """Put each file in its new place, with what the new name changes in it.

    Args:
        components: The repository.
        found: New paths by old ones.
        old: How the component was rendered.
        new: How it is rendered under its new name.
        new_ids: New logical ids by old ones.

    Yields:
        What both sides changed.
    """
    overlay = components.overlay
    texts = {path: overlay.read(path) or b"" for path in found}
    for path in found:
        overlay.drop(path)
    for path, target in found.items():
        before, after = old.files.get(path), new.files.get(target)
        data, clean = texts[path], True
        if target == new.rendered.snippet and before is not None and after is not None:
            ours, base = (renamed(Document.parse(path, text), new_ids) for text in (data, before))
            data, clean = merged_snippet(ours.encode(), base.encode(), after)
        elif before is not None and after is not None:
            data, clean = (after, True) if data == before else merged_text(data, before, after)
        overlay.put(target, data)
        if not clean:
            yield FileConflict(target, "resolve the conflict between its markers")
