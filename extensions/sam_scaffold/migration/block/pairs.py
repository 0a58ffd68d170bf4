"""Write one pair of a template's mapping: over what stands there, or where others have it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import yaml

from ...document import Document, Node, NodeKind, Signature, Splice, yaml_edit
from ...document.characters import json_text
from ...document.comments import comments_in
from ...document.flow_edit import EditError
from ...document.layout import layout_of
from ...errors import ScaffoldError
from ...merge.entry import SnippetEntry
from ...sam.model.intrinsics import Data, resolver
from ...sam.writing.notation import key_text, sam_yaml


def refusal(document: Document, node: Node, what: str) -> ScaffoldError:
    """Return the error that names a place and says why it stays.

    Args:
        document: The template.
        node: What stands there.
        what: The rule and the way out, a whole sentence without its full stop.
    """
    return ScaffoldError(f"{document.position(node.start)}: {what}.")


def own_pair(document: Document, mapping: Node, key: str) -> yaml_edit.Pair | None:
    """Find the pair of a key in a mapping itself, without what a merge key gives.

    Raises:
        ScaffoldError: The key stands twice.
    """
    found = [pair for pair in mapping.pairs() if pair[0].resolved().value == key]
    if len(found) > 1:
        raise refusal(document, found[1][0], f"{key} appears twice; keep one, and try again")
    return found[0] if found else None


def entry(key: str, value: Data) -> SnippetEntry:
    """Return a pair as it can be written into any notation."""
    document = Document.parse(key, f"{key_text(key)}:{sam_yaml(value)}\n".encode())
    return entry_of(document)


def entry_of(document: Document) -> SnippetEntry:
    """Return the one pair of a document, likewise."""
    key_node, value_node = next(document.root.pairs())
    return SnippetEntry(document, key_node, value_node, document.root)


# --- Replacing ----------------------------------------------------------------------


def replaced_text(document: Document, mapping: Node, pair: yaml_edit.Pair, text: str) -> Splice:
    """Put another text into a pair, in the quotes of the old one.

    Args:
        document: The template.
        mapping: What the pair stands in.
        pair: Its value is a scalar, or an alias, which is replaced here alone.
        text: What it says afterwards.

    Raises:
        ScaffoldError: Others take the old value by its anchor.
        EditError: A comment would go.
    """
    value = pair[1]
    refuse_anchored(document, value, pair[0].value)
    if value.style in ("|", ">") or value.start == value.end:
        start, end = yaml_edit.lines_span(document, pair)
        if comments_in(document, pair, start, end):
            raise EditError("a comment stands beside a value that takes several lines")
        return yaml_edit.replace_body(
            document, mapping, pair, entry(pair[0].value, text), layout_of(document)
        )
    written, signature = _spelled(text, '"' if document.root.flow else value.style)
    return Splice(value.start, value.end, written, value.first, value.last, (signature,))


def refuse_anchored(document: Document, node: Node, key: str) -> None:
    """Refuse to replace what others take by its anchor.

    Raises:
        ScaffoldError: It defines an anchor that an alias refers to.
    """
    for one in node.walk():
        if one.anchor in document.aliased:
            raise refusal(
                document,
                one,
                f"{key} is anchored as &{one.anchor} and used elsewhere; write it out there, "
                "and try again",
            )


def _spelled(text: str, style: str) -> tuple[str, Signature]:
    """Write a text as a scalar in one style, or in quotes where it needs them."""
    if style == "'":
        quoted = text.replace("'", "''")
        return f"'{quoted}'", ("scalar", None, None, text, False)
    tag = resolver().resolve(yaml.ScalarNode, text, (True, False))
    if style == "" and _PLAIN.fullmatch(text) and tag == "tag:yaml.org,2002:str":
        return text, ("scalar", None, None, text, True)
    return json_text(text), ("scalar", None, None, text, False)


_PLAIN = re.compile(r"[A-Za-z0-9_./][\w./-]*", re.ASCII)


# --- Adding and taking out ----------------------------------------------------------


Place = tuple[bool, str]
"""Behind a key (True), or before it."""

END: Place = (True, "")
"""Behind all others."""


def inserted(
    document: Document, mapping: Node, new: SnippetEntry, like: Iterable[Node], usual: Place
) -> Splice:
    """Add a pair where other mappings of the kind have it.

    Args:
        document: The template.
        mapping: What the pair comes into.
        new: The pair.
        like: Mappings to learn the place from.
        usual: The place where none has it; the end if that is not there, either.

    Raises:
        EditError: Nothing can be added there.
    """
    layout = layout_of(document)
    if not mapping.items:
        return yaml_edit.refill(document, mapping, [new], layout)
    after = _place(mapping, new.key, like, usual)
    return yaml_edit.insert(document, mapping, after, new, layout)


def _place(mapping: Node, key: str, like: Iterable[Node], usual: Place) -> yaml_edit.Pair | None:
    """Find the pair that a new one comes behind, None for the first place."""
    there = list(mapping.pairs())
    keys = [one.resolved().value for one, _ in there]
    votes = Counter(vote for other in like for vote in _beside(other, key))
    for is_behind, neighbour in (*(vote for vote, _ in votes.most_common()), usual):
        if neighbour in keys:
            at = keys.index(neighbour) + (1 if is_behind else 0)
            return there[at - 1] if at else None
    return there[-1]


def _beside(mapping: Node, key: str) -> list[Place]:
    """List the places that a key stands at, by the one below it and the one above."""
    keys = [one.resolved().value for one, _ in mapping.pairs()]
    if key not in keys:
        return []
    at = keys.index(key)
    before = [(False, one) for one in keys[at + 1 : at + 2]]
    return [*before, *((True, one) for one in keys[max(at - 1, 0) : at])]


def deleted(document: Document, mapping: Node, pair: yaml_edit.Pair) -> Splice:
    """Take a pair out of a mapping in which others stay.

    Raises:
        ScaffoldError: Others take something in it by its anchor.
        EditError: A comment would go.
    """
    refuse_anchored(document, pair[1], pair[0].value)
    refuse_comments(document, mapping, pair)
    return yaml_edit.delete(document, mapping, pair, 0)


def refuse_comments(document: Document, mapping: Node, pair: yaml_edit.Pair) -> None:
    """Refuse what would take somebody's comments along.

    Raises:
        EditError: One stands in a pair, or behind it.
    """
    start, end = yaml_edit.span(document, mapping, pair)
    if comments_in(document, pair, start, end):
        raise EditError("a comment stands beside it")


def is_mapping(node: Node) -> bool:
    """Return whether a node is a mapping that is written out, and no intrinsic function."""
    return node.kind is NodeKind.MAPPING and node.tag is None
