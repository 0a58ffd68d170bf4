"""Values that can be merged part by part, and values that are one thing."""

from __future__ import annotations

from ..document import Data, Node, NodeKind
from ..document.merge_keys import MERGE_KEY
from .conflict import MISSING, Absent
from .meaning import Meaning


def is_plain(meaning: Meaning, node: Node) -> bool:
    """Return whether a node is a mapping or sequence to merge, which takes from no other."""
    return is_open(meaning, node) and (
        node.kind is NodeKind.SEQUENCE or node.find(MERGE_KEY) is None
    )


def is_open(meaning: Meaning, node: Node) -> bool:
    """Return whether a node is a plain mapping or sequence, and not an intrinsic function."""
    if node.tag is not None or node.kind not in (NodeKind.MAPPING, NodeKind.SEQUENCE):
        return False
    if node.kind is NodeKind.SEQUENCE:
        return True
    keys = [key.value for key, _ in node.pairs()]
    return not meaning.is_function(keys) and len(set(keys)) == len(keys)


def are_rivals(meaning: Meaning, ours: Data, base: Data | Absent, theirs: Data) -> bool:
    """Return whether mappings with a Type are different things, so that their parts do not mix.

    A mapping with a Type (an event, a destination, a resource) is the user's if it was not
    applied, or if the user changed its type, which has other properties.
    """
    mine, was, new = (type_of(meaning, side) for side in (ours, base, theirs))
    if base is MISSING:
        return not mine is new is MISSING
    return mine not in (was, new)


def type_of(meaning: Meaning, data: Data | Absent) -> Data | Absent:
    """Return the type that a value states."""
    return data.get(meaning.type_key, MISSING) if isinstance(data, dict) else MISSING


def is_within(mine: Data, base: Data) -> bool:
    """Return whether a value is another one, or that with some keys removed."""
    if isinstance(mine, dict) and isinstance(base, dict):
        return all(key in base and is_within(value, base[key]) for key, value in mine.items())
    return bool(mine == base)
