"""Division of a last-applied record, when entries pass to another component."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from ..document import Document
from ..document.withdraw import removed
from .last_applied import LastApplied
from .snippet import Snippet

Paths = Collection[tuple[str, str]]


def part(past: LastApplied, moving: Snippet) -> tuple[LastApplied, LastApplied | None]:
    """Divide a last-applied record into that of another snippet's entries, and the rest.

    Both keep the facts about their entries in the template, so that the next merge of each finds
    them there, even if they were edited, renamed or deleted.

    Args:
        past: The record to divide.
        moving: The snippet that has the entries from now on.

    Returns:
        The rest, and the record of the moving entries; None if none of them was applied.
    """
    snippet = past.snippet
    everything = _paths(snippet)
    theirs = _paths(moving) & everything
    if not theirs:
        return past, None
    ours = everything - theirs
    own = replace(
        past,
        data=_only(snippet, ours),
        adopted=_of(past.adopted, lambda path: path not in theirs),
    )
    other = LastApplied(
        _only(snippet, theirs),
        {key: new for key, new in past.renamed.items() if ("Resources", key) in theirs},
        _of(past.adopted, lambda path: path in theirs),
        name=past.name,
    )
    return own, other


def _paths(snippet: Snippet) -> set[tuple[str, str]]:
    return {(name, key) for name in snippet.sections for key in snippet.keys(name)}


def _only(snippet: Snippet, kept: Paths) -> bytes:
    """Return the bytes of a snippet with only some of its entries."""
    document: Document = snippet.document
    for name, entries in snippet.sections.items():
        going = [entry for entry in entries if (name, entry.key) not in kept]
        document = removed(document, name, going, keep_section=False) if going else document
    return document.encode()


def _of(adopted: Mapping[str, str], belongs: Callable[[tuple[str, str]], bool]) -> dict[str, str]:
    found = {}
    for path, digest in adopted.items():
        section, _, key = path.partition(".")
        if belongs((section, key)):
            found[path] = digest
    return found
