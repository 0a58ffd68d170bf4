"""Merge a snippet into a SAM template, or take it out, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ..document import Document, Kind, Node, Splice
from ..document.document import section
from ..document.insert import insertion
from ..document.memory import without_collection
from ..document.remove import removed
from ..errors import ScaffoldError
from ..sam.values import Data, mentioned, to_data
from .snippet import Snippet, SnippetEntry


class State(Enum):
    """How an entry of a snippet stands in a template."""

    MISSING = "missing"
    SAME = "in"
    EDITED = "edited since"
    DELETED = "deleted since"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry of a snippet and how it stands in a template.

    Attributes:
        section: Its section.
        entry: The entry.
        state: How it stands.
        offset: Where the template has it, None where it has not.
    """

    section: str
    entry: SnippetEntry
    state: State
    offset: int | None

    @property
    def path(self) -> str:
        """``Section.Key``."""
        return f"{self.section}.{self.entry.key}"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge or removal came to.

    Attributes:
        document: The template afterwards.
        changed: Paths of the entries that were added or taken out.
        standings: How every entry stood before.
        rewritten: Places of lines that had to change, as their section stands on one
            line; everything else is added lines.
    """

    document: Document
    changed: tuple[str, ...]
    standings: tuple[Standing, ...]
    rewritten: tuple[str, ...] = ()


def standings(document: Document, snippet: Snippet, base: Snippet | None = None) -> list[Standing]:
    """How each entry of a snippet stands in a template.

    Args:
        document: The template.
        snippet: What is desired.
        base: What was last applied to this template, if anything was. An entry that
            is in the base as it is in the snippet is the user's to edit or delete.

    Raises:
        ScaffoldError: A section or an entry stands twice in the template.
    """
    found = []
    for name, entries in snippet.sections.items():
        mapping = section(document, name)
        for entry in entries:
            applied = None if base is None else base.find(name, entry.key)
            kept = applied is not None and applied.data == entry.data
            pair = _pair(document, name, mapping, entry.key)
            state = _state(pair, entry, kept=kept)
            found.append(Standing(name, entry, state, None if pair is None else pair[0].start))
    return found


def _state(pair: tuple[Node, Node] | None, entry: SnippetEntry, *, kept: bool) -> State:
    if pair is None:
        return State.DELETED if kept else State.MISSING
    if to_data(pair[1]) == entry.data:
        return State.SAME
    return State.EDITED if kept else State.DIFFERENT


def _pair(
    document: Document, name: str, mapping: Node | None, key: str
) -> tuple[Node, Node] | None:
    if mapping is None or mapping.kind is not Kind.MAPPING:
        return None
    found = [pair for pair in mapping.pairs() if pair[0].value == key]
    if len(found) > 1:
        raise ScaffoldError(
            f"{document.position(found[1][0].start)}: {name}.{key} appears twice; keep one "
            "and try again."
        )
    return found[0] if found else None


@without_collection()
def merge(document: Document, snippet: Snippet, base: Snippet | None = None) -> Merged:
    """The template with the missing entries of a snippet added.

    Every byte of the template stays; the result is verified to mean the old template
    plus exactly the new entries.

    Raises:
        ScaffoldError: An entry stands there already and differs, a name is taken, or
            the file cannot be changed safely.
    """
    found = standings(document, snippet, base)
    for standing in found:
        _refuse_taken(document, snippet, standing, base)
    missing = [standing for standing in found if standing.state is State.MISSING]
    if not missing:
        return Merged(document, (), tuple(found))
    splices = list(_insertions(document, missing))
    result = document.apply(splices)
    rewritten = tuple(
        document.position(splice.start)
        for splice in splices
        if splice.start != document.line_start(splice.start)
        or (splice.start == 0 and document.source.bom)  # the mark stays in front
    )
    changed = tuple(standing.path for standing in missing)
    return Merged(result, changed, tuple(found), rewritten)


def _insertions(document: Document, missing: list[Standing]) -> Iterator[Splice]:
    for name in dict.fromkeys(standing.section for standing in missing):
        entries = [standing.entry for standing in missing if standing.section == name]
        yield insertion(document, name, entries)


# CloudFormation keeps one namespace for these two: cfn-lint E3007.
_ONE_NAMESPACE = {"Resources": "Parameters", "Parameters": "Resources"}


def _refuse_taken(
    document: Document, snippet: Snippet, standing: Standing, base: Snippet | None
) -> None:
    if standing.state is State.DIFFERENT and standing.offset is not None:
        ours = base is not None and base.find(standing.section, standing.entry.key) is not None
        way_out = (
            "bring one in line with the other and merge again"
            if ours
            else "take another name, or remove it first"
        )
        raise ScaffoldError(
            f"{document.position(standing.offset)}: {standing.path} stands there already and "
            f"differs from {snippet.name}; {way_out}."
        )
    other = _ONE_NAMESPACE.get(standing.section)
    if other is None or standing.state is not State.MISSING:
        return
    pair = _pair(document, other, section(document, other), standing.entry.key)
    if pair is not None:
        raise ScaffoldError(
            f"{document.position(pair[0].start)}: {other}.{standing.entry.key} has the name of "
            f"the new {standing.path}, and a template can use a name once; take another name."
        )


# A template without Resources is no template, so an emptied one keeps the key.
_REQUIRED = ("Resources",)


@without_collection()
def unmerge(document: Document, snippet: Snippet, base: Snippet | None = None) -> Merged:
    """The template with the entries of a snippet taken out.

    Raises:
        ScaffoldError: An entry was edited since, defines an anchor used elsewhere, or
            stands twice.
    """
    found = standings(document, snippet, base)
    for standing in found:
        if standing.state in (State.DIFFERENT, State.EDITED) and standing.offset is not None:
            raise ScaffoldError(
                f"{document.position(standing.offset)}: {standing.path} differs from "
                f"{snippet.name}, and taking it out would lose that; delete it by hand, or "
                "bring the snippet in line first."
            )
    present = [standing for standing in found if standing.offset is not None]
    result = document
    for name in reversed(dict.fromkeys(standing.section for standing in present)):
        entries = [standing.entry for standing in present if standing.section == name]
        result = removed(result, name, entries, keep_section=name in _REQUIRED)
    _refuse_needed(result, snippet, {one.entry.key for one in present if one.section == _TARGETS})
    return Merged(result, tuple(standing.path for standing in present), tuple(found))


_TARGETS = "Resources"
_REFERRING = (_TARGETS, "Outputs")


def _refuse_needed(result: Document, snippet: Snippet, gone: set[str]) -> None:
    """Refuse to take out what others refer to: the template could not be deployed."""
    for name in _REFERRING:
        mapping = section(result, name)
        pairs = mapping.pairs() if mapping is not None and mapping.kind is Kind.MAPPING else ()
        for key, value in pairs:
            for needed in sorted(gone.intersection(_needs(to_data(value)))):
                raise ScaffoldError(
                    f"{name}.{key.value} refers to {_TARGETS}.{needed}, which would be gone; "
                    f"change the one, or take the other out of {snippet.name}, so that it stays."
                )


def _needs(entry: Data) -> list[str]:
    depends = entry.get("DependsOn", ()) if isinstance(entry, dict) else ()
    return [*mentioned(entry), *([depends] if isinstance(depends, str) else depends or ())]
