"""Status of a component, compared with the newest template and with its own rendering."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..components.component_record import ComponentRecord, lost_records
from ..document import Document
from ..errors import ScaffoldError
from ..merge import last_applied
from ..merge.component_snippet import ComponentSnippet, digest_at
from ..merge.entry_status import EntryState, entry_statuses
from ..merge.snippet_merge import merge
from ..sam.model.template import FUNCTIONS, LAYERS
from ..sam.model.template_files import find_template, templates_of
from .batch import Components
from .file_merge import has_markers
from .rendered_digests import digest_of

OUTDATED = "outdated"
EDITED = "edited in the template"
EDITED_FILES = "edited in files"
CONFLICT = "conflict open"
MISSING_FILES = "missing files"
MISSING_BLOCK = "missing in the template"
NOT_APPLIED = "resource.yaml not applied"
BROKEN = "broken"

UNWELL = (OUTDATED, CONFLICT, NOT_APPLIED, BROKEN)
"""States that require an action; edits do not."""


@dataclass
class Status:
    """The status of a component.

    Attributes:
        instance: The component.
        latest: The newest version, empty if unknown.
        states: Its states; empty if it is up to date.
        details: Paths and reasons, by state.
        lacks_code: Whether one of the missing files is deployed; others may be deleted.
    """

    instance: ComponentRecord
    latest: str = ""
    states: list[str] = field(default_factory=list)
    details: dict[str, list[str]] = field(default_factory=dict)
    lacks_code: bool = False

    def note(self, state: str, details: Iterable[str]) -> None:
        """Add a state, if there are details."""
        found = list(details)
        if found and state not in self.states:
            self.states.append(state)
        if found:
            self.details[state] = [*self.details.get(state, ()), *found]

    @property
    def is_well(self) -> bool:
        """Return whether there is nothing to be done."""
        return not (self.lacks_code or set(UNWELL).intersection(self.states))


@dataclass(frozen=True, slots=True)
class Orphan:
    """A function or layer of a SAM template that was a component's, and whose answers are lost.

    Attributes:
        template_file: The SAM template.
        logical_id: Its key in Resources.
        folder: Where is recorded what was applied to the template.
    """

    template_file: str
    logical_id: str
    folder: str


def status_of(components: Components, instance: ComponentRecord) -> Status:
    """Return the status of a component."""
    found = Status(instance)
    try:
        target = components.versions.target(instance.source)
        found.latest = target.version
        if target.version and target.version != instance.version:
            old = components.versions.at(instance.source, instance.version)
            if not components.versions.is_older(instance.source, target, old):
                found.note(OUTDATED, [f"{instance.version} -> {target.version}"])
        note_block(found, *components.tracked(instance))
        _files(components, found)
    except ScaffoldError as error:
        found.note(BROKEN, [str(error)])
    return found


def note_block(found: Status, document: Document, tracked: ComponentSnippet) -> None:
    """Add the status of a component's block in its SAM template.

    Args:
        found: The component's status, to which it is added.
        document: The template.
        tracked: The component's snippet with its past.
    """
    base = tracked.base
    if base is None or tracked.past is None:
        found.note(NOT_APPLIED, [found.instance.snippet_file])
        return
    entries = [
        entry
        for entry in entry_statuses(document, base, base)
        if not _as_adopted(document, tracked, entry.path)
    ]
    found.note(EDITED, [entry.path for entry in entries if entry.state is EntryState.EDITED])
    deleted = [entry.path for entry in entries if entry.state is EntryState.DELETED]
    found.note(MISSING_BLOCK, deleted)
    if tracked.past.data == tracked.data:  # nothing is to be applied
        return
    merged = merge(document, tracked.job.snippet, base)
    found.note(CONFLICT, [conflict.name for conflict in merged.conflicts])
    if not merged.conflicts:
        found.note(NOT_APPLIED, merged.changed or [found.instance.snippet_file])


def _as_adopted(document: Document, tracked: ComponentSnippet, path: str) -> bool:
    """Return whether an adopted entry is unchanged since its adoption."""
    known = {} if tracked.past is None else tracked.past.adopted
    section, _, key = path.partition(".")
    first = {new: old for old, new in tracked.new_ids.items()}
    digest = known.get(f"{section}.{first.get(key, key)}")
    return digest is not None and digest == digest_at(document, path)


def _files(components: Components, found: Status) -> None:
    """Add the differences between the files and the rendering of the component's version."""
    version = components.old_digests(found.instance)
    now = {path: components.overlay.read(path) for path in version.files}
    edited = [
        path
        for path, digest in version.files.items()
        if (data := now[path]) is not None and digest_of(data) != digest
    ]
    found.note(EDITED_FILES, edited)
    marked = [path for path in edited if has_markers(now[path] or b"")]
    found.note(CONFLICT, [f"{path} has conflict markers" for path in marked])
    missing = [path for path, data in now.items() if data is None]
    found.note(MISSING_FILES, missing)
    found.lacks_code = any(path.startswith(version.code_folders) for path in missing)


def orphans(components: Components) -> Iterator[Orphan]:
    """Find functions and layers that were applied, but no longer belong to a component."""
    view = components.overlay.view
    for record in lost_records(components.overlay.repository):
        ids = _applied_ids(components.overlay.repository / record) - components.claimed
        for template_file in templates_of(view) if ids else ():
            template = find_template(view, template_file)
            for resource in () if template is None else template.of_type(*FUNCTIONS, *LAYERS):
                if resource.logical_id in ids:
                    yield Orphan(template_file, resource.logical_id, posixpath.dirname(record))


def _applied_ids(record: Path) -> set[str]:
    """Return the current logical ids of the applied resources."""
    with suppress(ScaffoldError):
        if past := last_applied.load(record):
            return {past.renamed.get(name, name) for name in past.snippet.keys("Resources")}
    return set()
