"""Take a component out: its blocks, and its files."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ..components.component_record import ComponentRecord
from ..document.yaml_document import section
from ..errors import ScaffoldError, some
from ..merge.component_snippet import digest_at
from ..merge.last_applied import LastApplied
from ..merge.snippet_merge import EditedError, Merged, NeededError, remove_snippet
from ..sam.model.references import needed
from ..sam.model.template import FUNCTION, LAYERS
from ..transaction.repository_view import own_files
from .batch import Components
from .blocks import document_of, past_of
from .rerender import Version
from .resource_users import listed, users_of

_FOLDERS = ("own_code_dir", "content_dir", "tests_dir", "events_dir", "meta_dir", "records_dir")
"""Facts of a component that are folders of its own."""

_WITH_CODE = (FUNCTION, *LAYERS)
_CACHES = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache")


@dataclass(frozen=True, slots=True)
class Removed:
    """The result of a removal.

    Attributes:
        instance: The component.
        merged: What became of the SAM template.
        files: Paths of the files that go.
        kept: Paths of files that were not generated, and stay.
        folders: The component's own folders.
    """

    instance: ComponentRecord
    merged: Merged
    files: Sequence[str]
    kept: Sequence[str]
    folders: Sequence[str]


def remove(components: Components, instance: ComponentRecord, *, force: bool) -> Removed:
    """Take a component out of an overlay.

    Args:
        components: The repository.
        instance: The component.
        force: Whether edits may be lost; what others refer to stays then.

    Raises:
        ScaffoldError: Something was edited, others refer to it, or its version cannot
            be rendered to see what was edited.
    """
    overlay = components.overlay
    _, version = components.old(instance)
    folders = own_folders(version)
    present = files_below(overlay.repository, folders)
    edited = [
        path
        for path, data in version.files.items()
        if path != instance.snippet_file and overlay.read(path) not in (data, None)
    ]
    own = (instance.answers_file, instance.applied_file, instance.snippet_file)
    foreign = [path for path in present if path not in version.files and path not in own]
    past = components.past(instance)
    merged = _unmerged(components, instance, past, force=force)
    _refuse_without_code(instance, merged)
    if not force and (edited or foreign):
        raise ScaffoldError(_refusal(instance, edited, foreign))
    going = [path for path in (*version.files, *own) if overlay.read(path) is not None]
    for path in going:
        overlay.drop(path)
    overlay.put(instance.template_file, merged.document.encode())
    _hand_on(components, instance, past, merged)
    return Removed(instance, merged, sorted(set(going)), foreign, folders)


def _unmerged(
    components: Components, instance: ComponentRecord, past: LastApplied | None, *, force: bool
) -> Merged:
    document = document_of(components.overlay, instance.template_file)
    if past is None:
        return Merged(document, ())
    snippet = past.snippet.renamed(past.renamed)
    try:
        return remove_snippet(document, snippet, snippet, force=force, opened=past.opened)
    except EditedError as error:
        path = error.entry.rpartition(": ")[2]
        if path in past.adopted and digest_at(document, path) == past.adopted[path]:
            raise ScaffoldError(
                f"{error.entry} was written by hand, and has more than the answers of "
                f"{instance.name}. Use --force to remove it."
            ) from None
        raise ScaffoldError(
            f"{error.entry} was edited, and taking {instance.name} out would lose that; undo it "
            f"(`sam-scaffold diff {instance.name}` shows it), or give --force."
        ) from None
    except NeededError:
        raise ScaffoldError(_in_use(components, instance)) from None
    except ScaffoldError as error:
        raise ScaffoldError(f"{str(error).rstrip('.')}, or give --force.") from None


def _hand_on(
    components: Components, instance: ComponentRecord, past: LastApplied | None, merged: Merged
) -> None:
    """Record sections that the component added with another component that still uses them."""
    overlay = components.overlay
    for name in past.opened if past else ():
        if section(merged.document, name) is None:
            continue
        for other in components.all:
            theirs = past_of(overlay, other.applied_file)
            is_there = other != instance and other.template_file == instance.template_file
            if is_there and theirs is not None and theirs.snippet.keys(name):
                opened = tuple(dict.fromkeys((*theirs.opened, name)))
                overlay.put(other.applied_file, replace(theirs, opened=opened).encode())
                break


def _in_use(components: Components, instance: ComponentRecord) -> str:
    users = users_of(components, instance)
    used = ", ".join(dict.fromkeys(user.used for user in users))
    return (
        f"{instance.name} stays: {listed(users)} would miss {used}; remove that or let it use "
        f"something else first, or give --force, which leaves {used} in {instance.template_file}."
    )


def _refuse_without_code(instance: ComponentRecord, merged: Merged) -> None:
    """Refuse to leave a function or layer without its folder, force or not."""
    for status in merged.statuses:
        stays = status.offset is not None and status.path not in merged.removed
        if (
            stays
            and isinstance(status.entry.data, dict)
            and status.entry.data.get("Type") in _WITH_CODE
        ):
            raise ScaffoldError(
                f"{status.path} of {instance.template_file} would be left without its code; "
                f"change what refers to it first: {_referring(merged, status.entry.key)}."
            )


def _referring(merged: Merged, logical_id: str) -> str:
    """Return what refers to a resource in the template that is left; else it is an anchor of it."""
    found = dict.fromkeys(by for _, by in needed(merged.document, [logical_id]))
    return ", ".join(found) or "an alias of what is anchored in it"


def _refusal(instance: ComponentRecord, edited: Sequence[str], foreign: Sequence[str]) -> str:
    parts = []
    if edited:
        parts.append(f"{', '.join(edited)} would go with your edits")
    if foreign:
        parts.append(f"{some(foreign)} did not come with it")
    return f"{instance.name} stays: {'; '.join(parts)}. Move what you need, or give --force."


def own_folders(version: Version) -> list[str]:
    """Return the folders that only this component uses, without ``..`` in their paths."""
    return list(dict.fromkeys(folders_by_fact(version.rendered.component).values()))


def folders_by_fact(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the folders that only one component uses, by the names of the facts.

    Args:
        facts: Those of any version; before 0.2, every function had its code for itself.
    """
    known = {"own_code_dir": facts.get("code_dir"), **facts}
    return {key: posixpath.normpath(str(known[key])) for key in _FOLDERS if known.get(key)}


def files_below(repository: Path, folders: Iterable[str]) -> list[str]:
    """Return the files below some folders, except those of tools."""
    found = (
        path.relative_to(repository).as_posix()
        for folder in folders
        for path in own_files(repository / folder, hidden=True)
        if not set(_CACHES).intersection(path.parts)
    )
    return sorted(set(found))


def sweep(repository: Path, folders: Iterable[str]) -> None:
    """Take folders away in which nothing is left but what tools put there.

    Args:
        repository: The repository's root.
        folders: Folders of a component that is gone.
    """
    for folder in sorted(folders, key=lambda one: -len(PurePosixPath(one).parts)):
        place = repository / folder
        left = [path for path in place.rglob("*") if path.is_file()]
        if place.is_dir() and all(set(_CACHES).intersection(path.parts) for path in left):
            shutil.rmtree(place, ignore_errors=True)
            with suppress(OSError):  # the first that is not empty
                for above in place.relative_to(repository).parents[:-1]:
                    (repository / above).rmdir()
