"""Edits of a block by users and by new versions of the scaffold.

An edit is done twice: to the text, by its own simple means, and to the plain data, from
which what a merge has to mean is computed without the merge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from blocks import Data, Way

from sam_scaffold.document import Document, Node, NodeKind
from sam_scaffold.document.source_text import DecodedText
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.sam.model.intrinsics import to_data


class Place(NamedTuple):
    """A pair of a mapping, or an item of a list."""

    way: Way
    around: Node
    key: Node | None
    value: Node


def is_open(node: Node) -> bool:
    """Return whether a node is a plain mapping, or a list of distinct items."""
    if (
        node.tag is not None
        or node.kind not in (NodeKind.MAPPING, NodeKind.SEQUENCE)
        or not node.items
    ):
        return False
    if node.kind is NodeKind.SEQUENCE:
        values = [json.dumps(to_data(item), sort_keys=True) for item in node.items]
        return len(set(values)) == len(values)
    keys = [key.value for key, _ in node.pairs()]
    return len(set(keys)) == len(keys) and not _is_function(keys)


def _is_function(keys: Sequence[str]) -> bool:
    return len(keys) == 1 and (keys[0].startswith("Fn::") or keys[0] in ("Ref", "Condition"))


def identity_of(sequence: Node) -> str:
    for key in ("Sid", "AttributeName", "PolicyName", "Name", "Key", "Id"):
        values = {_text(item, key) for item in sequence.items}
        if "" not in values and len(values) == len(sequence.items):
            return key
    return ""


def _text(item: Node, key: str) -> str:
    found = item.find(key) if item.kind is NodeKind.MAPPING and item.tag is None else None
    if found is None or found[1].kind is not NodeKind.SCALAR or found[1].tag is not None:
        return ""
    return found[1].value


def _name(sequence: Node, item: Node) -> str:
    identity = identity_of(sequence)
    if identity:
        return f"{identity}={_text(item, identity)}"
    return json.dumps(to_data(item), sort_keys=True)


def places(node: Node, way: Way) -> Iterator[Place]:
    """Yield the places below a node that can be edited; another Type makes another resource."""
    if not is_open(node):
        return
    if node.kind is NodeKind.MAPPING:
        for key, value in node.pairs():
            if key.value == "Type":
                continue
            yield Place((*way, key.value), node, key, value)
            yield from places(value, (*way, key.value))
        return
    identity = identity_of(node)
    for item in node.items:
        name = _name(node, item)
        yield Place((*way, name), node, None, item)
        if identity:
            for place in places(item, (*way, name)):
                if place.way != (*way, name, identity):
                    yield place


def place(document: Document, way: Way) -> Place | None:
    """Return the value at the end of a way, None if there is none."""
    around, found = document.root, None
    for name in way:
        if around.kind is NodeKind.MAPPING:
            pair = around.find(name)
            found = None if pair is None else Place(way, around, *pair)
        else:
            items = (item for item in around.items if _name(around, item) == name)
            found = next((Place(way, around, None, item) for item in items), None)
        if found is None:
            return None
        around = found.value
    return found


# --- Edits --------------------------------------------------------------------------

COMMENTS = ("above", "behind", "inside", "last")
RESTYLES = ("quote", "flow", "first", "move", "blank", "bare")
CHANGES = ("set", "add", "delete")
ORDER = (*CHANGES, *RESTYLES, *COMMENTS)


@dataclass(frozen=True)
class Edit:
    """An edit of a block.

    Attributes:
        kind: One of `CHANGES`, `COMMENTS` and `RESTYLES`.
        way: To the pair or item that it is about.
        value: The new value: data, or the text of a comment.
    """

    kind: str
    way: Way
    value: Data = None

    def done(self, document: Document) -> Document | None:
        """The document with it, None where it cannot be done by simple means."""
        at = place(document, self.way if self.kind != "add" else self.way[:-1])
        changed = None if at is None else _TEXT[self.kind](document, at, self)
        if changed is None:
            return None
        try:
            result = Document.of(DecodedText("t", changed, document.source.bom, document.newline))
        except ScaffoldError:
            return None
        expected = to_data(document.root)
        self.do(expected)
        return result if canonical(to_data(result.root)) == canonical(expected) else None

    def do(self, data: Data) -> None:
        """Do it to plain data."""
        if self.kind not in CHANGES:
            return
        *above, name = self.way
        for step in above:
            data = data[step] if isinstance(data, dict) else data[_index(data, step)]
        if isinstance(data, list):
            if self.kind == "add":
                data.append(self.value)
            else:
                del data[_index(data, name)]
        elif self.kind == "delete":
            del data[name]
        else:
            data[name] = self.value

    @property
    def goes(self) -> bool:
        """Return whether something is removed."""
        return self.kind == "delete"


def _index(items: list[Data], name: str) -> int:
    for number, item in enumerate(items):
        key, _, value = name.partition("=")
        named = isinstance(item, dict) and str(item.get(key, "")) == value and value
        if named or json.dumps(item, sort_keys=True) == name:
            return number
    raise LookupError(name)


def canonical(data: Data) -> Data:
    """Data in which the order of lists does not count, except in functions."""
    if isinstance(data, dict):
        if _is_function(list(data)):
            return data
        return {key: canonical(value) for key, value in data.items()}
    if isinstance(data, list):
        return sorted(map(canonical, data), key=lambda value: json.dumps(value, sort_keys=True))
    return data


def _begins_line(document: Document, offset: int) -> bool:
    return not document.text[document.line_start(offset) : offset].strip()


def _line_of(document: Document, at: Place) -> int | None:
    """Offset of the line that a pair or item begins, None if it does not begin one."""
    start = at.value.start if at.key is None else at.key.start
    if at.key is None:
        start = document.text.rfind("-", at.around.start, start)
    return document.line_start(start) if start >= 0 and _begins_line(document, start) else None


def _pad(document: Document, at: Place) -> str | None:
    start = _line_of(document, at)
    if start is None:
        return None
    line = document.text[start : document.line_end(start)]
    return line[: len(line) - len(line.lstrip(" "))]


def _end_of(document: Document, at: Place) -> int:
    """Offset behind the line that a pair or item ends on."""
    end = at.value.end if at.key is None else max(at.key.end, at.value.end)
    return document.line_end(end)


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _set(document: Document, at: Place, edit: Edit) -> str | None:
    if at.value.kind is not NodeKind.SCALAR or at.value.start == at.value.end:
        return None
    written = json.dumps(edit.value) if at.around.flow else edit.value
    return _spliced(document.text, at.value.start, at.value.end, written)


def _add(document: Document, at: Place, edit: Edit) -> str | None:
    """Before the first neighbour that begins its line."""
    inside, name = at.value, edit.way[-1]
    mapping = inside.kind is NodeKind.MAPPING
    text = document.text
    if inside.flow:
        start = inside.items[0].start
        new = json.dumps(edit.value)
        new = f"{json.dumps(name)}: {new}" if mapping else new
        return _spliced(text, start, start, f"{new}, ")
    pairs = list(inside.pairs()) if mapping else [(None, item) for item in inside.items]
    for key, value in pairs[len(edit.value) % 2 :]:
        beside = Place((), inside, key, value)
        top, pad = _line_of(document, beside), _pad(document, beside)
        if top is not None and pad is not None:
            lines = _lines(f"{name}: " if mapping else "- ", edit.value, mapping=mapping)
            new = "".join(f"{pad}{line}{document.newline}" for line in lines)
            return _spliced(text, top, top, new)
    return None


def _lines(lead: str, value: Data, *, mapping: bool) -> list[str]:
    if isinstance(value, str):
        return [f"{lead}{value}"]
    if not mapping:
        return [f"{lead}{json.dumps(value)}"]
    ((key, below),) = value.items()
    return [lead.rstrip(), f"  {key}:", *(f"    - {value}" for value in below)]


def _delete(document: Document, at: Place, edit: Edit) -> str | None:
    """A new version of the scaffold takes the comment above along; users may forget it."""
    step = 2 if at.around.kind is NodeKind.MAPPING else 1
    if len(at.around.items) == step:
        return None
    text = document.text
    if at.around.flow:
        number = at.around.items.index(at.value) // step
        if number:
            return _spliced(text, at.around.items[number * step - 1].end, at.value.end, "")
        return _spliced(text, at.around.items[0].start, at.around.items[step].start, "")
    start, pad = _line_of(document, at), _pad(document, at)
    if start is None:
        return None
    lines = text[:start].split("\n")[:-1]
    while edit.value and lines and lines[-1].startswith(f"{pad}#"):
        start -= len(lines.pop()) + 1
    return _spliced(text, start, _end_of(document, at), "")


def _above(document: Document, at: Place, edit: Edit) -> str | None:
    start, pad = _line_of(document, at), _pad(document, at)
    if start is None or at.around.flow:
        return None
    return _spliced(document.text, start, start, f"{pad}# {edit.value}{document.newline}")


def _behind(document: Document, at: Place, edit: Edit) -> str | None:
    if at.around.flow or at.value.style in ("|", ">"):
        return None
    short = at.value.kind is NodeKind.SCALAR or at.value.flow
    if at.key is None and not short:
        return None
    end = at.value.end
    if at.key is not None and not short:
        end = document.text.index(":", at.key.end) + 1
    wrapped = short and "\n" in document.text[at.value.start : end]
    if wrapped or document.text[end : document.line_end(end)].strip():
        return None
    return _spliced(document.text, end, end, f"  # {edit.value}")


def _inside(document: Document, at: Place, edit: Edit) -> str | None:
    if not is_open(at.value) or at.value.flow or at.value.kind is not NodeKind.MAPPING:
        return None
    key, value = next(at.value.pairs())
    return _above(document, Place((), at.value, key, value), edit)


def _last(document: Document, at: Place, edit: Edit) -> str | None:
    """Return a comment after the last line of a value, indented as its content."""
    if not is_open(at.value) or at.value.flow or at.key is None:
        return None
    end = _end_of(document, at)
    column = at.value.items[0].column if at.value.kind is NodeKind.MAPPING else at.value.column
    if document.text[end - 1 : end] != "\n" or column <= at.key.column:
        return None
    new = f"{' ' * column}# {edit.value}{document.newline}"
    return _spliced(document.text, end, end, new)


def _quote(document: Document, at: Place, _: Edit) -> str | None:
    node, text = at.value, at.value.value
    if node.kind is not NodeKind.SCALAR or node.style or not re.fullmatch(r"[\w ./:$-]+", text):
        return None
    if node.tag is None and not isinstance(to_data(node), str):
        return None
    tag = f"{node.tag} " if node.tag else ""
    mark = '"' if tag or at.around.flow else "'"
    return _spliced(document.text, node.start, node.end, f"{tag}{mark}{text}{mark}")


def _flow(document: Document, at: Place, _: Edit) -> str | None:
    """A value on one line."""
    if at.key is None or at.around.flow or at.value.flow or not at.value.items:
        return None
    between = document.text[at.key.end : at.value.start]
    if "#" in between:
        return None
    start = document.text.index(":", at.key.end) + 1
    value = json.dumps(to_data(at.value))
    return _spliced(document.text, start, at.value.end, f" {value}")


def _first(document: Document, at: Place, _: Edit) -> str | None:
    """A pair before the first one of its mapping."""
    if at.key is None or at.around.flow or at.around.items[0] == at.key:
        return None
    key, value = next(at.around.pairs())
    start = _line_of(document, at)
    top = _line_of(document, Place((), at.around, key, value))
    end = _end_of(document, at)
    text = document.text
    if start is None or top is None or text[end - 1] != "\n":
        return None
    return text[:top] + text[start:end] + text[top:start] + text[end:]


def _blank(document: Document, at: Place, _: Edit) -> str | None:
    """A blank line above."""
    start = _line_of(document, at)
    if start is None or at.around.flow:
        return None
    return _spliced(document.text, start, start, document.newline)


def _bare(document: Document, at: Place, _: Edit) -> str | None:
    """The comment above goes."""
    start = _line_of(document, at)
    above = 0 if start is None else document.line_start(start - 1)
    if start is None or at.around.flow or not document.text[above:start].lstrip().startswith("#"):
        return None
    return _spliced(document.text, above, start, "")


_TEXT = {
    "set": _set, "add": _add, "delete": _delete, "above": _above, "behind": _behind,
    "inside": _inside, "last": _last, "quote": _quote, "flow": _flow, "first": _first,
    "move": _first, "blank": _blank, "bare": _bare,
}  # fmt: skip


def disjoint(user: Edit, template: Edit) -> bool:
    """Return whether two edits are of different things."""
    if user.kind in RESTYLES:
        return True
    within = user.way[: len(template.way)] == template.way
    if user.kind in COMMENTS:
        beside = user.kind == "above" and user.way == template.way
        return beside or not (within and template.goes)
    return not within and template.way[: len(user.way)] != user.way
