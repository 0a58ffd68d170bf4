"""Blocks of real templates, and what users and new versions of the scaffold do to them.

An edit is done twice: to the text, by its own simple means, and to the plain data, from
which what a merge has to mean is computed without the merge.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st
from templates_by_feature import ONE_LINE, SNIPPET, TEMPLATES, VARIANTS

from sam_scaffold.document import Document, Kind, Node
from sam_scaffold.document.document import section
from sam_scaffold.document.source import Source
from sam_scaffold.document.style import Layout
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.entry import SnippetEntry
from sam_scaffold.merge.merge import merge
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.sam.values import to_data

Data = Any
Way = tuple[str, ...]
Draw = st.DrawFn

FOLDER = "SAM_TEMPLATES"
"""Environment variable: a folder of templates whose resources are merged, too."""

SEED_VARIABLE = "SAM_SCAFFOLD_SEED"
SEED = int(os.environ.get(SEED_VARIABLE) or secrets.randbelow(2**32))
"""What the cases are drawn from; the same one gives the same cases."""

TIMES = int(os.environ.get("SAM_SCAFFOLD_TIMES") or 1)
"""How many times the usual number of cases is drawn."""

ROOT = Path(__file__).resolve().parents[2]
FLOW = ("json", "json-with-tabs", "yaml-in-json-style", "flow-resources")
WIDE = 6_000
"""Longest block, in characters, that is taken from a folder."""


def _blocks(document: Document) -> Iterator[str]:
    try:
        mapping = section(document, "Resources")
    except ScaffoldError:
        return
    if mapping is None or mapping.kind is not Kind.MAPPING:
        return
    for key, value in mapping.pairs():
        if value.kind is not Kind.MAPPING or value.tag is not None or key.style:
            continue
        block = SnippetEntry(document, key, value).block(2, Layout())
        first = next(i for i, line in enumerate(block.lines) if line[2:].startswith(key.value))
        named = block.lines[first].replace(key.value, "Probe", 1)
        text = "\n".join([*block.lines[:first], named, *block.lines[first + 1 :], ""])
        if len(text) < WIDE and _is_snippet(text):
            yield text


def _is_snippet(text: str) -> bool:
    try:
        Snippet.parse("s", f"Resources:\n{text}".encode())
    except ScaffoldError:
        return False
    return True


def _parsed(data: bytes) -> Document | None:
    try:
        text = Source.decode("t", data).text.replace("\r\n", "\n")
        return Document.of(Source("t", text, bom=False, newline="\n"))
    except ScaffoldError:
        return None


@cache
def blocks() -> tuple[str, ...]:
    """The resources of the example, of the templates by feature, and of a folder if one is set.

    Each is the lines of one entry, called ``Probe``, at column 2.
    """
    sources = [(ROOT / "examples/trading/template.yaml").read_bytes(), SNIPPET]
    sources += [text.encode() for text in TEMPLATES.values()]
    folder = os.environ.get(FOLDER)
    if folder:
        found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        sources += [one.read_bytes() for one in found if one.suffix in (".yaml", ".yml", ".json")]
    documents = (_parsed(source) for source in sources)
    return tuple(dict.fromkeys(text for one in documents if one for text in _blocks(one)))


# --- Places -------------------------------------------------------------------------


class Place(NamedTuple):
    """A pair of a mapping, or an item of a list."""

    way: Way
    around: Node
    key: Node | None
    value: Node


def is_open(node: Node) -> bool:
    """Whether a node is a plain mapping, or a list of distinct items."""
    if node.tag is not None or node.kind not in (Kind.MAPPING, Kind.SEQUENCE) or not node.items:
        return False
    if node.kind is Kind.SEQUENCE:
        values = [json.dumps(to_data(item), sort_keys=True) for item in node.items]
        return len(set(values)) == len(values)
    keys = [key.value for key, _ in node.pairs()]
    return len(set(keys)) == len(keys) and not _is_function(keys)


def _is_function(keys: Sequence[str]) -> bool:
    return len(keys) == 1 and (keys[0].startswith("Fn::") or keys[0] in ("Ref", "Condition"))


def _identity(sequence: Node) -> str:
    for key in ("Sid", "AttributeName", "PolicyName", "Name", "Key", "Id"):
        values = {_text(item, key) for item in sequence.items}
        if "" not in values and len(values) == len(sequence.items):
            return key
    return ""


def _text(item: Node, key: str) -> str:
    found = item.find(key) if item.kind is Kind.MAPPING and item.tag is None else None
    if found is None or found[1].kind is not Kind.SCALAR or found[1].tag is not None:
        return ""
    return found[1].value


def _name(sequence: Node, item: Node) -> str:
    identity = _identity(sequence)
    if identity:
        return f"{identity}={_text(item, identity)}"
    return json.dumps(to_data(item), sort_keys=True)


def places(node: Node, way: Way) -> Iterator[Place]:
    """What can be edited below a node."""
    if not is_open(node):
        return
    if node.kind is Kind.MAPPING:
        for key, value in node.pairs():
            yield Place((*way, key.value), node, key, value)
            yield from places(value, (*way, key.value))
        return
    identity = _identity(node)
    for item in node.items:
        name = _name(node, item)
        yield Place((*way, name), node, None, item)
        if identity:
            for place in places(item, (*way, name)):
                if place.way != (*way, name, identity):
                    yield place


def place(document: Document, way: Way) -> Place | None:
    """What stands at the end of a way, None if nothing does."""
    around, found = document.root, None
    for name in way:
        if around.kind is Kind.MAPPING:
            pair = around.find(name)
            found = None if pair is None else Place(way, around, *pair)
        else:
            items = (one for one in around.items if _name(around, one) == name)
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
    """One thing that somebody does to a block.

    Attributes:
        kind: One of `CHANGES`, `COMMENTS` and `RESTYLES`.
        way: To the pair or item that it is about.
        value: What comes: data, or the text of a comment.
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
            result = Document.of(Source("t", changed, document.source.bom, document.newline))
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
        """Whether something goes."""
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
        return sorted(map(canonical, data), key=lambda one: json.dumps(one, sort_keys=True))
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
    if at.value.kind is not Kind.SCALAR or at.value.start == at.value.end:
        return None
    written = json.dumps(edit.value) if at.around.flow else edit.value
    return _spliced(document.text, at.value.start, at.value.end, written)


def _add(document: Document, at: Place, edit: Edit) -> str | None:
    """Before the first neighbour that begins its line."""
    inside, name = at.value, edit.way[-1]
    mapping = inside.kind is Kind.MAPPING
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
    return [lead.rstrip(), f"  {key}:", *(f"    - {one}" for one in below)]


def _delete(document: Document, at: Place, edit: Edit) -> str | None:
    """A new version of the scaffold takes the comment above along; users may forget it."""
    step = 2 if at.around.kind is Kind.MAPPING else 1
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
    short = at.value.kind is Kind.SCALAR or at.value.flow
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
    if not is_open(at.value) or at.value.flow or at.value.kind is not Kind.MAPPING:
        return None
    key, value = next(at.value.pairs())
    return _above(document, Place((), at.value, key, value), edit)


def _last(document: Document, at: Place, edit: Edit) -> str | None:
    """A comment behind the last line of a value, as deep as what is in it."""
    if not is_open(at.value) or at.value.flow or at.key is None:
        return None
    end = _end_of(document, at)
    column = at.value.items[0].column if at.value.kind is Kind.MAPPING else at.value.column
    if document.text[end - 1 : end] != "\n" or column <= at.key.column:
        return None
    new = f"{' ' * column}# {edit.value}{document.newline}"
    return _spliced(document.text, end, end, new)


def _quote(document: Document, at: Place, _: Edit) -> str | None:
    node, text = at.value, at.value.value
    if node.kind is not Kind.SCALAR or node.style or not re.fullmatch(r"[\w ./:$-]+", text):
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
    """Whether two edits are of different things."""
    if user.kind in RESTYLES:
        return True
    within = user.way[: len(template.way)] == template.way
    if user.kind in COMMENTS:
        beside = user.kind == "above" and user.way == template.way
        return beside or not (within and template.goes)
    return not within and template.way[: len(user.way)] != user.way


# --- Cases --------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Case:
    """A block that both sides edited.

    Attributes:
        before: The template without the block.
        base: What was last applied.
        ours: The template with the block, as the user made it.
        theirs: What the snippet has now.
        user: What the user did.
        template: What the new version of the scaffold did.
    """

    before: Document
    base: Snippet
    ours: Document
    theirs: Snippet
    user: tuple[Edit, ...]
    template: tuple[Edit, ...]

    def __repr__(self) -> str:
        sides = {"base": self.base.document, "ours": self.ours, "theirs": self.theirs.document}
        texts = [f"--- {name}\n{one.encode().decode()}" for name, one in sides.items()]
        return "\n".join(["", *texts, f"--- user {self.user}", f"--- template {self.template}"])

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - hypothesis' own
        printer.text(repr(self))

    @property
    def has_other_resources(self) -> bool:
        """Whether the template has more or fewer resources now."""
        return any(len(one.way) == 2 for one in self.template)

    @property
    def expected(self) -> Data:
        """What both together come to."""
        data = to_data(merge(self.before, self.base).document.root)
        for edit in (*self.template, *self.user):
            edit.do(data)
        return data


EXTRA = "  OldTopic:\n    Type: AWS::SNS::Topic\n"
NEW_TOPIC = "  NewTopic:\n    Type: AWS::SNS::Topic\n"


def is_probe(name: str) -> bool:
    """Whether a resource is one of the block."""
    return name.startswith("Probe") or name in ("OldTopic", "NewTopic")


@st.composite
def templates(draw: Draw, *, flow: bool | None = None) -> Document:
    """A template, in one of the variants of its encoding."""
    features = sorted(FLOW) if flow else sorted(TEMPLATES.keys() - FLOW)
    if flow is None:  # a block scalar cannot end a file that has no line break there
        features = sorted({**TEMPLATES, **ONE_LINE}.keys() - {"empty-section-without-newline"})
    variant = VARIANTS[draw(st.sampled_from(sorted(VARIANTS)))]
    text = {**TEMPLATES, **ONE_LINE}[draw(st.sampled_from(features))]
    return Document.parse("t", variant(text))


@st.composite
def snippets(draw: Draw) -> Snippet:
    """One or two blocks, and now and then one that is to go."""
    texts = draw(st.lists(st.sampled_from(blocks()), min_size=1, max_size=2))
    named = [re.sub(r"^  Probe", f"  Probe{i}", t, flags=re.MULTILINE) for i, t in enumerate(texts)]
    extra = EXTRA if draw(st.booleans()) else ""
    return Snippet.parse("s", f"Resources:\n{''.join(named)}{extra}".encode())


def found_places(document: Document) -> list[Place]:
    """All places in the blocks of a document."""
    resources = section(document, "Resources")
    assert resources is not None
    found = places(resources, ("Resources",))
    return [one for one in found if one.way[1].startswith("Probe") and len(one.way) > 2]


@st.composite
def neighbours(draw: Draw, below: Sequence[Place]) -> Sequence[Place]:
    """What stands in one mapping or list, as edits that are close are what can go wrong."""
    wholes = [one for one in below if is_open(one.value)]
    if not wholes or not draw(st.integers(0, 4)):
        return below
    around = draw(st.sampled_from(wholes)).way
    return [one for one in below if one.way[: len(around)] == around]


@st.composite
def edits(
    draw: Draw, below: Sequence[Place], side: str, *, kinds: Sequence[str], most: int
) -> list[Edit]:
    """Some edits at some of the places, each of something else."""
    found: list[Edit] = []
    for number in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from(kinds))
        fit = [at for at in below if _fits(kind, at)]
        if not fit:
            continue
        at = fit[draw(st.integers(0, len(fit) - 1))]
        way, token = at.way, f"{side}-{number}"
        value: Data = None if (kind, side) == ("delete", "user") else token
        if kind == "add":
            name, value = _new(at.value, token, nested=draw(st.booleans()))
            way = (*way, name)
        one = Edit(kind, way, value)
        if kind not in CHANGES or all(disjoint(one, other) for other in found):
            found.append(one)
    return found


def _fits(kind: str, at: Place) -> bool:
    """Whether something of this kind can be done at a place; another item is another value."""
    if kind == "set":
        return at.key is not None and at.value.kind is Kind.SCALAR
    if kind == "add":
        return is_open(at.value) and (at.key is not None or bool(_identity(at.around)))
    if kind in ("inside", "last"):
        return is_open(at.value)
    return True


def _new(inside: Node, token: str, *, nested: bool) -> tuple[str, Data]:
    """The name and value of something new."""
    if inside.kind is Kind.MAPPING:
        return token.title().replace("-", ""), {"Inner": [token]} if nested else token
    identity = _identity(inside)
    if identity:
        return f"{identity}={token}", {identity: token}
    return json.dumps(token), token


def applied(document: Document, wanted: Sequence[Edit]) -> tuple[Document, list[Edit]]:
    """A document with those edits that can be done, changes first."""
    done: list[Edit] = []
    for edit in sorted(wanted, key=lambda one: ORDER.index(one.kind)):
        result = edit.done(document)
        if result is not None:
            document = result
            done.append(edit)
    return document, done


TEMPLATE_KINDS = ("set", "set", "add", "add", "delete", "above", "quote")
USER_KINDS = (*CHANGES, *CHANGES, *COMMENTS, "quote", "flow", "first", "blank", "bare", "move")


@st.composite
def disjoint_cases(draw: Draw, *, flow: bool | None, user: bool = True) -> Case:
    """Both sides edited different things, or the template alone did."""
    before, base = draw(templates(flow=flow)), draw(snippets())
    near = draw(neighbours(found_places(base.document)))
    theirs, template = applied(
        base.document, draw(edits(near, "template", kinds=TEMPLATE_KINDS, most=4))
    )
    text = theirs.text
    if draw(st.booleans()):
        template.append(Edit("delete", ("Resources", "OldTopic")))
        text = text.replace(EXTRA, "")
    if draw(st.booleans()):
        value = {"Type": "AWS::SNS::Topic"}
        template.append(Edit("add", ("Resources", "NewTopic"), value))
        text += NEW_TOPIC
    template = [one for one in template if one.kind != "delete" or place(base.document, one.way)]
    wanted = [
        _moved(one) if one.kind == "move" else one
        for one in draw(edits(near, "user", kinds=USER_KINDS, most=9))
        if all(disjoint(one, other) for other in template)
    ]
    ours, done = applied(merge(before, base).document, wanted if user else ())
    snippet = Snippet.parse("s", text.encode())
    case = Case(before, base, ours, snippet, tuple(done), tuple(template))
    assume(not _emptied(case.expected, to_data(ours.root)))
    return case


def _moved(edit: Edit) -> Edit:
    return Edit("move", edit.way[:2])


RIVALS = (("set", "set"), ("set", "delete"), ("delete", "set"), ("add", "add"))


@st.composite
def rival_cases(draw: Draw, *, flow: bool) -> Case:
    """Both sides edited the same thing in different ways, and nothing else."""
    before, base = draw(templates(flow=flow)), draw(snippets())
    below = found_places(base.document)
    kinds = draw(st.sampled_from(RIVALS))
    fit = [at for at in below if all(_fits(kind, at) for kind in kinds) and _is_mapping(kinds, at)]
    assume(fit)
    at = draw(st.sampled_from(fit))
    way = (*at.way, "Both") if "add" in kinds else at.way
    user, template = (
        Edit(kind, way, f"{side}-0" if (kind, side) != ("delete", "user") else None)
        for kind, side in zip(kinds, ("user", "template"), strict=True)
    )
    theirs, ours = template.done(base.document), user.done(merge(before, base).document)
    assume(theirs is not None and ours is not None)
    assert theirs is not None
    assert ours is not None
    return Case(before, base, ours, Snippet.parse("s", theirs.encode()), (user,), (template,))


def _is_mapping(kinds: tuple[str, str], at: Place) -> bool:
    return "add" not in kinds or at.value.kind is Kind.MAPPING


@st.composite
def wild_cases(draw: Draw, *, flow: bool) -> Case:
    """Both sides edited what they liked."""
    before, base = draw(templates(flow=flow)), draw(snippets())
    near = draw(neighbours(found_places(base.document)))
    theirs, template = applied(
        base.document, draw(edits(near, "template", kinds=TEMPLATE_KINDS, most=6))
    )
    wanted = draw(edits(near, "user", kinds=USER_KINDS[:-1], most=9))
    ours, user = applied(merge(before, base).document, wanted)
    snippet = Snippet.parse("s", theirs.encode())
    return Case(before, base, ours, snippet, tuple(user), tuple(template))


def _emptied(data: Data, before: Data) -> bool:
    """Whether nothing is left of a collection that had something in it."""
    if isinstance(data, dict) and isinstance(before, dict):
        if not data and before:
            return True
        return any(_emptied(value, before.get(key)) for key, value in data.items())
    return isinstance(data, list) and isinstance(before, list) and not data and bool(before)


def speaks_of(text: str, comment: str) -> tuple[str, str]:
    """Where a comment stands: behind what a line says, above it, or at the end of what is in it."""
    lines = text.splitlines()
    number = next(i for i, line in enumerate(lines) if line.rstrip().endswith(f"# {comment}"))
    before, _, _ = lines[number].partition("#")
    if before.strip():
        return "behind", _key(before)
    below = next((one for one in lines[number + 1 :] if not _is_filler(one)), "")
    if _indent(below) == len(before):
        return "above", _key(below)
    above = (one for one in lines[number::-1] if not _is_filler(one) and _indent(one) < len(before))
    return "last", _key(next(above, ""))


def _is_filler(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _key(line: str) -> str:
    key = line.strip().removeprefix("- ").partition(":")[0]
    return "" if key.startswith("{") else key.strip("\"'")
