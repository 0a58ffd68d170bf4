"""Renaming of resources in recorded answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..document import Document, Node, NodeKind, Splice
from ..sam.writing.renaming import ReferenceRenaming

_OWN_WORDS = ("name", "description", "environment")
"""Answers that never name a resource, even if their text equals a logical id."""

_BY_LAYER = "package_layers"
"""The answer that maps the logical id of each layer to the packages that it provides."""


def recorded_renaming(document: Document, new_ids: Mapping[str, str]) -> list[Splice]:
    """Return the splices that rename resources in recorded answers.

    An answer names a resource by itself (``source: OrdersQueue``), with an access level
    (``OrdersQueue:read``), or in a value of the SAM template that has long-form functions.

    Args:
        document: The answers file.
        new_ids: New logical ids by old ones.
    """
    if not new_ids:
        return []
    renaming = ReferenceRenaming(document, new_ids)
    found = list(renaming.below_root())
    renamed = {splice.start for splice in found}
    scalars = (node for node in _scalars(document.root) if node.start not in renamed)
    return [
        *found,
        *(renaming.renamed(node) for node in scalars if node.value.partition(":")[0] in new_ids),
    ]


def _scalars(node: Node) -> Iterator[Node]:
    """Yield the scalars that may name a resource."""
    if node.kind is NodeKind.SCALAR:
        yield node
    elif node.kind is NodeKind.SEQUENCE:
        for item in node.items:
            yield from _scalars(item)
    elif node.kind is NodeKind.MAPPING:
        for key, value in node.pairs():
            if key.value == _BY_LAYER and value.kind is NodeKind.MAPPING:
                yield from (layer for layer, _ in value.pairs())
            elif key.value not in _OWN_WORDS:
                yield from _scalars(value)
