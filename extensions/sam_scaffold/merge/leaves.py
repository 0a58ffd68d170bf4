"""Values that keep their form and change in a few scalars."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document, Node, NodeKind, Splice
from ..document.characters import json_text
from ..document.flow_edit import EditError
from .aliases import is_shared
from .meaning import Meaning


def changed_leaves(meaning: Meaning, document: Document, ours: Node, theirs: Node) -> list[Splice]:
    """Return the splices that change a value to another one of the same form, scalar by scalar.

    The lines, the quotes and the comments of a long value stay.

    Args:
        meaning: The language of both values.
        document: The template.
        ours: The value of the template.
        theirs: The new value.

    Raises:
        EditError: It has another form, or a changed scalar is used elsewhere, too.
    """
    return list(_leaves(meaning, document, ours, theirs))


def _leaves(meaning: Meaning, document: Document, ours: Node, theirs: Node) -> Iterator[Splice]:
    if meaning.data(ours) == meaning.data(theirs):
        return
    if ours.kind is not theirs.kind or ours.tag != theirs.tag or is_shared(document, ours):
        raise EditError("the value takes several lines")
    if ours.kind is NodeKind.SCALAR:
        yield _leaf(document, ours, theirs)
        return
    there = [dict(_parts(side)) for side in (ours, theirs)]
    if there[0].keys() != there[1].keys() or len(ours.items) != len(theirs.items):
        raise EditError("the value takes several lines")
    for name, part in there[0].items():
        yield from _leaves(meaning, document, part, there[1][name])


def _parts(node: Node) -> Iterator[tuple[str, Node]]:
    """Find the parts of a collection, with their key or number."""
    if node.kind is NodeKind.MAPPING:
        yield from ((key.value, value) for key, value in node.pairs())
    else:
        yield from ((str(at), item) for at, item in enumerate(node.items))


def _leaf(document: Document, ours: Node, theirs: Node) -> Splice:
    """Return the splice of one scalar, which keeps its quotes."""
    start = document.content_start(ours)
    if ours.style not in ("'", '"') or "\n" in document.text[ours.start : ours.end]:
        raise EditError("the value takes several lines")
    single = ours.style == "'" and theirs.value.isprintable()
    quoted = "'" + theirs.value.replace("'", "''") + "'" if single else json_text(theirs.value)
    kind, tag, anchor, _, plain = document.signatures[ours.first]
    signature = (kind, tag, anchor, theirs.value, plain)
    return Splice(start, ours.end, quoted, ours.first, ours.last, (signature,))
