"""Anchors, aliases and merge keys (``<<``): what stands in one place and counts in several.

What a mapping says itself goes before what it takes by a merge key:
https://yaml.org/type/merge.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..document import Document, Node, NodeKind, Pair
from ..document.merge_keys import MERGE_KEY, is_merge_key
from .conflict import MISSING, Conflict
from .entry import SnippetEntry
from .meaning import Meaning, Path

SHARED = "it is anchored, and used elsewhere"
"""Why something is left as it is that an alias repeats, or that is one."""

INHERITED = "it comes by a merge key (<<)"
"""Why something is left as it is that a mapping takes from another one."""


def is_shared(document: Document, node: Node) -> bool:
    """Whether a node stands elsewhere, too, or would take an anchor along."""
    return node.kind is NodeKind.ALIAS or node.anchor in document.aliased


def holds_shared(document: Document, node: Node) -> bool:
    """Whether a node or something in it stands elsewhere, too."""
    return bool(document.aliased) and any(is_shared(document, one) for one in node.walk())


def merge_pair(node: Node) -> Pair | None:
    """The pair by which a mapping takes from others, None where it does not."""
    found = node.find(MERGE_KEY) if node.kind is NodeKind.MAPPING else None
    return found if found is not None and is_merge_key(found[0]) else None


def heirs(document: Document, node: Node) -> list[Node] | None:
    """The mappings that take from an anchored one.

    Returns:
        None where an alias repeats it as a whole, so that it has no say in what stands there.
    """
    found = []
    aliases = 0
    for one in document.root.walk():
        if _repeats(one, node):
            aliases += 1
        elif one.kind is NodeKind.MAPPING:
            found += [one for source in _sources(one) if _repeats(source, node)]
    return found if len(found) == aliases else None


def _repeats(alias: Node, node: Node) -> bool:
    return alias.kind is NodeKind.ALIAS and alias.items[0].start == node.start


def _sources(node: Node) -> Iterator[Node]:
    """What a mapping takes from: one other or a list of them."""
    for key, value in node.pairs():
        if is_merge_key(key):
            yield from value.items if value.kind is NodeKind.SEQUENCE else (value,)


@dataclass(frozen=True, slots=True)
class Own:
    """The part of a merge that can be made in a mapping that takes from others, or gives to others.

    Attributes:
        base: The pairs that were last applied.
        theirs: The pairs of the snippet.
        conflicts: The pairs that changed and cannot be changed in this mapping.
    """

    base: dict[str, SnippetEntry]
    theirs: dict[str, SnippetEntry]
    conflicts: tuple[Conflict, ...]


def own_pairs(
    meaning: Meaning,
    document: Document,
    path: Path,
    mapping: Node,
    base: Mapping[str, SnippetEntry],
    theirs: Mapping[str, SnippetEntry],
) -> Own:
    """Tell the pairs of a mapping apart; one that others take needs one of theirs beside it.

    A pair that comes by a merge key as it was applied may get a value of its own.
    """
    own_base, own_theirs = dict(base), dict(theirs)
    conflicts = []
    given = meaning.inherited(mapping)
    others = heirs(document, mapping) or [] if is_shared(document, mapping) else []
    for key in {**base, **theirs}:
        was = base[key].data if key in base else MISSING
        new = theirs[key].data if key in theirs else MISSING
        pair = mapping.find(key)
        there = meaning.data(pair[1]) if pair else given.get(key, MISSING)
        if was == new:
            continue
        taken = any(one.find(key) is None for one in others)
        comes = key in given and (pair is None or new is MISSING)
        if comes and there == was and new is not MISSING and not taken:
            own_base.pop(key)  # it comes like something new
        elif taken or comes:
            own_base.pop(key, None)
            own_theirs.pop(key, None)
            if there != new:
                start, why = pair[1].start if pair else None, SHARED if taken else INHERITED
                conflicts.append(Conflict((*path, key), was, there, new, start, why))
    return Own(own_base, own_theirs, tuple(conflicts))
