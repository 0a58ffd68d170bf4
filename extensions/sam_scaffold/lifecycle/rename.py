"""Give a component another name: its folders, its resources, and what refers to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from ..answers import read_answers, write_answers
from ..document import Document
from ..errors import ScaffoldError
from ..merge.applied import Applied
from ..merge.merge import Merged, merge
from ..merge.snippet import Snippet
from ..merge.tracked import Tracked, digest_at
from ..records import SCAFFOLD, is_earlier
from ..sam.names import title
from ..sam.renaming import recorded_renaming, renaming
from ..sam.repository import own_files
from ..scaffold.component import component
from ..scaffold.instances import Instance
from ..scaffold.questions import name_problem
from .blocks import document_of, past_of
from .components import Components
from .file_merge import FileConflict, merged_snippet, merged_text
from .removal import FOLDERS, files_below, own_folders
from .rerender import Version, from_answers

_MOST_MENTIONS = 10

_SECTIONS = ("Parameters", "Resources")
"""Sections whose keys can be called after a component."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a new name came to.

    Attributes:
        new_ids: New logical ids by old ones, in the SAM template.
        section: Where they are: ``"Resources"``, or ``"Parameters"`` of a layer from outside.
        moved: New paths of files by old ones.
        merged: What else changed in the SAM template.
        file_conflicts: Files with something to settle.
        mentions: Files of the repository that still say the old name.
        folders: The folders that it had.
    """

    new_ids: Mapping[str, str]
    section: str
    moved: Mapping[str, str]
    merged: Merged
    file_conflicts: tuple[FileConflict, ...]
    mentions: tuple[str, ...]
    folders: tuple[str, ...]


def rename(components: Components, instance: Instance, name: str) -> Renamed:
    """Rename a component in an overlay.

    Args:
        components: The repository.
        instance: The component.
        name: Its new name, in snake_case.

    Raises:
        ScaffoldError: The name cannot be had, or something is in its place.
    """
    overlay = components.overlay
    _check_name(components, instance, name)
    checkout, old = components.old(instance)
    answers = _with_name(components.answers(instance), name)
    target = _renamed_instance(instance, name, read_answers(answers))
    new = from_answers(checkout, target.answers_file, answers)
    new_ids = _new_ids(instance, old, new)
    _check_place(components, old, new)

    folders = own_folders(old)
    moves = _moves(components, instance, old, new)
    conflicts = [*_move(components, moves, old, new, new_ids)]
    overlay.drop(instance.answers_file)
    overlay.put(target.answers_file, new.answers)
    renamed = {} if (past := components.past(instance)) is None else past.renamed
    merged = _rename_block(components, instance, target, new_ids)
    conflicts += _rename_elsewhere(components, instance, new_ids)
    mentions = tuple(_mentions(components, instance, new_ids, [*folders, *own_folders(new)]))
    there = {was: now for was, now in new_ids.items() if was not in renamed}
    return Renamed(
        there, _section_of(old), moves, merged, tuple(conflicts), mentions, tuple(folders)
    )


def _renamed_instance(instance: Instance, name: str, answers: dict[str, Any]) -> Instance:
    """The component under its new name; its records stay of the layout that they are of."""
    facts = component(answers)
    if is_earlier(instance.answers_file):
        del facts["answers_file"]
    return replace(instance, name=name).placed(facts)


def _check_name(components: Components, instance: Instance, name: str) -> None:
    if problem := name_problem(instance.kind, name):
        raise ScaffoldError(problem)
    if name == instance.name:
        raise ScaffoldError(f"{name!r} is its name already; give another one.")
    if any(one.name == name and one.kind == instance.kind for one in components.all):
        raise ScaffoldError(f"{name!r} is a {instance.kind} already; take another name.")


def _check_place(components: Components, old: Version, new: Version) -> None:
    """Refuse to move onto something that is there."""
    for folder in own_folders(new):
        inside = any(_is_below(folder, own) for own in own_folders(old))
        if not inside and components.overlay.view.exists(folder):
            raise ScaffoldError(f"{folder} is there; take another name, or move it away.")


def _with_name(answers: bytes, name: str) -> bytes:
    """The recorded answers with another name, and a description that was made of the old one."""
    recorded = read_answers(answers)
    if recorded.get("description") == title(str(recorded["name"])):
        recorded["description"] = title(name)
    recorded["name"] = name
    return write_answers(recorded).encode()


def _new_ids(instance: Instance, old: Version, new: Version) -> dict[str, str]:
    """New logical ids: both renderings have the same entries in the same order."""
    snippets = [
        Snippet.parse(one.rendered.snippet, one.files[one.rendered.snippet]) for one in (old, new)
    ]
    before, after = (
        [key for section in _SECTIONS for key in one.keys(section)] for one in snippets
    )
    if len(before) != len(after):
        raise ScaffoldError(
            f"{instance.name} has {len(before)} resources and {len(after)} under the new name; "
            "please report it with your command."
        )
    return {was: now for was, now in zip(before, after, strict=True) if was != now}


def _section_of(version: Version) -> str:
    snippet = version.rendered.snippet
    found = Snippet.parse(snippet, version.files[snippet])
    return "Resources" if found.keys("Resources") else "Parameters"


def _moves(
    components: Components, instance: Instance, old: Version, new: Version
) -> dict[str, str]:
    """New paths of all files of a component, those that somebody put beside them as well."""
    overlay = components.overlay
    present = files_below(overlay.repository, own_folders(old))
    rendered = [path for path in old.files if overlay.read(path) is not None]
    records = (instance.answers_file, instance.applied_file)
    return {
        path: _moved(path, old, new)
        for path in sorted({*present, *rendered})
        if path not in records
    }


def _moved(path: str, old: Version, new: Version) -> str:
    """The new path of a file of a component."""
    facts, others = old.rendered.component, new.rendered.component
    folders = [(str(facts[key]), str(others[key])) for key in FOLDERS if facts.get(key)]
    inside = [one for one in folders if _is_below(path, one[0])]
    was, now = max(inside, key=lambda one: len(one[0]), default=("", ""))
    below = PurePosixPath(path).relative_to(was)
    if path in old.files and str(now / below) not in new.files:  # test_<name>.py, <package>/
        names = (str(facts["snake"]), str(others["snake"]))
        below = PurePosixPath(*(part.replace(*names) for part in below.parts))
    return str(now / below)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _move(
    components: Components,
    moves: Mapping[str, str],
    old: Version,
    new: Version,
    new_ids: Mapping[str, str],
) -> Iterator[FileConflict]:
    """Put each file in its new place, with what the new name changes in it."""
    overlay = components.overlay
    texts = {path: overlay.read(path) or b"" for path in moves}
    for path in moves:
        overlay.drop(path)
    for path, target in moves.items():
        before, after = old.files.get(path), new.files.get(target)
        data, clean = texts[path], True
        if target == new.rendered.snippet and before is not None and after is not None:
            ours, base = (_renamed(Document.parse(path, one), new_ids) for one in (data, before))
            data, clean = merged_snippet(ours.encode(), base.encode(), after)
        elif before is not None and after is not None:
            data, clean = (after, True) if data == before else merged_text(data, before, after)
        overlay.put(target, data)
        if not clean:
            yield FileConflict(target, "settle what stands between its markers")


def _rename_block(
    components: Components, instance: Instance, target: Instance, new_ids: Mapping[str, str]
) -> Merged:
    """Rename the resources in the SAM template, then bring in what else the name changes."""
    overlay = components.overlay
    past = components.past(instance)
    document = document_of(overlay, instance.template_file)
    if past is None:
        return Merged(document, ())
    # What somebody renamed in the template keeps the name that it has there.
    there = {was: now for was, now in new_ids.items() if was not in past.renamed}
    _check_free(document, there)
    original, document = document, _renamed(document, there)
    past = replace(past, adopted=_adopted_again(past, original, document, new_ids))
    return _merge_again(components, instance, target, new_ids, past, document)


def _adopted_again(
    past: Applied, before: Document, after: Document, new_ids: Mapping[str, str]
) -> dict[str, str]:
    """The digests of what was written by hand, which now speaks of other names."""
    return {
        path: digest_at(after, _path(path, new_ids))
        if digest_at(before, path) == digest
        else digest
        for path, digest in past.adopted.items()
    }


def _merge_again(
    components: Components,
    instance: Instance,
    target: Instance,
    new_ids: Mapping[str, str],
    past: Applied,
    document: Document,
) -> Merged:
    """Merge a block in which the resources have their new names already."""
    overlay = components.overlay
    data = overlay.read(target.snippet_file) or b""
    own = {new_ids.get(was, was): now for was, now in past.renamed.items()}
    base = past.snippet.renamed(new_ids)
    adopted = {_path(path, new_ids): digest for path, digest in past.adopted.items()}
    found = Tracked(
        Snippet.parse(target.snippet_file, data),
        data,
        Applied(base.document.encode(), own, adopted, past.opened),
        own,
    )
    merged = merge(document, found.job.snippet, found.job.base)
    overlay.drop(instance.applied_file)
    overlay.put(target.applied_file, found.record(merged, document).encode())
    overlay.put(instance.template_file, merged.document.encode())
    return merged


def _path(path: str, new_ids: Mapping[str, str]) -> str:
    section, _, key = path.partition(".")
    return f"{section}.{new_ids.get(key, key)}" if section in _SECTIONS else path


def _renamed(document: Document, new_ids: Mapping[str, str]) -> Document:
    splices = renaming(document, new_ids)
    return document.apply(splices) if splices else document


def _check_free(document: Document, new_ids: Mapping[str, str]) -> None:
    for section in _SECTIONS:
        found = document.root.find(section)
        keys = {key.value for key, _ in found[1].pairs()} if found and found[1].items else set()
        if taken := sorted(keys.intersection(new_ids.values())):
            raise ScaffoldError(
                f"{document.name} has {section}.{taken[0]} already; take another name."
            )


def _rename_elsewhere(
    components: Components, instance: Instance, new_ids: Mapping[str, str]
) -> Iterator[FileConflict]:
    """Rename the resources in what other components of the template say and have recorded."""
    overlay = components.overlay
    for other in components.all:
        if other.path == instance.path or other.template_file != instance.template_file:
            continue
        answers = Document.parse(other.answers_file, components.answers(other))
        if splices := recorded_renaming(answers, new_ids):
            yield from _follow(components, other, answers.apply(splices).encode(), new_ids)
            continue
        for path in (other.snippet_file, other.applied_file):
            data = overlay.read(path)
            if data is not None:
                overlay.put(path, _renamed(Document.parse(path, data), new_ids).encode())


def _follow(
    components: Components, other: Instance, answers: bytes, new_ids: Mapping[str, str]
) -> Iterator[FileConflict]:
    """Render another component with the new names: its variables are called after them."""
    overlay = components.overlay
    checkout, old = components.old(other)
    new = from_answers(checkout, other.answers_file, answers)
    moves = {path: path for path in old.files if overlay.read(path) is not None}
    yield from _move(components, moves, old, new, new_ids)
    overlay.put(other.answers_file, new.answers)
    past = past_of(overlay, other.applied_file)
    if past is None:
        return
    document = document_of(overlay, other.template_file)
    merged = _merge_again(components, other, other, new_ids, past, document)
    for conflict in merged.conflicts:
        what = f"{conflict.name}: yours stays; `sam-scaffold status {other.name}` says more"
        yield FileConflict(other.template_file, what)


def _mentions(
    components: Components, instance: Instance, new_ids: Mapping[str, str], folders: list[str]
) -> Iterator[str]:
    """Files elsewhere that still say the old name, as far as a text search can tell."""
    repository = components.overlay.repository
    words = {instance.name, instance.name.replace("_", "-"), *new_ids}
    known = {*components.overlay.files(), *(one.template_file for one in components.all)}
    own = [*folders, SCAFFOLD, *(one.path for one in components.all)]
    count = 0
    for file in sorted(own_files(repository, hidden=True)):
        path = file.relative_to(repository).as_posix()
        ours = path in known or any(_is_below(path, folder) for folder in own)
        if ours or count == _MOST_MENTIONS:
            continue
        text = file.read_bytes()
        if any(word.encode() in text for word in words):
            count += 1
            yield path
