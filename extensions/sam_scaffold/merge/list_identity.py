"""The items of a list on three sides, told apart by a name or by their value."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..document import Data, Node, NodeKind
from .meaning import Meaning

_ByName = dict[str, Node]


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one list on three sides, by what tells them apart.

    Attributes:
        ours: Those of the template.
        base: Those that were last applied.
        theirs: Those of the snippet; one that it only renamed, under the old name.
        renamed: The new name of that one by its old name.
    """

    ours: _ByName
    base: _ByName
    theirs: _ByName
    renamed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def named(cls, meaning: Meaning, *sides: Node) -> Items | None:
        """Mappings that have a name each, such as statements with a Sid.

        Args:
            meaning: The language of the lists.
            sides: The lists: ours, base, theirs.

        Returns:
            None where one has no name, or two have the same.
        """
        for identity in meaning.identities:
            found = [_named(side.items, identity) for side in sides]
            if all(found):
                ours, base, theirs = (one or {} for one in found)
                renamed = renamed_item(base, theirs)
                base, theirs = _without_lost(meaning, (ours, base, theirs), renamed, identity)
                if renamed.keys() - ours.keys() or ours.keys() & {*renamed.values()}:
                    renamed = {}
                old = {new: old for old, new in renamed.items()}
                theirs = {old.get(name, name): node for name, node in theirs.items()}
                return cls(ours, base, theirs, renamed)
        return None

    @classmethod
    def distinct(cls, meaning: Meaning, *sides: Node) -> Items | None:
        """Items of any sort; None where one stands twice."""
        found = [_told_by(side.items, partial(_value, meaning)) for side in sides]
        if any(one is None for one in found):
            return None
        ours, base, theirs = (one or {} for one in found)
        return cls(ours, base, theirs)

    def are_rivals(self) -> bool:
        """Whether both sides put something else in the place of the same item."""
        replaced = self.base.keys() - self.theirs.keys() - self.ours.keys()
        added = self.theirs.keys() - self.base.keys()
        own = self.ours.keys() - self.base.keys()
        return bool(replaced and added and own and added != own)


def beside(meaning: Meaning, ours: Node, theirs: Node) -> _ByName | None:
    """Items of a list that go beside those of another, without those that it has.

    Returns:
        None where one stands twice, or both lists give one name to different things.
    """
    items = Items.distinct(meaning, ours, ours, theirs)
    if items is None:
        return None
    new = {name: node for name, node in items.theirs.items() if name not in items.ours}
    names = [_names(meaning, side) for side in (ours.items, new.values())]
    return new if names[0].isdisjoint(names[1]) else None


def _names(meaning: Meaning, items: Iterable[Node]) -> set[str]:
    mappings = [one for one in items if _is_plain_mapping(one)]
    return {_name(one, identity) for one in mappings for identity in meaning.identities} - {""}


def _without_lost(
    meaning: Meaning,
    sides: tuple[_ByName, _ByName, _ByName],
    renamed: Mapping[str, str],
    identity: str,
) -> tuple[_ByName, _ByName]:
    """Base and theirs without an item that got another name, and that the template has not."""
    ours, base, theirs = sides
    lost = {
        name
        for was, now in renamed.items()
        if ours.keys().isdisjoint((was, now))
        and _besides(meaning, base[was], identity) == _besides(meaning, theirs[now], identity)
        for name in (was, now)
    }
    kept = [
        {name: node for name, node in side.items() if name not in lost} for side in (base, theirs)
    ]
    return kept[0], kept[1]


def _besides(meaning: Meaning, item: Node, identity: str) -> list[Data]:
    """What an item says besides its name."""
    return [
        (key.value, meaning.data(value)) for key, value in item.pairs() if key.value != identity
    ]


def renamed_item(base: Collection[str], theirs: Collection[str]) -> dict[str, str]:
    """The one item that has another name in theirs, new name by old, if there is one.

    The policy of a function that is renamed is still the same policy.
    """
    before = [name for name in base if name not in theirs]
    after = [name for name in theirs if name not in base]
    return dict(zip(before, after, strict=True)) if len(before) == len(after) == 1 else {}


def _named(items: Sequence[Node], identity: str) -> _ByName | None:
    if not items or not all(_is_plain_mapping(one) for one in items):
        return None
    return _told_by(items, lambda node: _name(node, identity))


def _is_plain_mapping(node: Node) -> bool:
    return node.kind is NodeKind.MAPPING and node.tag is None and node.anchor is None


def _name(node: Node, identity: str) -> str:
    found = node.find(identity)
    if found is None or found[1].kind is not NodeKind.SCALAR or found[1].tag is not None:
        return ""
    return f"{identity}={found[1].value}"


def _value(meaning: Meaning, node: Node) -> str:
    return json.dumps(meaning.data(node), sort_keys=True, default=str)


def _told_by(items: Sequence[Node], name: Callable[[Node], str]) -> _ByName | None:
    found = {name(one): one for one in items}
    return found if len(found) == len(items) and "" not in found else None
