"""What one snippet changes in a template: entries that go, change and come."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..document import Document, Node, Splice, yaml_edit
from ..document.append import insertion
from ..document.flow_edit import EditError
from ..document.layout import blank_between, layout_of
from ..document.yaml_document import section
from ..errors import ScaffoldError
from ..sam.model.intrinsics import to_data
from .aliases import SHARED, holds_shared, is_shared
from .conflict import MISSING, Conflict
from .entry import SnippetEntry
from .entry_status import Pair, pair_of, pairs_of
from .references import RESOURCES, needed, needs
from .snippet import Snippet
from .three_way import ThreeWay, own_comments

_REFERRED = (RESOURCES, "Parameters")
"""Sections whose entries others refer to by Ref."""


@dataclass(frozen=True, slots=True)
class SnippetMerge:
    """One snippet that is to be merged.

    Attributes:
        snippet: What is desired.
        base: What was last applied to this template, if anything was.
    """

    snippet: Snippet
    base: Snippet | None = None

    def was(self, name: str, key: str) -> SnippetEntry | None:
        """An entry as it was last applied, None where it was not."""
        return None if self.base is None else self.base.find(name, key)


@dataclass(frozen=True, slots=True)
class Removal:
    """The entries that a snippet had once and has no more.

    Attributes:
        going: Those that go, by section.
        conflicts: Those that were edited since, or that others need.
    """

    going: dict[str, list[SnippetEntry]]
    conflicts: tuple[Conflict, ...]

    @classmethod
    def of(cls, document: Document, job: SnippetMerge) -> Removal:
        """What of it can go."""
        going: dict[str, list[SnippetEntry]] = {}
        conflicts = []
        for name, mapping, entry, pair in _dropped(document, job):
            mine = to_data(pair[1])
            why = _obstacle(document, mapping, pair, entry)
            if mine == entry.data and not why:
                going.setdefault(name, []).append(entry)
            else:
                path, start = (name, entry.key), pair[0].start
                conflicts.append(Conflict(path, entry.data, mine, MISSING, start, why))
        kept = _still_needed(document, job, going)
        for name, entry in [(name, one) for name, found in going.items() for one in found]:
            if name in _REFERRED and entry.key in kept:
                going[name].remove(entry)
                path, why = (name, entry.key), f"{kept[entry.key]} refers to it"
                conflicts.append(Conflict(path, entry.data, entry.data, MISSING, None, why))
        return cls({name: entries for name, entries in going.items() if entries}, tuple(conflicts))


def _obstacle(document: Document, mapping: Node, pair: Pair, entry: SnippetEntry) -> str:
    """What would be lost or changed elsewhere if an entry went."""
    if own_comments(document, mapping, pair, entry):
        return "a comment of yours would go, too"
    if is_shared(document, mapping) or holds_shared(document, pair[1]):
        return SHARED
    return ""


def _dropped(
    document: Document, job: SnippetMerge
) -> Iterator[tuple[str, Node, SnippetEntry, Pair]]:
    """The entries that the snippet has no more and the template has."""
    for name, entries in ({} if job.base is None else job.base.sections).items():
        mapping = section(document, name)
        for entry in entries:
            pair = pair_of(document, name, mapping, entry.key)
            dropped = job.snippet.find(name, entry.key) is None
            if pair is not None and mapping is not None and dropped:
                yield name, mapping, entry, pair


def _still_needed(
    document: Document, job: SnippetMerge, going: dict[str, list[SnippetEntry]]
) -> dict[str, str]:
    """What the template would miss once all else is merged, and who refers to it."""
    kept: dict[str, str] = {}
    ids = {entry.key for name in _REFERRED for entry in going.get(name, ())}
    if ids:
        leaving = {(name, entry.key) for name, entries in going.items() for entry in entries}
        after = document.apply(Change(document, job, Removal({}, ())).splices)
        while found := dict(needed(after, ids - kept.keys(), _without(leaving, kept))):
            kept |= found
    return kept


def _without(leaving: set[tuple[str, str]], kept: Collection[str]) -> set[tuple[str, str]]:
    return {(name, key) for name, key in leaving if name not in _REFERRED or key not in kept}


class Change:
    """The splices that bring one snippet into a template, and what stands in their way.

    Attributes:
        work: The three-way merge of the entries that stand there.
        added: Paths of the entries that come.
        opened: Sections that the template does not have yet, or has without an entry.
        rewritten: Places of lines that change, as their section stands on one line.
    """

    def __init__(self, document: Document, job: SnippetMerge, removal: Removal) -> None:
        self._document = document
        self._job = job
        self.added: list[str] = []
        self.opened: list[str] = []
        self.rewritten: list[str] = []
        self.work = ThreeWay(document, layout_of(document), self._gone())
        self.work.conflicts += removal.conflicts
        for name, entries in job.snippet.sections.items():
            self._section(name, entries)

    @property
    def splices(self) -> list[Splice]:
        """All changes of the text."""
        return self.work.splices

    def _gone(self) -> frozenset[str]:
        """Logical ids and parameters of the component that the template will not have."""
        there = {key for name in _REFERRED for key in pairs_of(self._document, name)}
        base = self._job.base
        gone = {key for name in _REFERRED for key in (base.keys(name) if base else ())} - there
        if not gone:
            return frozenset()
        entries = self._job.snippet.sections.get(RESOURCES, ())
        coming = [one for one in entries if one.key not in there and one.key not in gone]
        while found := {one.key for one in coming if not gone.isdisjoint(needs(one.data))} - gone:
            gone |= found
        return frozenset(gone)

    def _section(self, name: str, entries: tuple[SnippetEntry, ...]) -> None:
        """Merge the entries that stand there; put new ones behind their neighbours."""
        mapping = section(self._document, name)
        above: Pair | None = None
        coming: list[SnippetEntry] = []
        for entry in entries:
            pair = pair_of(self._document, name, mapping, entry.key)
            if pair is not None and mapping is not None:
                self._come(name, mapping, above, coming)
                above, coming = pair, []
                self._merge(name, mapping, pair, entry)
            elif self._job.was(name, entry.key) is None and self._may_come(name, entry):
                coming.append(entry)
        self._come(name, mapping, above, coming)

    def _merge(self, name: str, mapping: Node, pair: Pair, entry: SnippetEntry) -> None:
        base = self._job.was(name, entry.key)
        mine = to_data(pair[1])
        if base is not None and mine != entry.data and is_shared(self._document, mapping):
            if base.data != entry.data:
                path, start = (name, entry.key), pair[0].start
                conflict = Conflict(path, base.data, mine, entry.data, start, SHARED)
                self.work.conflicts.append(conflict)
        elif base is not None:
            self.work.pair((name, entry.key), mapping, pair, base, entry)
        elif mine != entry.data:
            path, start = (name, entry.key), pair[0].start
            why = "another resource has this name"
            self.work.conflicts.append(Conflict(path, MISSING, mine, entry.data, start, why))

    def _may_come(self, name: str, entry: SnippetEntry) -> bool:
        missing = sorted(self.work.gone.intersection(needs(entry.data)))
        if missing:
            path = (name, entry.key)
            why = f"it needs {missing[0]}, which is not in the template"
            self.work.conflicts.append(Conflict(path, MISSING, MISSING, entry.data, None, why))
        return not missing

    def _come(
        self, name: str, mapping: Node | None, above: Pair | None, entries: list[SnippetEntry]
    ) -> None:
        """Add entries behind the one that comes before them in the snippet, else at the end."""
        if not entries:
            return
        self.added += [f"{name}.{entry.key}" for entry in entries]
        shared = mapping is not None and is_shared(self._document, mapping)
        if above is not None and mapping is not None and self._job.base is not None and not shared:
            try:
                self.work.splices += self._behind(mapping, above, entries)
            except EditError as problem:
                raise ScaffoldError(f"{self._document.name}: {name}: {problem}.") from None
            return
        if mapping is None or not mapping.items:
            self.opened.append(name)
        splice = insertion(self._document, name, entries)
        self.work.splices.append(splice)
        mark = splice.start == 0 and self._document.source.bom  # the mark stays in front
        if mark or splice.start != self._document.line_start(splice.start):
            self.rewritten.append(self._document.position(splice.start))

    def _behind(self, mapping: Node, above: Pair, entries: list[SnippetEntry]) -> Iterator[Splice]:
        blank = not mapping.flow and blank_between(self._document, mapping)
        for entry in entries:
            yield yaml_edit.insert(
                self._document, mapping, above, entry, self.work.layout, blank=blank
            )
