"""Edits of a template by the fixes of rules."""

from __future__ import annotations

import json
from pathlib import Path

from ..application.application import Application
from ..document import Document, Node, NodeKind, Pair, Splice, yaml_edit
from ..document.flow_edit import EditError
from ..document.layout import layout_of
from ..merge.entry import SnippetEntry
from ..sam.model.intrinsics import Data
from ..sam.model.template import Template
from . import _rule


def facts_in(document: Document) -> Application:
    """Return the application of a template, without its files."""
    return Application(Path(document.name), Path(), Template(document.name, document))


def put(document: Document, path: _rule.Path, value: Data) -> list[Splice]:
    """Return the splices that set a property, whether it exists or not.

    Args:
        document: The template.
        path: The property; the mapping that contains it may be missing, too.
        value: A number, a text, or a list of them.

    Returns:
        Nothing if more than this value would change.
    """
    node = document.root
    for depth, key in enumerate(path):
        if node.kind is not NodeKind.MAPPING or _is_shared(document, node):
            return []
        found = node.find(str(key))
        try:
            if found is None:
                return [_insertion(document, node, path[depth:], value)]
            if depth == len(path) - 1:
                return [_replacement(document, node, found, value)]
        except EditError:
            return []
        node = found[1]
    return []


def _is_shared(document: Document, node: Node) -> bool:
    return node.tag is not None or node.anchor in document.aliased


def _insertion(document: Document, inside: Node, path: _rule.Path, value: Data) -> Splice:
    pairs = list(inside.pairs())
    if not pairs:
        raise EditError("the mapping is empty")
    for key in path[:0:-1]:
        value = {str(key): value}
    return yaml_edit.insert(
        document, inside, pairs[-1], _entry(str(path[0]), value), layout_of(document)
    )


def _replacement(document: Document, inside: Node, pair: Pair, value: Data) -> Splice:
    if pair[1].kind is not NodeKind.SCALAR or pair[1].tag is not None or pair[1].anchor is not None:
        raise EditError("the value is not a literal")
    return yaml_edit.replace_value(
        document, inside, pair, _entry(pair[0].value, value), layout_of(document)
    )


def _entry(key: str, value: Data) -> SnippetEntry:
    """Return a key with its value as an entry of a template."""
    text = json.dumps({key: value}).encode()
    document = Document.parse(key, text)
    key_node, value_node = next(document.root.pairs())
    return SnippetEntry(document, key_node, value_node)
