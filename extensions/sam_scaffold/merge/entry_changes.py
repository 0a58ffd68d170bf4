"""Changes that one snippet makes to the entries of a template, except removals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..document import Document, Node, Pair, entries_of, yaml_edit
from ..document.append import insertion
from ..document.flow_edit import EditError
from ..document.layout import TextLayout, blank_between, layout_of
from ..document.yaml_document import section
from ..errors import ScaffoldError
from .aliases import SHARED, is_shared
from .conflict import MISSING, Conflict
from .entry import SnippetEntry
from .entry_status import pair_of
from .meaning import Meaning, Path
from .merge_plan import Action, TemplateEdit
from .snippet import Snippet
from .three_way import Planned, ThreeWay


@dataclass(frozen=True, slots=True)
class SnippetMerge:
    """One snippet that is to be merged.

    Attributes:
        snippet: The desired snippet.
        base: The snippet that was last applied to this template, if one was.
    """

    snippet: Snippet
    base: Snippet | None = None

    def was(self, name: str, key: str) -> SnippetEntry | None:
        """Return an entry as it was last applied, None where it was not."""
        return None if self.base is None else self.base.find(name, key)


def entry_changes(document: Document, job: SnippetMerge) -> list[Planned]:
    """Return the edits that merge a snippet into a template, and the conflicts.

    Entries that the snippet no longer has are not looked at.

    Raises:
        ScaffoldError: A section cannot be changed safely.
    """
    meaning = job.snippet.meaning
    gone = _gone(document, job, meaning)
    layout = layout_of(document)
    changes = _EntryChanges(document, job, layout, ThreeWay(meaning, document, layout, gone))
    return [found for name in job.snippet.sections for found in changes.of_section(name)]


def _gone(document: Document, job: SnippetMerge, meaning: Meaning) -> frozenset[str]:
    """Return the names of the component to which nothing new may refer.

    These are the entries that were applied and that the template no longer has, and the new ones
    that do not come as they refer to one of them.
    """
    there = {key for name in meaning.referred for key in entries_of(document, name)}
    base = job.base
    gone = {key for name in meaning.referred for key in (base.keys(name) if base else ())} - there
    if not gone:
        return frozenset()
    coming = {
        entry.key: set(meaning.references((meaning.resources, entry.key), entry.data))
        for entry in job.snippet.sections.get(meaning.resources, ())
        if entry.key not in there and entry.key not in gone
    }
    while found := {key for key, needs in coming.items() if needs & gone} - gone:
        gone |= found
    return frozenset(gone)


@dataclass(frozen=True, slots=True)
class _EntryChanges:
    """The planning of one snippet's changes of a template."""

    document: Document
    job: SnippetMerge
    layout: TextLayout
    three_way: ThreeWay

    def of_section(self, name: str) -> Iterator[Planned]:
        """Merge the existing entries; add new ones after their neighbours."""
        mapping = section(self.document, name)
        above: Pair | None = None
        coming: list[SnippetEntry] = []
        for entry in self.job.snippet.sections[name]:
            pair = pair_of(self.document, name, mapping, entry.key)
            if pair is not None and mapping is not None:
                yield from self._come(name, mapping, above, coming)
                above, coming = pair, []
                yield from self._merge((name, entry.key), mapping, pair, entry)
            elif self.job.was(name, entry.key) is None:
                if refused := self.three_way.refused_to_come((name, entry.key), entry.data):
                    yield refused
                else:
                    coming.append(entry)
        yield from self._come(name, mapping, above, coming)

    def _merge(
        self, path: Path, mapping: Node, pair: Pair, entry: SnippetEntry
    ) -> Iterator[Planned]:
        base = self.job.was(*path)
        mine, start = entry.meaning.data(pair[1]), pair[0].start
        if base is not None and mine != entry.data and is_shared(self.document, mapping):
            if base.data != entry.data:
                yield Conflict(path, base.data, mine, entry.data, start, SHARED)
        elif base is not None:
            yield from self.three_way.pair(path, mapping, pair, base, entry)
        elif mine != entry.data:
            why = "another resource has this name"
            yield Conflict(path, MISSING, mine, entry.data, start, why)

    def _come(
        self, name: str, mapping: Node | None, above: Pair | None, entries: Sequence[SnippetEntry]
    ) -> Iterator[TemplateEdit]:
        """Add entries after the one that precedes them in the snippet, else at the end."""
        if not entries:
            return
        shared = mapping is not None and is_shared(self.document, mapping)
        if above is None or mapping is None or self.job.base is None or shared:
            yield self._appended(name, mapping, entries)
            return
        blank = not mapping.flow and blank_between(self.document, mapping)
        try:
            for entry in entries:
                splice = yaml_edit.insert(
                    self.document, mapping, above, entry, self.layout, blank=blank
                )
                yield TemplateEdit(Action.ADD, ((name, entry.key),), (splice,))
        except EditError as problem:
            raise ScaffoldError(f"{self.document.name}: {name}: {problem}.") from None

    def _appended(
        self, name: str, mapping: Node | None, entries: Sequence[SnippetEntry]
    ) -> TemplateEdit:
        splice = insertion(self.document, name, entries)
        opens = name if mapping is None or not mapping.items else ""
        mark = splice.start == 0 and self.document.source.bom  # the mark stays in front
        inside = mark or splice.start != self.document.line_start(splice.start)
        rewrites = self.document.position(splice.start) if inside else ""
        paths = tuple((name, entry.key) for entry in entries)
        return TemplateEdit(Action.ADD, paths, (splice,), opens, rewrites)
