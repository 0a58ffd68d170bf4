"""References to resources in recorded answers, by other names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..document import Document, Node, NodeKind, Splice
from ..sam.writing.renaming import ReferenceRenaming

_OWN_WORDS = ("name", "description", "environment")
"""Answers that say what they say, whatever is called so."""

_BY_LAYER = "package_layers"
"""The answer that has what each layer brings below the layer's logical id."""


def recorded_renaming(document: Document, new_ids: Mapping[str, str]) -> list[Splice]:
    """Return the splices that rename resources in recorded answers.

    There they stand alone (``source: OrdersQueue``), with what is done with them
    (``OrdersQueue:read``), or in values of the SAM template with long-form functions.

    Args:
        document: The answers file.
        new_ids: New logical ids by old ones.
    """
    if not new_ids:
        return []
    work = ReferenceRenaming(document, new_ids)
    found = list(work.below_root())
    taken = {splice.start for splice in found}
    alone = (node for node in _alone(document.root) if node.start not in taken)
    return [
        *found, *(work.renamed(one) for one in alone if one.value.partition(":")[0] in new_ids)
    ]  # fmt: skip


def _alone(node: Node) -> Iterator[Node]:
    """Yield the scalars that may name a resource."""
    if node.kind is NodeKind.SCALAR:
        yield node
    elif node.kind is NodeKind.SEQUENCE:
        for item in node.items:
            yield from _alone(item)
    elif node.kind is NodeKind.MAPPING:
        for key, value in node.pairs():
            if key.value == _BY_LAYER and value.kind is NodeKind.MAPPING:
                yield from (layer for layer, _ in value.pairs())
            elif key.value not in _OWN_WORDS:
                yield from _alone(value)
