"""Entries that a snippet had and no longer has: those to remove, and the conflicts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..document import Document, Node, Pair
from ..document.yaml_document import section
from .aliases import SHARED, holds_shared, is_shared
from .conflict import MISSING, Conflict
from .entry import SnippetEntry, own_comments
from .entry_changes import SnippetMerge, entry_changes
from .entry_status import pair_of
from .merge_plan import TemplateEdit, edited

BySection = Mapping[str, Sequence[SnippetEntry]]
"""Entries by their section."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Entries that a snippet had and no longer has.

    Attributes:
        going: Those that can be removed, by section.
        conflicts: Those that were edited since, or to which others refer.
    """

    going: BySection
    conflicts: tuple[Conflict, ...]


def dropped(document: Document, job: SnippetMerge) -> Dropped:
    """Return the entries that a snippet no longer has, with what can be done about each."""
    going: dict[str, list[SnippetEntry]] = {}
    conflicts = []
    for name, mapping, entry, pair in _in_template(document, job):
        mine = entry.meaning.data(pair[1])
        why = _obstacle(document, mapping, pair, entry)
        if mine == entry.data and not why:
            going.setdefault(name, []).append(entry)
        else:
            path, start = (name, entry.key), pair[0].start
            conflicts.append(Conflict(path, entry.data, mine, MISSING, start, why))
    kept = _still_needed(document, job, going)
    referred = job.snippet.meaning.referred
    for name, entry in [(name, entry) for name, found in going.items() for entry in found]:
        if name in referred and entry.key in kept:
            going[name].remove(entry)
            path, why = (name, entry.key), f"{kept[entry.key]} refers to it"
            conflicts.append(Conflict(path, entry.data, entry.data, MISSING, None, why))
    left = {name: tuple(entries) for name, entries in going.items() if entries}
    return Dropped(left, tuple(conflicts))


def _in_template(
    document: Document, job: SnippetMerge
) -> Iterator[tuple[str, Node, SnippetEntry, Pair]]:
    """Find the entries that the snippet no longer has and the template still has."""
    for name, entries in ({} if job.base is None else job.base.sections).items():
        mapping = section(document, name)
        for entry in entries:
            pair = pair_of(document, name, mapping, entry.key)
            missing = job.snippet.find(name, entry.key) is None
            if pair is not None and mapping is not None and missing:
                yield name, mapping, entry, pair


def _obstacle(document: Document, mapping: Node, pair: Pair, entry: SnippetEntry) -> str:
    """Return what would be lost or changed elsewhere with an entry, empty if nothing would."""
    if own_comments(document, mapping, pair, entry):
        return "your comment would be removed"
    if is_shared(document, mapping) or holds_shared(document, pair[1]):
        return SHARED
    return ""


def _still_needed(document: Document, job: SnippetMerge, going: BySection) -> dict[str, str]:
    """Return the entries to which the template refers once all else is merged, with what does."""
    kept: dict[str, str] = {}
    meaning = job.snippet.meaning
    ids = {entry.key for name in meaning.referred for entry in going.get(name, ())}
    if not ids:
        return kept
    leaving = {(name, entry.key) for name, entries in going.items() for entry in entries}
    changes = entry_changes(document, job)
    after = edited(document, [found for found in changes if isinstance(found, TemplateEdit)])
    while found := dict(
        meaning.needed(after, ids - kept.keys(), _without(leaving, meaning.referred, kept))
    ):
        kept |= found
    return kept


def _without(
    leaving: set[tuple[str, str]], referred: Collection[str], kept: Collection[str]
) -> set[tuple[str, str]]:
    return {(name, key) for name, key in leaving if name not in referred or key not in kept}
