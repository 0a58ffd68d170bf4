"""A value that keeps its form and says something else in a few places."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document, Node, NodeKind, Splice
from ..document.characters import json_text
from ..document.flow_edit import EditError
from .aliases import is_shared
from .meaning import Meaning


def changed_leaves(meaning: Meaning, document: Document, ours: Node, theirs: Node) -> list[Splice]:
    """The splices that bring another value of the same form in, scalar by scalar.

    So the lines, the quotes and the comments of a long value stay.

    Args:
        meaning: The language of both values.
        document: The template.
        ours: The value that stands there.
        theirs: The value that is to stand there.

    Raises:
        EditError: It has another form, or what changes stands elsewhere, too.
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
    there = [dict(_parts(one)) for one in (ours, theirs)]
    if there[0].keys() != there[1].keys() or len(ours.items) != len(theirs.items):
        raise EditError("the value takes several lines")
    for name, part in there[0].items():
        yield from _leaves(meaning, document, part, there[1][name])


def _parts(node: Node) -> Iterator[tuple[str, Node]]:
    """The parts of a collection by key or place."""
    if node.kind is NodeKind.MAPPING:
        yield from ((key.value, value) for key, value in node.pairs())
    else:
        yield from ((str(at), item) for at, item in enumerate(node.items))


def _leaf(document: Document, ours: Node, theirs: Node) -> Splice:
    """The splice of one scalar, which keeps its quotes."""
    start = document.content_start(ours)
    if ours.style not in ("'", '"') or "\n" in document.text[ours.start : ours.end]:
        raise EditError("the value takes several lines")
    single = ours.style == "'" and theirs.value.isprintable()
    quoted = "'" + theirs.value.replace("'", "''") + "'" if single else json_text(theirs.value)
    kind, tag, anchor, _, plain = document.signatures[ours.first]
    signature = (kind, tag, anchor, theirs.value, plain)
    return Splice(start, ours.end, quoted, ours.first, ours.last, (signature,))
