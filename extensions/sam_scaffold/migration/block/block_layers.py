"""Additional layer of a function in a template."""

from __future__ import annotations

from dataclasses import dataclass

from ...aws.limits import LAYERS_PER_FUNCTION
from ...document import Document, Node, NodeKind, Splice, yaml_edit
from ...document.characters import json_text
from ...document.flow_edit import Inline
from ...document.layout import TextLayout, layout_of
from ...document.yaml_tree import parse
from ...merge.entry import SnippetEntry, SnippetItem
from ...sam.model.intrinsics import Data, is_function, mentioned
from . import pairs
from .function_block import FunctionBlock

_LAYERS = "Layers"


def with_layer(target: FunctionBlock, layer: str) -> list[Splice]:
    """Append a layer to a function's own layers, unless it has it.

    SAM prepends the layers of Globals to those of the function (SAM's `_plugins/globals`: lists
    are concatenated), so only the new one is added to the function's own list.

    Raises:
        ScaffoldError: A list is not explicit, or full.
        EditError: The change would affect more than the list.
    """
    everywhere = _items(target, target.globals.get(_LAYERS), "Globals' Function")
    own = _items(target, target.properties.get(_LAYERS), target.logical_id)
    there = [*everywhere, *own]
    if any(item in _references(layer) for item in there):
        return []
    if layer in mentioned(there):
        raise target.refusal(
            f"{target.logical_id} has {layer} under a condition; make it unconditional"
        )
    if len(there) >= LAYERS_PER_FUNCTION:
        raise target.refusal(
            f"{target.logical_id} has {len(there)} layers ({', '.join(map(_shown, there))}), and "
            f"Lambda accepts {LAYERS_PER_FUNCTION}; merge two of them to make room for {layer}"
        )
    return [_added(target, own, layer)]


def _items(target: FunctionBlock, value: Data, owner: str) -> list[Data]:
    """Return the layers of a list.

    Raises:
        ScaffoldError: It is not a list, but an intrinsic function, for example.
    """
    if value is None:
        return []
    if isinstance(value, list):
        return value
    kind = next(iter(value)) if is_function(value) else "not a list"
    raise target.refusal(
        f"{_LAYERS} of {owner} is {kind}, and cannot be extended; write a list, in which an "
        "item may be Fn::If"
    )


def _references(layer: str) -> tuple[Data, ...]:
    return {"Ref": layer}, {"Fn::Sub": f"${{{layer}}}"}


def _shown(item: Data) -> str:
    return str(item["Ref"]) if isinstance(item, dict) and "Ref" in item else json_text(item)


def _added(target: FunctionBlock, own: list[Data], layer: str) -> Splice:
    """Add a reference to the function's own list, or create it."""
    document, inside = target.document, target.inside
    pair = None if inside is None else pairs.own_pair(document, inside, _LAYERS)
    if pair is None:
        return target.added(_list(document, own, layer), pairs.END)
    value = pair[1]
    if value.kind is NodeKind.ALIAS:
        found = _on_one_line(document, [*own, {"Ref": layer}])
        return Splice(value.start, value.end, found.text, value.first, value.last, found.signatures)
    new_item = _item(document, layer, value)
    if not value.items:
        return yaml_edit.refill(document, value, [new_item], layout_of(document))
    last = value.items[-1]
    return yaml_edit.insert(document, value, (last, last), new_item, layout_of(document))


def _list(document: Document, own: list[Data], layer: str) -> SnippetEntry:
    if not own and _is_long(document):
        text = f"{_LAYERS}:\n  - Ref: {layer}\n"
        return pairs.entry_of(Document.parse(_LAYERS, text.encode()))
    return pairs.entry(_LAYERS, [*own, {"Ref": layer}])


def _item(document: Document, layer: str, inside: Node) -> SnippetItem:
    """Write a reference as an item in the style of its list."""
    last = inside.items[-1] if inside.items else None
    is_long = _is_long(document) if last is None else _is_long_reference(last)
    text = f"_:\n  - {'Ref:' if is_long else '!Ref'} {layer}\n"
    made = Document.parse(_LAYERS, text.encode())
    sequence = made.root.items[1]
    kind = _Short if inside.flow and not is_long and not document.root.flow else SnippetItem
    return kind(made, sequence, sequence.items[0])


@dataclass(frozen=True)
class _Short(SnippetItem):
    """Reference that is written ``!Ref Layer`` within brackets as well."""

    def json(self, column: int | None, layout: TextLayout) -> Inline:  # noqa: ARG002 - one line
        """Return its text between commas."""
        signatures = self.document.signatures[self.value.first : self.value.last]
        return Inline(self.document.text[self.value.start : self.value.end], tuple(signatures))


def _is_long(document: Document) -> bool:
    """Return whether a template writes references only in the long form."""
    nodes = list(document.root.walk())
    return any(map(_is_long_reference, nodes)) and not any(node.tag == "!Ref" for node in nodes)


def _is_long_reference(node: Node) -> bool:
    return pairs.is_mapping(node) and [key.value for key, _ in node.pairs()] == ["Ref"]


def _on_one_line(document: Document, items: list[Data]) -> Inline:
    """Write items in brackets, to replace an alias."""
    text = f"[{', '.join(map(_flow, items))}]"
    return Inline(text, tuple(parse(document.name, f"_: {text}")[1][2:-1]))


def _flow(item: Data) -> str:
    match item:
        case {"Ref": str(name)} if len(item) == 1 and "::" not in name:
            return f"!Ref {name}"
    return json_text(item)
