"""Documents as parsers read them: of a key that appears twice, the last counts.

YAML has each key of a mapping once. PyYAML, which the SAM CLI reads templates with, takes the
last one and says nothing (measured, PyYAML 6, SAM CLI 1.170).
"""

from __future__ import annotations

from .merge_keys import is_merge_key
from .yaml_document import Document
from .yaml_tree import Node, NodeKind


def as_read(document: Document) -> Document:
    """Return a document as the SAM CLI reads it.

    Each key of its mappings is left once, the last one, and what is an alias for a whole section
    is what it stands for. Offsets are those of the file.

    Returns:
        The document itself where that changes nothing. Only to be read: the text has more than
        the nodes say.
    """
    root = document.root
    if not has_repeats(document) and all(node.kind is not NodeKind.ALIAS for node in root.items):
        return document
    known: dict[int, Node] = {}
    items = tuple(_once(node.resolved(), known) for node in root.items)
    return Document(document.source, document.signatures, _last(root._replace(items=items)))


def has_repeats(document: Document) -> bool:
    """Return whether a mapping of a document has a key twice."""
    return any(_last(node) is not node for node in document.root.walk())


def _once(node: Node, known: dict[int, Node]) -> Node:
    """Return a node with each key once, in it and in all below it.

    Args:
        node: The node.
        known: Those that were made already by the id of what they were made of, as aliases
            stand for the same node again.
    """
    if not node.items:
        return node
    if id(node) not in known:
        items = tuple(_once(below, known) for below in node.items)
        is_same = all(new is old for new, old in zip(items, node.items, strict=True))
        known[id(node)] = _last(node if is_same else node._replace(items=items))
    return known[id(node)]


def _last(node: Node) -> Node:
    """Return a mapping with the last pair of each key; other nodes as they are."""
    if node.kind is not NodeKind.MAPPING:
        return node
    pairs = list(node.pairs())
    last = {_name(key): at for at, (key, _) in enumerate(pairs)}
    if len(last) == len(pairs):
        return node
    kept = (pair for at, pair in enumerate(pairs) if last[_name(pair[0])] == at)
    return node._replace(items=tuple(node for pair in kept for node in pair))


def _name(key: Node) -> str | int:
    """Return what distinguishes a key; each merge key is distinct."""
    key = key.resolved()
    return id(key) if is_merge_key(key) else key.value
