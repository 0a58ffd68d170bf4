"""Give a component another name: its folders, its resources, and what refers to them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..components.answers_file import read_answers, write_answers
from ..components.answers_renaming import recorded_renaming
from ..components.component_facts import component
from ..components.component_record import ComponentRecord
from ..document import Document
from ..errors import ScaffoldError
from ..merge.component_snippet import ComponentSnippet, digest_at
from ..merge.last_applied import LastApplied
from ..merge.snippet import Snippet
from ..merge.snippet_merge import Merged, merge
from ..questions.common_questions import name_problem
from ..record_files import is_earlier
from ..sam.model.local_paths import repathed
from ..sam.model.names import title
from ..sam.model.template_files import parsed
from ..sam.style.name_patterns import fill, with_placeholder
from ..sam.writing.renaming import renamed, with_generated
from .batch import Components
from .blocks import document_of, past_of
from .code_check import check_intact
from .external_references import ExternalReferences, rename_external_references
from .file_merge import FileConflict
from .file_moves import move, moves
from .fixed_names import fixed_names
from .handlers import handler_of
from .mentions import SoughtName, mentions
from .removal import own_folders
from .rerender import Version, from_answers

_IDS = ("logical_id", "layer_id", "role_id")
"""Shapes of logical ids in the recorded style."""

_OWN_IDS = ("logical_id", "layer_id")
"""Those of the function or layer itself."""

_SECTIONS = ("Parameters", "Resources")
"""Sections whose keys can be called after a component."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """The result of a rename.

    Attributes:
        new_ids: New logical ids by old ones, in the SAM template.
        section: Their section: ``"Resources"``, or ``"Parameters"`` for an external layer.
        moved: New paths of files by old ones.
        merged: Other changes in the SAM template.
        external: Changes of other files, and names that were not found in them.
        file_conflicts: Files with unresolved conflicts.
        fixed: Renamed resources with an unchanged name in the template: their ids and names.
        mentions: Files of the repository that still contain the old name, the most important
            first.
        folders: The folders that it had.
    """

    new_ids: Mapping[str, str]
    section: str
    moved: Mapping[str, str]
    merged: Merged
    external: ExternalReferences
    file_conflicts: tuple[FileConflict, ...]
    fixed: Mapping[str, str]
    mentions: tuple[str, ...]
    folders: tuple[str, ...]


def rename(components: Components, instance: ComponentRecord, name: str) -> Renamed:
    """Rename a component in an overlay.

    Args:
        components: The repository.
        instance: The component.
        name: Its new name, in snake_case.

    Raises:
        ScaffoldError: The name cannot be had, something is in its place, or a function
            would miss its code.
    """
    overlay = components.overlay
    _check_name(components, instance, name)
    checkout, old = components.old(instance)
    recorded = _with_name(components.answers(instance), name)
    handler = handler_of(components, instance, old, recorded)
    if handler is not None:
        recorded["house"]["handler"] = handler.shape
    answers = write_answers(recorded).encode()
    target = _renamed_instance(instance, name, read_answers(answers))
    new = from_answers(checkout, target.answers_file, answers)
    new_ids = _new_ids(instance, old, new)
    if (referring := _with_new_ids(target.answers_file, answers, new_ids)) != answers:
        new = from_answers(checkout, target.answers_file, referring)
    moved = moves(components, instance, old, new, handler.module if handler else None)

    before = overlay.read(instance.template_file) or b""
    past = components.past(instance)
    # Resources that the user renamed in the template keep their names.
    there = {was: now for was, now in new_ids.items() if past is None or was not in past.renamed}
    every_id = with_generated(document_of(overlay, instance.template_file), there)
    conflicts = [*move(components, moved, old, new, new_ids)]
    overlay.drop(instance.answers_file)
    overlay.put(target.answers_file, new.answers)
    merged = _rename_block(components, instance, target, past, new_ids, every_id, moved)
    change = _Change({**every_id, **new_ids}, moved, before)
    conflicts += _rename_elsewhere(components, instance, change)
    external = rename_external_references(overlay, instance.template_file, every_id)
    check_intact(overlay, instance.template_file, before, there, merged.conflicts)
    folders = own_folders(old)
    gone = set(folders).difference(own_folders(new))
    now = document_of(overlay, instance.template_file).encode()
    templates = (parsed(instance.template_file, text) for text in (before, now))
    gone |= set[str].difference(*(template.variables for template in templates))
    sought = SoughtName.of(instance, name, every_id, gone, components.all)
    return Renamed(
        there,
        _section_of(old),
        moved,
        merged,
        external,
        tuple(conflicts),
        fixed_names(instance.template_file, before, merged.document, there),
        mentions(overlay, sought, new.files),
        tuple(folders),
    )


def _renamed_instance(
    instance: ComponentRecord, name: str, answers: dict[str, Any]
) -> ComponentRecord:
    """Return the component under its new name; its records stay of the layout that they are of."""
    facts = component(answers).data()
    if is_earlier(instance.answers_file):
        del facts["answers_file"]
    return replace(instance, name=name).placed(facts)


def _check_name(components: Components, instance: ComponentRecord, name: str) -> None:
    if problem := name_problem(instance.kind, name):
        raise ScaffoldError(problem)
    if name == instance.name:
        raise ScaffoldError(f"{name!r} is already its name. Choose another.")
    if any(other.name == name and other.kind == instance.kind for other in components.all):
        raise ScaffoldError(f"The {instance.kind} {name!r} already exists. Choose another name.")


def _with_name(answers: bytes, name: str) -> dict[str, Any]:
    """Return the recorded answers with another name, also in a generated description."""
    recorded = read_answers(answers)
    if recorded.get("description") == title(str(recorded["name"])):
        recorded["description"] = title(name)
    house = recorded.get("house", {})
    for key in _OWN_IDS:  # one may spell the name its own way, as EC2Report
        if key in house:
            house[key] = with_placeholder(str(house[key]), str(recorded["name"]))
    recorded["name"] = name
    for key in _IDS:  # a name of one word is spelled alike in all of these
        if key in house and not str(fill(house[key], name)).isalnum():
            house[key] = re.sub(r"\{(?:kebab|snake)\}", "{camel}", str(house[key]))
    return recorded


def _new_ids(instance: ComponentRecord, old: Version, new: Version) -> dict[str, str]:
    """Return the new logical ids: both renderings have the same entries in the same order."""
    snippets = [
        Snippet.parse(version.rendered.snippet, version.files[version.rendered.snippet])
        for version in (old, new)
    ]
    before, after = (
        [key for section in _SECTIONS for key in snippet.keys(section)] for snippet in snippets
    )
    if len(before) != len(after):
        raise ScaffoldError(
            f"{instance.name} has {len(before)} resources and {len(after)} under the new name; "
            "please report it with your command."
        )
    return {was: now for was, now in zip(before, after, strict=True) if was != now}


def _with_new_ids(answers_file: str, answers: bytes, new_ids: Mapping[str, str]) -> bytes:
    """Return recorded answers in which resources have their new names."""
    document = Document.parse(answers_file, answers)
    splices = recorded_renaming(document, new_ids)
    return document.apply(splices).encode() if splices else answers


def _section_of(version: Version) -> str:
    snippet = version.rendered.snippet
    found = Snippet.parse(snippet, version.files[snippet])
    return "Resources" if found.keys("Resources") else "Parameters"


def _rename_block(
    components: Components,
    instance: ComponentRecord,
    target: ComponentRecord,
    past: LastApplied | None,
    new_ids: Mapping[str, str],
    every_id: Mapping[str, str],
    moved: Mapping[str, str],
) -> Merged:
    """Rename the resources in the SAM template, then merge the other changes of the rename."""
    document = document_of(components.overlay, instance.template_file)
    if past is None:
        return Merged(document, ())
    _check_free(document, every_id)
    original, document = document, repathed(renamed(document, every_id), moved)
    past = replace(past, adopted=_adopted_again(past, original, document, new_ids))
    return _merge_again(components, instance, target, {**every_id, **new_ids}, past, document)


def _adopted_again(
    past: LastApplied, before: Document, after: Document, new_ids: Mapping[str, str]
) -> dict[str, str]:
    """Return the digests of hand-written entries, which now contain other names."""
    return {
        path: digest_at(after, _path(path, new_ids))
        if digest_at(before, path) == digest
        else digest
        for path, digest in past.adopted.items()
    }


def _merge_again(
    components: Components,
    instance: ComponentRecord,
    target: ComponentRecord,
    new_ids: Mapping[str, str],
    past: LastApplied,
    document: Document,
) -> Merged:
    """Merge a block in which the resources have their new names already."""
    overlay = components.overlay
    data = overlay.read(target.snippet_file) or b""
    own = {new_ids.get(was, was): now for was, now in past.renamed.items()}
    base = past.snippet.renamed(new_ids)
    adopted = {_path(path, new_ids): digest for path, digest in past.adopted.items()}
    found = ComponentSnippet(
        Snippet.parse(target.snippet_file, data),
        data,
        LastApplied(base.document.encode(), own, adopted, past.opened),
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


def _check_free(document: Document, new_ids: Mapping[str, str]) -> None:
    for section in _SECTIONS:
        found = document.root.find(section)
        keys = {key.value for key, _ in found[1].pairs()} if found and found[1].items else set()
        if taken := sorted(keys.intersection(new_ids.values())):
            raise ScaffoldError(
                f"{document.name} has {section}.{taken[0]} already. Choose another name."
            )


@dataclass(frozen=True, slots=True)
class _Change:
    """New names of a component.

    Attributes:
        new_ids: New logical ids by old ones.
        moved: New paths of files by old ones.
        template: The SAM template as it was.
    """

    new_ids: Mapping[str, str]
    moved: Mapping[str, str]
    template: bytes

    def recorded(self, answers_file: str, answers: bytes) -> bytes:
        """Return the answers of another component, with the new names."""
        return _with_shared_code(_with_new_ids(answers_file, answers, self.new_ids), self.moved)

    def past(self, components: Components, other: ComponentRecord) -> LastApplied | None:
        """Return what was last applied of another component, with the digests as they are now."""
        past = past_of(components.overlay, other.applied_file)
        if past is None or not past.adopted:
            return past
        before = Document.parse(other.template_file, self.template)
        after = document_of(components.overlay, other.template_file)
        return replace(past, adopted=_adopted_again(past, before, after, {}))


def _rename_elsewhere(
    components: Components, instance: ComponentRecord, change: _Change
) -> Iterator[FileConflict]:
    """Rename resources and shared code in what others of the template say and have recorded."""
    overlay = components.overlay
    for other in components.all:
        if other.path == instance.path or other.template_file != instance.template_file:
            continue
        before = components.answers(other)
        answers = change.recorded(other.answers_file, before)
        if answers != before:
            yield from _follow(components, other, answers, change)
            continue
        if (past := change.past(components, other)) is not None:
            overlay.put(other.applied_file, past.encode())
        for path in (other.snippet_file, other.applied_file):
            data = overlay.read(path)
            if data is not None:
                overlay.put(path, renamed(Document.parse(path, data), change.new_ids).encode())


def _with_shared_code(answers: bytes, moved: Mapping[str, str]) -> bytes:
    """Return recorded answers with the current folder and package of the shared code."""
    recorded = read_answers(answers)
    house = recorded.get("house") or {}
    source, package = (str(house.get(key) or "") for key in ("shared_source", "shared_package"))
    for was, now in moved.items() if source else ():
        inside = was.removeprefix(posixpath.join(source, package, ""))
        if was in (now, inside) or not now.endswith(f"/{inside}"):
            continue
        folder = now.removesuffix(f"/{inside}")
        if package:
            folder, _, house["shared_package"] = folder.rpartition("/")
        house["shared_source"] = folder
        return write_answers(recorded).encode()
    return answers


def _follow(
    components: Components, other: ComponentRecord, answers: bytes, change: _Change
) -> Iterator[FileConflict]:
    """Render another component with the new names: its variables are called after them."""
    overlay = components.overlay
    checkout, old = components.old(other)
    new = from_answers(checkout, other.answers_file, answers)
    found = {path: path for path in old.files if overlay.read(path) is not None}
    yield from move(components, found, old, new, change.new_ids)
    overlay.put(other.answers_file, new.answers)
    past = change.past(components, other)
    if past is None:
        return
    document = document_of(overlay, other.template_file)
    merged = _merge_again(components, other, other, change.new_ids, past, document)
    for conflict in merged.conflicts:
        what = f"{conflict.name}: your version is kept; see `sam-scaffold status {other.name}`"
        yield FileConflict(other.template_file, what)
