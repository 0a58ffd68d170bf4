"""Three-way merge of a pair of a template: the edits that make a snippet's changes in it.

The base is what was last applied, ours is the text of the template, theirs is the new snippet.
Each difference between base and theirs becomes an edit. What only the user changed stays as it
is, and so does every comment. Where both changed the same value, it is a conflict: ours stays.
Nothing is applied here, and all edits are offsets in the same document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from ..document import Data, Document, Node, NodeKind, Pair, Splice, entry_lines, yaml_edit
from ..document.flow_edit import EditError
from ..document.layout import TextLayout
from .aliases import SHARED, heirs, holds_shared, is_shared, merge_pair, own_pairs
from .conflict import MISSING, Absent, Conflict
from .divisible import are_rivals, is_open, is_plain, is_within
from .entry import Part, SnippetEntry, own_comments
from .leaves import changed_leaves
from .list_identity import Items, additional_items
from .meaning import Meaning, Path
from .merge_plan import Action, TemplateEdit

Planned = TemplateEdit | Conflict
"""A change that can be made, or one that cannot."""


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """Three-way merge of pairs of one template.

    Attributes:
        meaning: The language of the template.
        document: The template.
        layout: Its indentation.
        gone: Names that the template no longer has, so that nothing new may refer to them.
    """

    meaning: Meaning
    document: Document
    layout: TextLayout
    gone: frozenset[str] = frozenset()

    def pair(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry | None, theirs: SnippetEntry
    ) -> Iterator[Planned]:
        """Plan to bring what changed from base to theirs into a pair of the template.

        Args:
            path: The path of the pair.
            mapping: The mapping of the template that holds it.
            ours: The pair as it is in the template.
            base: The pair as it was last applied, None if it was not there.
            theirs: The pair of the snippet.
        """
        if base is not None and not mapping.flow:
            yield from self._head(path, ours[0], base, theirs)
            if base.text == theirs.text and base.data == theirs.data:
                return
            if self._is_untouched(mapping, ours, base) and not self._missing(path, theirs.data):
                yield from self._take(path, mapping, ours, base, theirs)
                return
        yield from self._values(path, mapping, ours, base, theirs)

    def _is_untouched(self, mapping: Node, ours: Pair, base: SnippetEntry) -> bool:
        """Return whether a pair is exactly as it was applied."""
        return (
            entry_lines.body_of(self.document, ours) == base.text
            and self.meaning.data(ours[1]) == base.data
            and not own_comments(self.document, mapping, ours, base)
        )

    def _head(
        self, path: Path, key: Node, base: SnippetEntry, theirs: SnippetEntry
    ) -> Iterator[Planned]:
        """Replace the comment lines above a pair, if the user did not change them."""
        before, after = base.head, theirs.head
        if before == after or not entry_lines.begins_line(self.document, key.start):
            return
        ours = entry_lines.head_at(self.document, key.start)
        if ours == before or (before and ours[-len(before) :] == before):
            splice = yaml_edit.replace_head(self.document, key, len(before), after)
            yield TemplateEdit(Action.COMMENT, (path,), (splice,))

    def _values(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry | None, theirs: SnippetEntry
    ) -> Iterator[Planned]:
        value = ours[1]
        mine = self.meaning.data(value)
        before: Data | Absent = MISSING if base is None else base.data
        if mine == theirs.data:
            return
        if (
            self._is_open(value)
            and is_plain(self.meaning, theirs.value)
            and (theirs.value.items or mine != before)
            and (base is None or is_plain(self.meaning, base.value))
            and _same_kind(value, theirs.value, base)
            and not are_rivals(self.meaning, mine, before, theirs.data)
        ):
            if value.kind is NodeKind.MAPPING:
                old = {} if base is None else base.pairs()
                yield from self.mapping(path, value, old, theirs.pairs())
            elif base is None:
                yield from self._next_to(path, value, theirs)
            elif before != theirs.data:
                yield from self._sequence(path, mapping, ours, base, theirs)
            return
        if before == theirs.data:
            return
        if mine == before and base is not None:
            yield from self._take(path, mapping, ours, base, theirs)
        else:
            yield _conflict(path, before, mine, theirs.data, value)

    def _is_open(self, node: Node) -> bool:
        """Return whether the parts of a collection can be changed without changing others."""
        if not is_open(self.meaning, node) or not is_shared(self.document, node):
            return is_open(self.meaning, node)
        return node.kind is NodeKind.MAPPING and heirs(self.document, node) is not None

    # --- A value as a whole -----------------------------------------------------

    def _take(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry, theirs: SnippetEntry
    ) -> Iterator[Planned]:
        """Replace ours by theirs where ours means what base does."""
        value, mine = ours[1], self.meaning.data(ours[1])
        if refused := self._refused(path, base.data, mine, theirs.data, value):
            yield refused
            return
        try:
            splices = self._replacement(mapping, ours, base, theirs)
        except EditError as problem:
            yield _conflict(path, base.data, mine, theirs.data, value, str(problem))
            return
        yield TemplateEdit(Action.REPLACE, (path,), tuple(splices))

    def _replacement(
        self, mapping: Node, ours: Pair, base: SnippetEntry, theirs: SnippetEntry
    ) -> list[Splice]:
        """Replace whole lines if the user wrote no comments, else only the value, or its leaves."""
        if not own_comments(self.document, mapping, ours, base):
            return [yaml_edit.replace_body(self.document, mapping, ours, theirs, self.layout)]
        try:
            return [yaml_edit.replace_value(self.document, mapping, ours, theirs, self.layout)]
        except EditError:
            with suppress(EditError):
                return changed_leaves(self.meaning, self.document, ours[1], theirs.value)
            raise

    def _refused(
        self, path: Path, base: Data | Absent, ours: Data, theirs: Data | Absent, node: Node
    ) -> Conflict | None:
        """Return the conflict of a change that goes further, or that needs what is gone."""
        if holds_shared(self.document, node):
            return _conflict(path, base, ours, theirs, node, SHARED)
        if missing := self._missing(path, theirs):
            return _conflict(path, base, ours, theirs, node, _needs(missing))
        return None

    def _missing(self, path: Path, new: Data | Absent) -> str:
        """Return a name to which a new value refers and that is gone, empty if there is none."""
        if isinstance(new, Absent) or not self.gone:
            return ""
        return next(iter(sorted(self.gone.intersection(self.meaning.references(path, new)))), "")

    # --- Collections ------------------------------------------------------------

    def mapping(
        self,
        path: Path,
        ours: Node,
        base: Mapping[str, SnippetEntry],
        theirs: Mapping[str, SnippetEntry],
    ) -> Iterator[Planned]:
        """Merge the pairs of a mapping; of what it shares with others, only its own ones."""
        pairs = {key.value: (key, value) for key, value in ours.pairs()}
        if merge_pair(ours) is not None or is_shared(self.document, ours):
            own = own_pairs(self.meaning, self.document, path, ours, base, theirs)
            base, theirs = own.base, own.theirs
            yield from own.conflicts
        yield from self._parts(path, ours, pairs, base, theirs)
        for key, new in theirs.items():
            if key in pairs:
                yield from self.pair((*path, key), ours, pairs[key], base.get(key), new)

    def _sequence(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry, theirs: SnippetEntry
    ) -> Iterator[Planned]:
        value = ours[1]
        named = Items.named(self.meaning, value, base.value, theirs.value)
        items = named or Items.distinct(self.meaning, value, base.value, theirs.value)
        if items is None or (items is not named and items.are_rivals()):
            mine = self.meaning.data(value)
            if mine == base.data:
                yield from self._take(path, mapping, ours, base, theirs)
            else:
                yield _conflict(path, base.data, mine, theirs.data, value)
            return
        there = {name: (item, item) for name, item in items.ours.items()}
        old, new = base.items(items.base), theirs.items(items.theirs)
        yield from self._parts(path, value, there, old, new)
        for name in [name for name in new if named is not None and name in there]:
            before = old[name].pairs() if name in old else {}
            below = (*path, items.renamed.get(name, name))
            yield from self.mapping(below, there[name][1], before, new[name].pairs())

    def _next_to(self, path: Path, ours: Node, theirs: SnippetEntry) -> Iterator[Planned]:
        """Add items after those of the user, if they do not depend on each other."""
        new = (
            additional_items(self.meaning, ours, theirs.value)
            if self._is_independent(path)
            else None
        )
        if new is None:
            yield _conflict(path, MISSING, self.meaning.data(ours), theirs.data, ours)
            return
        for part in theirs.items(new).values():
            if refused := self.refused_to_come(path, part.data):
                yield refused
            else:
                yield self._insert(path, ours, (ours.items[-1], ours.items[-1]), part)

    def _is_independent(self, path: Path) -> bool:
        return path[-1] in self.meaning.independent

    def _taken_back(self, path: Path, ours: Node, base: Part) -> Iterator[Planned] | None:
        """Return the edits that take parts out from among those of the user.

        Returns:
            None where that is not possible: the parts depend on each other, or ours has others.
        """
        if not self._is_independent(path) or not isinstance(base, SnippetEntry):
            return None
        plain = is_plain(self.meaning, ours) and is_plain(self.meaning, base.value)
        if not plain or ours.kind is not base.value.kind:
            return None
        if ours.kind is NodeKind.MAPPING:
            mine = self.meaning.data(ours)
            more = is_within(base.data, mine) and mine != base.data
            return self.mapping(path, ours, base.pairs(), {}) if more else None
        items = Items.distinct(self.meaning, ours, base.value, base.value)
        if items is None or not items.base.keys() < items.ours.keys():
            return None
        return self._items_taken_back(path, ours, base, items)

    def _items_taken_back(
        self, path: Path, ours: Node, base: SnippetEntry, items: Items
    ) -> Iterator[Planned]:
        there = {name: (items.ours[name], items.ours[name]) for name in items.base}
        starts = {pair[0].start for pair in there.values()}
        for name, part in base.items(items.base).items():
            if refused := self._refused_to_go(path, ours, there[name], part):
                yield refused
            else:
                yield self._delete(path, ours, there[name], part, starts)

    def _parts(
        self,
        path: Path,
        inside: Node,
        ours: Mapping[str, Pair],
        base: Mapping[str, Part],
        theirs: Mapping[str, Part],
    ) -> Iterator[Planned]:
        """Remove what theirs no longer has, and add what is new in it."""
        new = {k: part for k, part in theirs.items() if k not in ours and k not in base}
        coming, kept_out = self._coming(path, new)
        yield from kept_out
        old = {k: part for k, part in base.items() if k in ours and k not in theirs}
        going, changed = self._going(path, inside, ours, old)
        yield from changed
        if len(going) == len(ours) and (inside.flow or not coming):
            yield from self._exchange(path, inside, going, base, coming)
            going, coming = {}, {}
        starts = {pair[0].start for pair in going.values()}
        for name, pair in going.items():
            yield self._delete((*path, name), inside, pair, base[name], starts)
        above = merge_pair(inside)
        for name, part in theirs.items():
            if name in ours:
                above = ours[name]
            elif name in coming:
                yield self._insert((*path, name), inside, above, part)
            elif name in base and base[name].data != part.data:
                yield _conflict((*path, name), base[name].data, MISSING, part.data, None)

    def _coming(
        self, path: Path, new: Mapping[str, Part]
    ) -> tuple[dict[str, Part], list[Conflict]]:
        """Return the new parts that can come, and the conflicts of the others."""
        coming: dict[str, Part] = {}
        conflicts = []
        for name, part in new.items():
            if refused := self.refused_to_come((*path, name), part.data):
                conflicts.append(refused)
            else:
                coming[name] = part
        return coming, conflicts

    def _going(
        self, path: Path, inside: Node, ours: Mapping[str, Pair], old: Mapping[str, Part]
    ) -> tuple[dict[str, Pair], list[Planned]]:
        """Return the old parts that go as a whole, and what is planned for the others."""
        going: dict[str, Pair] = {}
        planned: list[Planned] = []
        for name, part in old.items():
            below, pair = (*path, name), ours[name]
            if (taken_back := self._taken_back(below, pair[1], part)) is not None:
                planned += taken_back
            elif refused := self._refused_to_go(below, inside, pair, part):
                planned.append(refused)
            else:
                going[name] = pair
        return going, planned

    def refused_to_come(self, path: Path, new: Data) -> Conflict | None:
        """Return the conflict of something new that refers to what is gone."""
        if not (missing := self._missing(path, new)):
            return None
        return _conflict(path, MISSING, MISSING, new, None, _needs(missing))

    def _refused_to_go(self, path: Path, inside: Node, pair: Pair, base: Part) -> Conflict | None:
        """Return the conflict of a part that goes, unless it is as it was, or less than that."""
        mine = self.meaning.data(pair[1])
        if not is_within(mine, base.data):
            return _conflict(path, base.data, mine, MISSING, pair[1])
        if own_comments(self.document, inside, pair, base):
            why = "your comment would be removed"
            return _conflict(path, base.data, mine, MISSING, pair[1], why)
        return self._refused(path, base.data, mine, MISSING, pair[1])

    def _exchange(
        self,
        path: Path,
        inside: Node,
        going: Mapping[str, Pair],
        base: Mapping[str, Part],
        coming: Mapping[str, Part],
    ) -> Iterator[Planned]:
        """Put new parts in brackets in which nothing would be left."""
        why = "nothing would be left there"
        try:
            if coming:
                new = list(coming.values())
                splice = yaml_edit.refill(self.document, inside, new, self.layout)
                paths = tuple((*path, name) for name in (*going, *coming))
                yield TemplateEdit(Action.EXCHANGE, paths, (splice,))
                return
        except EditError as problem:
            why = str(problem)
        for name, (_, value) in going.items():
            mine = self.meaning.data(value)
            yield _conflict((*path, name), base[name].data, mine, MISSING, value, why)
        for name, part in coming.items():
            yield _conflict((*path, name), MISSING, MISSING, part.data, None, why)

    def _delete(
        self, path: Path, inside: Node, pair: Pair, base: Part, going: Collection[int]
    ) -> Planned:
        try:
            ours = entry_lines.head(self.document, inside, pair)
            lines = len(base.head) if ours[-len(base.head) :] == base.head else 0
            splice = yaml_edit.delete(self.document, inside, pair, lines, going)
        except EditError as problem:
            mine = self.meaning.data(pair[1])
            return _conflict(path, base.data, mine, MISSING, pair[1], str(problem))
        return TemplateEdit(Action.DELETE, (path,), (splice,))

    def _insert(self, path: Path, inside: Node, above: Pair | None, new: Part) -> Planned:
        try:
            splice = yaml_edit.insert(self.document, inside, above, new, self.layout)
        except EditError as problem:
            return _conflict(path, MISSING, MISSING, new.data, None, str(problem))
        return TemplateEdit(Action.INSERT, (path,), (splice,))


def _needs(name: str) -> str:
    """Return the reason for which something new is left out that refers to what is gone."""
    return f"it needs {name}, which is not in the template"


def _same_kind(ours: Node, theirs: Node, base: SnippetEntry | None) -> bool:
    return ours.kind is theirs.kind and (base is None or base.value.kind is ours.kind)


def _conflict(
    path: Path,
    base: Data | Absent,
    ours: Data | Absent,
    theirs: Data | Absent,
    node: Node | None,
    why: str = "",
) -> Conflict:
    return Conflict(path, base, ours, theirs, None if node is None else node.start, why)
