"""Status of the entries of a snippet in a template."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..document import Document, Node, NodeKind, Pair
from ..document.yaml_document import section
from ..errors import ScaffoldError
from .entry import SnippetEntry
from .snippet import Snippet


class EntryState(Enum):
    """The states of an entry of a snippet in a template."""

    MISSING = "missing"
    SAME = "in"
    EDITED = "edited since"
    DELETED = "deleted since"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """The status of one entry of a snippet in a template.

    Attributes:
        section: Its section.
        entry: The entry.
        state: Its state.
        offset: Its offset in the template, None if the template lacks it.
    """

    section: str
    entry: SnippetEntry
    state: EntryState
    offset: int | None

    @property
    def path(self) -> str:
        """``Section.Key``."""
        return f"{self.section}.{self.entry.key}"


def entry_statuses(
    document: Document, snippet: Snippet, base: Snippet | None = None
) -> list[EntryStatus]:
    """Return the status of each entry of a snippet in a template.

    Args:
        document: The template.
        snippet: The desired snippet.
        base: The snippet that was last applied to this template, if one was. The user may edit
            or delete an entry that is the same in both.

    Raises:
        ScaffoldError: A section or an entry appears twice in the template.
    """
    found = []
    for name, entries in snippet.sections.items():
        mapping = section(document, name)
        for entry in entries:
            applied = None if base is None else base.find(name, entry.key)
            kept = applied is not None and applied.data == entry.data
            pair = pair_of(document, name, mapping, entry.key)
            state = _state(pair, entry, kept=kept)
            found.append(EntryStatus(name, entry, state, None if pair is None else pair[0].start))
    return found


def _state(pair: Pair | None, entry: SnippetEntry, *, kept: bool) -> EntryState:
    if pair is None:
        return EntryState.DELETED if kept else EntryState.MISSING
    if entry.meaning.data(pair[1]) == entry.data:
        return EntryState.SAME
    return EntryState.EDITED if kept else EntryState.DIFFERENT


def pair_of(document: Document, name: str, mapping: Node | None, key: str) -> Pair | None:
    """Return an entry of a section of the template, None if there is none.

    Args:
        document: The template.
        name: The section's name.
        mapping: The section, None if the template has none.
        key: The entry's key.

    Raises:
        ScaffoldError: The entry appears twice.
    """
    if mapping is None or mapping.kind is not NodeKind.MAPPING:
        return None
    found = [pair for pair in mapping.pairs() if pair[0].value == key]
    if len(found) > 1:
        raise ScaffoldError(
            f"{document.position(found[1][0].start)}: {name}.{key} appears twice; keep one "
            "and try again."
        )
    return found[0] if found else None
