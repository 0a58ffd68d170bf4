"""Blocks that both sides edited, and what a merge of them has to mean."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blocks import FLOW, Data, Draw, blocks
from edits import (
    CHANGES,
    COMMENTS,
    ORDER,
    Edit,
    Place,
    disjoint,
    identity_of,
    is_open,
    place,
    places,
)
from hypothesis import assume
from hypothesis import strategies as st
from templates_by_feature import ONE_LINE, TEMPLATES, VARIANTS

from sam_scaffold.document import Document, Node, NodeKind
from sam_scaffold.document.yaml_document import section
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge
from sam_scaffold.sam.model.intrinsics import to_data


@dataclass(frozen=True, repr=False)
class Case:
    """A block that both sides edited.

    Attributes:
        before: The template without the block.
        base: The last-applied copy.
        ours: The template with the block, as the user made it.
        theirs: The current snippet.
        user: The edits of the user.
        template: The edits of the new version of the scaffold.
    """

    before: Document
    base: Snippet
    ours: Document
    theirs: Snippet
    user: tuple[Edit, ...]
    template: tuple[Edit, ...]

    def __repr__(self) -> str:
        sides = {"base": self.base.document, "ours": self.ours, "theirs": self.theirs.document}
        texts = [f"--- {name}\n{document.encode().decode()}" for name, document in sides.items()]
        return "\n".join(["", *texts, f"--- user {self.user}", f"--- template {self.template}"])

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - hypothesis' own
        printer.text(repr(self))

    @property
    def has_other_resources(self) -> bool:
        """Return whether the template has more or fewer resources now."""
        return any(len(edit.way) == 2 for edit in self.template)

    @property
    def expected(self) -> Data:
        """Return the result of both."""
        data = to_data(merge(self.before, self.base).document.root)
        for edit in (*self.template, *self.user):
            edit.do(data)
        return data


EXTRA = "  OldTopic:\n    Type: AWS::SNS::Topic\n"
NEW_TOPIC = "  NewTopic:\n    Type: AWS::SNS::Topic\n"


def is_probe(name: str) -> bool:
    """Return whether a resource is part of the block."""
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
    return [edit for edit in found if edit.way[1].startswith("Probe") and len(edit.way) > 2]


@st.composite
def neighbours(draw: Draw, below: Sequence[Place]) -> Sequence[Place]:
    """Return the edits in one mapping or list, as those that are close are likely to interfere."""
    wholes = [edit for edit in below if is_open(edit.value)]
    if not wholes or not draw(st.integers(0, 4)):
        return below
    around = draw(st.sampled_from(wholes)).way
    return [edit for edit in below if edit.way[: len(around)] == around]


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
    """Return whether such an edit is possible at a place; another item is another value."""
    if kind == "set":
        return at.key is not None and at.value.kind is NodeKind.SCALAR
    if kind == "add":
        return is_open(at.value) and (at.key is not None or bool(identity_of(at.around)))
    if kind in ("inside", "last"):
        return is_open(at.value)
    return True


def _new(inside: Node, token: str, *, nested: bool) -> tuple[str, Data]:
    """The name and value of something new."""
    if inside.kind is NodeKind.MAPPING:
        return token.title().replace("-", ""), {"Inner": [token]} if nested else token
    identity = identity_of(inside)
    if identity:
        return f"{identity}={token}", {identity: token}
    return json.dumps(token), token


def applied(document: Document, wanted: Sequence[Edit]) -> tuple[Document, list[Edit]]:
    """A document with those edits that can be done, changes first."""
    done: list[Edit] = []
    for edit in sorted(wanted, key=lambda edit: ORDER.index(edit.kind)):
        result = edit.done(document)
        if result is not None:
            document = result
            done.append(edit)
    return document, done


TEMPLATE_KINDS = ("set", "set", "add", "add", "delete", "above", "quote")
USER_KINDS = (*CHANGES, *CHANGES, *COMMENTS, "quote", "flow", "first", "blank", "bare", "move")


@st.composite
def disjoint_cases(draw: Draw, *, flow: bool | None, user: bool = True) -> Case:
    """Return a case in which both sides edited different things, or only the template did."""
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
    template = [
        edit for edit in template if edit.kind != "delete" or place(base.document, edit.way)
    ]
    wanted = [
        _moved(edit) if edit.kind == "move" else edit
        for edit in draw(edits(near, "user", kinds=USER_KINDS, most=9))
        if all(disjoint(edit, other) for other in template)
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
    return "add" not in kinds or at.value.kind is NodeKind.MAPPING


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
    """Return whether nothing is left of a collection that was not empty."""
    if isinstance(data, dict) and isinstance(before, dict):
        if not data and before:
            return True
        return any(_emptied(value, before.get(key)) for key, value in data.items())
    return isinstance(data, list) and isinstance(before, list) and not data and bool(before)


def speaks_of(text: str, comment: str) -> tuple[str, str]:
    """Return the place of a comment: after a line, above it, or at the end of its content."""
    lines = text.splitlines()
    number = next(i for i, line in enumerate(lines) if line.rstrip().endswith(f"# {comment}"))
    before, _, _ = lines[number].partition("#")
    if before.strip():
        return "behind", _key(before)
    below = next((text for text in lines[number + 1 :] if not _is_filler(text)), "")
    if _indent(below) == len(before):
        return "above", _key(below)
    above = (
        text for text in lines[number::-1] if not _is_filler(text) and _indent(text) < len(before)
    )
    return "last", _key(next(above, ""))


def _is_filler(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _key(line: str) -> str:
    key = line.strip().removeprefix("- ").partition(":")[0]
    return "" if key.startswith("{") else key.strip("\"'")
