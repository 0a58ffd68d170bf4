"""Replacement, insertion and deletion of one pair of a template's mapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import yaml

from ...document import Document, Node, NodeKind, Pair, Signature, Splice, entry_lines, yaml_edit
from ...document.characters import json_text
from ...document.comments import comments_in
from ...document.flow_edit import EditError
from ...document.layout import layout_of
from ...errors import ScaffoldError
from ...merge.entry import SnippetEntry
from ...sam.model.intrinsics import Data, resolver
from ...sam.writing.notation import key_text, sam_yaml


def refusal(document: Document, node: Node, what: str) -> ScaffoldError:
    """Return an error with a position and the reason.

    Args:
        document: The template.
        node: The node at that position.
        what: The rule and the way out, a sentence without its full stop.
    """
    return ScaffoldError(f"{document.position(node.start)}: {what}.")


def own_pair(document: Document, mapping: Node, key: str) -> Pair | None:
    """Find the pair of a key in a mapping itself, without merge keys.

    Raises:
        ScaffoldError: The key appears twice.
    """
    found = [pair for pair in mapping.pairs() if pair[0].resolved().value == key]
    if len(found) > 1:
        raise refusal(document, found[1][0], f"{key} appears twice; keep one, and try again")
    return found[0] if found else None


def entry(key: str, value: Data) -> SnippetEntry:
    """Return a pair that can be written in any notation."""
    document = Document.parse(key, f"{key_text(key)}:{sam_yaml(value)}\n".encode())
    return entry_of(document)


def entry_of(document: Document) -> SnippetEntry:
    """Return the only pair of a document, likewise."""
    key_node, value_node = next(document.root.pairs())
    return SnippetEntry(document, key_node, value_node, document.root)


# --- Replacement --------------------------------------------------------------------


def replaced_text(document: Document, mapping: Node, pair: Pair, text: str) -> Splice:
    """Replace the string of a pair, and keep its quotes.

    Args:
        document: The template.
        mapping: The mapping of the pair.
        pair: The pair; its value is a scalar, or an alias, which is replaced only here.
        text: The new string.

    Raises:
        ScaffoldError: The old value is used elsewhere through its anchor.
        EditError: A comment would be lost.
    """
    value = pair[1]
    refuse_anchored(document, value, pair[0].value)
    if value.style in ("|", ">") or value.start == value.end:
        start, end = entry_lines.lines_span(document, pair)
        if comments_in(document, pair, start, end):
            raise EditError("a comment is next to a value of several lines")
        return yaml_edit.replace_body(
            document, mapping, pair, entry(pair[0].value, text), layout_of(document)
        )
    written, signature = _spelled(text, '"' if document.root.flow else value.style)
    return Splice(value.start, value.end, written, value.first, value.last, (signature,))


def refuse_anchored(document: Document, node: Node, key: str) -> None:
    """Refuse to replace a node that is used elsewhere through its anchor.

    Raises:
        ScaffoldError: It defines an anchor that an alias refers to.
    """
    for below in node.walk():
        if below.anchor in document.aliased:
            raise refusal(
                document,
                below,
                f"{key} is anchored as &{below.anchor} and used elsewhere; write the value "
                "there, and try again",
            )


def _spelled(text: str, style: str) -> tuple[str, Signature]:
    """Write a string as a scalar in one style, or quoted if necessary."""
    if style == "'":
        quoted = text.replace("'", "''")
        return f"'{quoted}'", ("scalar", None, None, text, False)
    tag = resolver().resolve(yaml.ScalarNode, text, (True, False))
    if style == "" and _PLAIN.fullmatch(text) and tag == "tag:yaml.org,2002:str":
        return text, ("scalar", None, None, text, True)
    return json_text(text), ("scalar", None, None, text, False)


_PLAIN = re.compile(r"[A-Za-z0-9_./][\w./-]*", re.ASCII)


# --- Insertion and deletion ---------------------------------------------------------


Place = tuple[bool, str]
"""Position after a key (True), or before it."""

END: Place = (True, "")
"""Position after all others."""


def inserted(
    document: Document, mapping: Node, new: SnippetEntry, like: Iterable[Node], usual: Place
) -> Splice:
    """Add a pair at its position in similar mappings.

    Args:
        document: The template.
        mapping: The mapping to change.
        new: The pair.
        like: Mappings from which the position is learned.
        usual: The position if none of them has it; the end if its key does not exist, either.

    Raises:
        EditError: Nothing can be added there.
    """
    layout = layout_of(document)
    if not mapping.items:
        return yaml_edit.refill(document, mapping, [new], layout)
    after = _place(mapping, new.key, like, usual)
    return yaml_edit.insert(document, mapping, after, new, layout)


def _place(mapping: Node, key: str, like: Iterable[Node], usual: Place) -> Pair | None:
    """Find the pair after which to insert; None for the first position."""
    there = list(mapping.pairs())
    keys = [name.resolved().value for name, _ in there]
    votes = Counter(vote for other in like for vote in _neighbours(other, key))
    for is_after, neighbour in (*(vote for vote, _ in votes.most_common()), usual):
        if neighbour in keys:
            at = keys.index(neighbour) + (1 if is_after else 0)
            return there[at - 1] if at else None
    return there[-1]


def _neighbours(mapping: Node, key: str) -> list[Place]:
    """List the positions of a key, relative to the keys below and above it."""
    keys = [name.resolved().value for name, _ in mapping.pairs()]
    if key not in keys:
        return []
    at = keys.index(key)
    before = [(False, name) for name in keys[at + 1 : at + 2]]
    return [*before, *((True, name) for name in keys[max(at - 1, 0) : at])]


def deleted(document: Document, mapping: Node, pair: Pair) -> Splice:
    """Delete a pair from a mapping that has others.

    Raises:
        ScaffoldError: Part of it is used elsewhere through its anchor.
        EditError: A comment would be lost.
    """
    refuse_anchored(document, pair[1], pair[0].value)
    refuse_comments(document, mapping, pair)
    return yaml_edit.delete(document, mapping, pair, 0)


def refuse_comments(document: Document, mapping: Node, pair: Pair) -> None:
    """Refuse a deletion that would lose comments.

    Raises:
        EditError: A comment is in the pair, or after it.
    """
    start, end = entry_lines.span(document, mapping, pair)
    if comments_in(document, pair, start, end):
        raise EditError("a comment is next to it")


def is_mapping(node: Node) -> bool:
    """Return whether a node is a literal mapping, not an intrinsic function."""
    return node.kind is NodeKind.MAPPING and node.tag is None
