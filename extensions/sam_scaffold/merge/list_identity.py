"""Items of a list on three sides, identified by a name or by their value."""

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
    """Items of one list on three sides, by what identifies them.

    Attributes:
        ours: Those of the template.
        base: Those that were last applied.
        theirs: Those of the snippet; an item that it only renamed has its old name.
        renamed: The new name of that item by its old name.
    """

    ours: _ByName
    base: _ByName
    theirs: _ByName
    renamed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def named(cls, meaning: Meaning, *sides: Node) -> Items | None:
        """Return the items by their names, such as statements by their Sid.

        Args:
            meaning: The language of the lists.
            sides: The lists: ours, base, theirs.

        Returns:
            None if an item has no name, or two have the same.
        """
        for identity in meaning.identities:
            found = [_named(side.items, identity) for side in sides]
            if all(found):
                ours, base, theirs = (side or {} for side in found)
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
        """Return items of any kind by their values; None if one appears twice."""
        found = [_told_by(side.items, partial(_value, meaning)) for side in sides]
        if any(side is None for side in found):
            return None
        ours, base, theirs = (side or {} for side in found)
        return cls(ours, base, theirs)

    def are_rivals(self) -> bool:
        """Return whether both sides replaced the same item differently."""
        replaced = self.base.keys() - self.theirs.keys() - self.ours.keys()
        added = self.theirs.keys() - self.base.keys()
        own = self.ours.keys() - self.base.keys()
        return bool(replaced and added and own and added != own)


def additional_items(meaning: Meaning, ours: Node, theirs: Node) -> _ByName | None:
    """Return the items of a list that another one lacks, to be added next to its own.

    Returns:
        None if an item appears twice, or if both lists give one name to different items.
    """
    items = Items.distinct(meaning, ours, ours, theirs)
    if items is None:
        return None
    new = {name: node for name, node in items.theirs.items() if name not in items.ours}
    names = [_names(meaning, side) for side in (ours.items, new.values())]
    return new if names[0].isdisjoint(names[1]) else None


def _names(meaning: Meaning, items: Iterable[Node]) -> set[str]:
    mappings = [item for item in items if _is_plain_mapping(item)]
    return {_name(item, identity) for item in mappings for identity in meaning.identities} - {""}


def _without_lost(
    meaning: Meaning,
    sides: tuple[_ByName, _ByName, _ByName],
    renamed: Mapping[str, str],
    identity: str,
) -> tuple[_ByName, _ByName]:
    """Return base and theirs without an item that only theirs renamed and the template lacks."""
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
    """Return all of an item except its name."""
    return [
        (key.value, meaning.data(value)) for key, value in item.pairs() if key.value != identity
    ]


def renamed_item(base: Collection[str], theirs: Collection[str]) -> dict[str, str]:
    """Return the new name by the old one of the item that theirs renamed, if exactly one was.

    The policy of a function that is renamed is still the same policy.
    """
    before = [name for name in base if name not in theirs]
    after = [name for name in theirs if name not in base]
    return dict(zip(before, after, strict=True)) if len(before) == len(after) == 1 else {}


def _named(items: Sequence[Node], identity: str) -> _ByName | None:
    if not items or not all(_is_plain_mapping(item) for item in items):
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
    found = {name(item): item for item in items}
    return found if len(found) == len(items) and "" not in found else None
