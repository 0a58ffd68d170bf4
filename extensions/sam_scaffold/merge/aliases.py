"""Anchors, aliases and merge keys (``<<``): values written in one place and used in several.

A pair of a mapping itself overrides one that it takes by a merge key:
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
"""The reason to keep a value that an alias repeats, or that is an alias."""

INHERITED = "it comes by a merge key (<<)"
"""The reason to keep a value that a mapping takes from another one."""


def is_shared(document: Document, node: Node) -> bool:
    """Return whether a node is used elsewhere, too, or is itself such a use."""
    return node.kind is NodeKind.ALIAS or node.anchor in document.aliased


def holds_shared(document: Document, node: Node) -> bool:
    """Return whether a node or something in it is used elsewhere, too."""
    return bool(document.aliased) and any(is_shared(document, below) for below in node.walk())


def merge_pair(node: Node) -> Pair | None:
    """Return the pair by which a mapping takes from others, None where it does not."""
    found = node.find(MERGE_KEY) if node.kind is NodeKind.MAPPING else None
    return found if found is not None and is_merge_key(found[0]) else None


def heirs(document: Document, node: Node) -> list[Node] | None:
    """Return the mappings that take from an anchored one by a merge key.

    Returns:
        The mappings; None where an alias repeats the anchored one as a whole, as then nothing of
        it can be overridden.
    """
    found = []
    aliases = 0
    for below in document.root.walk():
        if _repeats(below, node):
            aliases += 1
        elif below.kind is NodeKind.MAPPING:
            found += [below for source in _sources(below) if _repeats(source, node)]
    return found if len(found) == aliases else None


def _repeats(alias: Node, node: Node) -> bool:
    return alias.kind is NodeKind.ALIAS and alias.items[0].start == node.start


def _sources(node: Node) -> Iterator[Node]:
    """Find the mappings from which a mapping takes by a merge key."""
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
    """Return the pairs of a merge that affect this mapping only, and the conflicts of the others.

    A pair that others take affects only this one if each of them overrides it. A pair that comes
    by a merge key as it was applied may get a value of its own.
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
        taken = any(other.find(key) is None for other in others)
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
