"""Merge what a snippet changed into what the user made of it, pair by pair.

The base is what was last applied, ours is the text of the template, theirs is the new
snippet. What differs between base and theirs is done to ours, as small splices; what
only the user changed stays as it is, and so does every comment. Where both changed the
same, it is a conflict: ours stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from ..document import Document, Node, NodeKind, Splice, yaml_edit
from ..document.comments import comments_in
from ..document.flow_edit import EditError
from ..document.layout import TextLayout
from ..sam.model.intrinsics import Data, to_data
from .aliases import SHARED, Own, heirs, holds_shared, is_shared, merge_pair
from .conflict import MISSING, Absent, Conflict, Path
from .divisible import are_rivals, is_open, is_plain, is_within
from .entry import Part, SnippetEntry
from .leaves import changed_leaves
from .list_identity import SEPARATE, Items, beside
from .references import needs_at

Pair = tuple[Node, Node]


@dataclass
class ThreeWay:
    """The changes of one template, as they are found.

    Attributes:
        document: The template.
        layout: How it is laid out.
        gone: Logical ids that the template does not have any more, so that nothing may
            come in that refers to them.
        splices: What to change.
        conflicts: What could not be changed.
        changed: Paths of what was changed.
    """

    document: Document
    layout: TextLayout
    gone: frozenset[str] = frozenset()
    splices: list[Splice] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)

    def pair(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry | None, theirs: SnippetEntry
    ) -> None:
        """Bring what changed from base to theirs into a pair of the template.

        Args:
            path: Where the pair stands.
            mapping: The mapping of the template that holds it.
            ours: The pair as it stands in the template.
            base: What was last applied, None if it was not there.
            theirs: What the snippet has.
        """
        if base is not None and not mapping.flow:
            self._head(path, ours[0], base, theirs)
            if base.text == theirs.text and base.data == theirs.data:
                return
            if self._is_untouched(mapping, ours, base) and not self._missing(path, theirs.data):
                self._take(path, mapping, ours, base, theirs)
                return
        self._values(path, mapping, ours, base, theirs)

    def _is_untouched(self, mapping: Node, ours: Pair, base: SnippetEntry) -> bool:
        """Whether a pair stands there as it came, to the letter."""
        return (
            yaml_edit.body_of(self.document, ours) == base.text
            and to_data(ours[1]) == base.data
            and not own_comments(self.document, mapping, ours, base)
        )

    def _head(self, path: Path, key: Node, base: SnippetEntry, theirs: SnippetEntry) -> None:
        """Bring changed comment lines above a pair in, if nobody changed them here."""
        before, after = base.head, theirs.head
        if before == after or not yaml_edit.begins_line(self.document, key):
            return
        ours = yaml_edit.head_of(self.document, key)
        if ours == before or (before and ours[-len(before) :] == before):
            self.splices.append(yaml_edit.replace_head(self.document, key, len(before), after))
            self.changed.append(path)

    def _values(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry | None, theirs: SnippetEntry
    ) -> None:
        value = ours[1]
        mine = to_data(value)
        before: Data | Absent = MISSING if base is None else base.data
        if mine == theirs.data:
            return
        if (
            self._is_open(value)
            and is_plain(theirs.value)
            and (theirs.value.items or mine != before)
            and (base is None or is_plain(base.value))
            and self._same_kind(value, theirs.value, base)
            and not are_rivals(mine, before, theirs.data)
        ):
            if value.kind is NodeKind.MAPPING:
                self.mapping(path, value, {} if base is None else base.pairs(), theirs.pairs())
            elif base is not None and before != theirs.data:
                self._sequence(path, mapping, ours, base, theirs)
            elif base is None and not self._beside(path, value, theirs):
                self._conflict(path, before, mine, theirs.data, value)
            return
        if before == theirs.data:
            return
        if mine == before and base is not None:
            self._take(path, mapping, ours, base, theirs)
        else:
            self._conflict(path, before, mine, theirs.data, value)

    def _same_kind(self, ours: Node, theirs: Node, base: SnippetEntry | None) -> bool:
        return ours.kind is theirs.kind and (base is None or base.value.kind is ours.kind)

    def _is_open(self, node: Node) -> bool:
        """Whether a collection's parts can be changed one by one, and nothing else changes."""
        if not is_open(node) or not is_shared(self.document, node):
            return is_open(node)
        return node.kind is NodeKind.MAPPING and heirs(self.document, node) is not None

    # --- A value as a whole -----------------------------------------------------

    def _take(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry, theirs: SnippetEntry
    ) -> None:
        """Put theirs in the place of ours, which means what base does."""
        value = ours[1]
        if self._refuses(path, base.data, to_data(value), theirs.data, value):
            return
        try:
            splices = self._replacement(mapping, ours, base, theirs)
        except EditError as problem:
            self._conflict(path, base.data, to_data(value), theirs.data, value, str(problem))
            return
        self.splices += splices
        self.changed.append(path)

    def _replacement(
        self, mapping: Node, ours: Pair, base: SnippetEntry, theirs: SnippetEntry
    ) -> list[Splice]:
        """Whole lines where nobody wrote into them, else the value alone, or what it is made of."""
        if not own_comments(self.document, mapping, ours, base):
            return [yaml_edit.replace_body(self.document, mapping, ours, theirs, self.layout)]
        try:
            return [yaml_edit.replace_value(self.document, mapping, ours, theirs, self.layout)]
        except EditError:
            with suppress(EditError):
                return changed_leaves(self.document, ours[1], theirs.value)
            raise

    def _refuses(
        self, path: Path, base: Data | Absent, ours: Data, theirs: Data | Absent, node: Node
    ) -> bool:
        """Whether something that is to go stands elsewhere, or to come needs what is gone."""
        if holds_shared(self.document, node):
            why = SHARED
        elif missing := self._missing(path, theirs):
            why = _needs(missing)
        else:
            return False
        self._conflict(path, base, ours, theirs, node, why)
        return True

    def _missing(self, path: Path, theirs: Data | Absent) -> str:
        """What is to come refers to, and the template has no more."""
        if isinstance(theirs, Absent) or not self.gone:
            return ""
        return next(iter(sorted(self.gone.intersection(needs_at(path, theirs)))), "")

    def _conflict(
        self,
        path: Path,
        base: Data | Absent,
        ours: Data | Absent,
        theirs: Data | Absent,
        node: Node | None,
        why: str = "",
    ) -> None:
        offset = None if node is None else node.start
        self.conflicts.append(Conflict(path, base, ours, theirs, offset, why))

    # --- Collections ------------------------------------------------------------

    def mapping(
        self,
        path: Path,
        ours: Node,
        base: Mapping[str, SnippetEntry],
        theirs: Mapping[str, SnippetEntry],
    ) -> None:
        """Merge the pairs of a mapping; of what it shares with others only what is its own."""
        pairs = {key.value: (key, value) for key, value in ours.pairs()}
        if merge_pair(ours) is not None or is_shared(self.document, ours):
            own = Own.of(self.document, ours, base, theirs)
            base, theirs = own.base, own.theirs
            for one in own.kept:
                there = (one.base, one.ours, one.theirs, one.node, one.why)
                self._conflict((*path, one.key), *there)
        self._parts(path, ours, pairs, base, theirs)
        for key, new in theirs.items():
            if key in pairs:
                self.pair((*path, key), ours, pairs[key], base.get(key), new)

    def _sequence(
        self, path: Path, mapping: Node, ours: Pair, base: SnippetEntry, theirs: SnippetEntry
    ) -> None:
        value = ours[1]
        named = Items.named(value, base.value, theirs.value)
        items = named or Items.distinct(value, base.value, theirs.value)
        if items is None or (items is not named and items.are_rivals()):
            if to_data(value) == base.data:
                self._take(path, mapping, ours, base, theirs)
            else:
                self._conflict(path, base.data, to_data(value), theirs.data, value)
            return
        there = {name: (item, item) for name, item in items.ours.items()}
        old, new = base.items(items.base), theirs.items(items.theirs)
        self._parts(path, value, there, old, new)
        for name in [name for name in new if named is not None and name in there]:
            before = old[name].pairs() if name in old else {}
            below = (*path, items.renamed.get(name, name))
            self.mapping(below, there[name][1], before, new[name].pairs())

    def _beside(self, path: Path, ours: Node, theirs: SnippetEntry) -> bool:
        """Put items behind those that somebody wrote, where each holds for itself."""
        new = beside(ours, theirs.value) if path[-1] in SEPARATE else None
        for part in theirs.items(new or {}).values():
            if self._may_come(path, part.data):
                self._insert(path, ours, (ours.items[-1], ours.items[-1]), part)
        return new is not None

    def _takes_back(self, path: Path, ours: Node, base: Part) -> bool:
        """Take out what came beside what somebody wrote, where each part holds for itself."""
        if path[-1] not in SEPARATE or not isinstance(base, SnippetEntry) or not is_plain(ours):
            return False
        if not is_plain(base.value) or ours.kind is not base.value.kind:
            return False
        if ours.kind is NodeKind.MAPPING:
            more = is_within(base.data, to_data(ours)) and to_data(ours) != base.data
            if more:
                self.mapping(path, ours, base.pairs(), {})
            return more
        items = Items.distinct(ours, base.value, base.value)
        if items is None or not items.base.keys() < items.ours.keys():
            return False
        there = {name: (items.ours[name], items.ours[name]) for name in items.base}
        starts = {pair[0].start for pair in there.values()}
        for name, part in base.items(items.base).items():
            if self._may_go(path, ours, there[name], part):
                self._delete(path, ours, there[name], part, starts)
        return True

    def _parts(
        self,
        path: Path,
        inside: Node,
        ours: Mapping[str, Pair],
        base: Mapping[str, Part],
        theirs: Mapping[str, Part],
    ) -> None:
        """Take out what theirs has no more, and put in what it has got."""
        new = [name for name in theirs if name not in ours and name not in base]
        coming = {
            name: theirs[name] for name in new if self._may_come((*path, name), theirs[name].data)
        }
        deleted = [name for name in base if name not in theirs and name in ours]
        going = {
            name: ours[name]
            for name in deleted
            if not self._takes_back((*path, name), ours[name][1], base[name])
            and self._may_go((*path, name), inside, ours[name], base[name])
        }
        if len(going) == len(ours) and (inside.flow or not coming):
            self._exchange(path, inside, going, base, coming)
            going, coming = {}, {}
        starts = {pair[0].start for pair in going.values()}
        for name, pair in going.items():
            self._delete((*path, name), inside, pair, base[name], starts)
        above = merge_pair(inside)
        for name, part in theirs.items():
            if name in ours:
                above = ours[name]
            elif name in coming:
                self._insert((*path, name), inside, above, part)
            elif name in base and base[name].data != part.data:
                self._conflict((*path, name), base[name].data, MISSING, part.data, None)

    def _may_come(self, path: Path, new: Data) -> bool:
        missing = self._missing(path, new)
        if missing:
            self._conflict(path, MISSING, MISSING, new, None, _needs(missing))
        return not missing

    def _may_go(self, path: Path, inside: Node, pair: Pair, base: Part) -> bool:
        """Whether what the snippet has no more is as it was, or less than that."""
        mine = to_data(pair[1])
        if not is_within(mine, base.data):
            self._conflict(path, base.data, mine, MISSING, pair[1])
            return False
        if own_comments(self.document, inside, pair, base):
            why = "a comment of yours would go, too"
            self._conflict(path, base.data, mine, MISSING, pair[1], why)
            return False
        return not self._refuses(path, base.data, mine, MISSING, pair[1])

    def _exchange(
        self,
        path: Path,
        inside: Node,
        going: Mapping[str, Pair],
        base: Mapping[str, Part],
        coming: Mapping[str, Part],
    ) -> None:
        """Put something else where nothing would be left."""
        why = "" if coming else "nothing would be left there"
        try:
            if coming:
                new = list(coming.values())
                self.splices.append(yaml_edit.refill(self.document, inside, new, self.layout))
        except EditError as problem:
            why = str(problem)
        if not why:
            self.changed += [(*path, name) for name in (*going, *coming)]
            return
        for name, (_, value) in going.items():
            mine = to_data(value)
            self._conflict((*path, name), base[name].data, mine, MISSING, value, why)
        for name, part in coming.items():
            self._conflict((*path, name), MISSING, MISSING, part.data, None, why)

    def _delete(
        self, path: Path, inside: Node, pair: Pair, base: Part, going: Collection[int]
    ) -> None:
        try:
            ours = yaml_edit.head(self.document, inside, pair)
            lines = len(base.head) if ours[-len(base.head) :] == base.head else 0
            splice = yaml_edit.delete(self.document, inside, pair, lines, going)
        except EditError as problem:
            mine = to_data(pair[1])
            self._conflict(path, base.data, mine, MISSING, pair[1], str(problem))
            return
        self.splices.append(splice)
        self.changed.append(path)

    def _insert(self, path: Path, inside: Node, above: Pair | None, new: Part) -> None:
        try:
            splice = yaml_edit.insert(self.document, inside, above, new, self.layout)
        except EditError as problem:
            self._conflict(path, MISSING, MISSING, new.data, None, str(problem))
            return
        self.splices.append(splice)
        self.changed.append(path)


def own_comments(document: Document, inside: Node, ours: Pair, base: Part) -> list[str]:
    """The comments of a pair or item of the template that did not come with it."""
    nodes = ours if inside.kind is NodeKind.MAPPING else ours[:1]
    found = Counter(comments_in(document, nodes, *yaml_edit.span(document, inside, ours)))
    return list((found - Counter(base.comments)).elements())


def _needs(missing: str) -> str:
    return f"it needs {missing}, which is not in the template"
