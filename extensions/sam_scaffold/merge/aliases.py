"""Anchors, aliases and merge keys (``<<``): what stands in one place and counts in several.

What a mapping says itself goes before what it takes by a merge key:
https://yaml.org/type/merge.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..document import Document, Node, NodeKind
from ..document.merge_keys import MERGE_KEY, is_merge_key
from ..sam.model.intrinsics import Data, inherited, to_data
from .conflict import MISSING, Absent
from .entry import SnippetEntry

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


def merge_pair(node: Node) -> tuple[Node, Node] | None:
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
class Kept:
    """A pair that changed and cannot be changed in its mapping.

    Attributes:
        key: Its key.
        base: What was last applied.
        ours: What counts in the template.
        theirs: What the snippet has.
        node: Where it stands, None where it comes by a merge key.
        why: Why it stays.
    """

    key: str
    base: Data | Absent
    ours: Data | Absent
    theirs: Data | Absent
    node: Node | None
    why: str


@dataclass(frozen=True, slots=True)
class Own:
    """What of a merge can be done in a mapping that takes from others, or gives to others.

    Attributes:
        base: What was last applied.
        theirs: What the snippet has.
        kept: What changed besides.
    """

    base: dict[str, SnippetEntry]
    theirs: dict[str, SnippetEntry]
    kept: list[Kept]

    @classmethod
    def of(
        cls,
        document: Document,
        mapping: Node,
        base: Mapping[str, SnippetEntry],
        theirs: Mapping[str, SnippetEntry],
    ) -> Own:
        """Tell the pairs of a mapping apart; one that others take needs one of theirs beside it.

        What comes by a merge key as it was applied may get a value of its own.
        """
        own = cls(dict(base), dict(theirs), [])
        given = inherited(mapping)
        others = heirs(document, mapping) or [] if is_shared(document, mapping) else []
        for key in {**base, **theirs}:
            was = base[key].data if key in base else MISSING
            new = theirs[key].data if key in theirs else MISSING
            pair = mapping.find(key)
            there = to_data(pair[1]) if pair else given.get(key, MISSING)
            if was == new:
                continue
            taken = any(one.find(key) is None for one in others)
            comes = key in given and (pair is None or new is MISSING)
            if comes and there == was and new is not MISSING and not taken:
                own.base.pop(key)  # it comes like something new
            elif taken or comes:
                own.base.pop(key, None)
                own.theirs.pop(key, None)
                node, why = (pair[1] if pair else None), (SHARED if taken else INHERITED)
                if there != new:
                    own.kept.append(Kept(key, was, there, new, node, why))
        return own
