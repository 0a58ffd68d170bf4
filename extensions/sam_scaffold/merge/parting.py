"""Part what was last applied in two, where entries come to belong to another component."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from ..document import Document
from ..document.withdraw import removed
from .last_applied import LastApplied
from .snippet import Snippet

Paths = Collection[tuple[str, str]]


def part(past: LastApplied, moving: Snippet) -> tuple[LastApplied, LastApplied | None]:
    """Take the entries of another snippet out of what was last applied.

    Both keep what is known of their entries in the template, so that the next merge of each
    finds them there, edited, renamed or deleted as they may be.

    Args:
        past: What was last applied.
        moving: The snippet that has the entries from now on.

    Returns:
        What stays, and what was applied of the moving entries; None if nothing was.
    """
    snippet = past.snippet
    everything = {(name, one.key) for name, ones in snippet.sections.items() for one in ones}
    theirs = {(name, one.key) for name, ones in moving.sections.items() for one in ones}
    theirs &= everything
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


def _only(snippet: Snippet, kept: Paths) -> bytes:
    """The bytes of a snippet with some of its entries."""
    document: Document = snippet.document
    for name, entries in snippet.sections.items():
        going = [one for one in entries if (name, one.key) not in kept]
        document = removed(document, name, going, keep_section=False) if going else document
    return document.encode()


def _of(adopted: Mapping[str, str], belongs: Callable[[tuple[str, str]], bool]) -> dict[str, str]:
    found = {}
    for path, digest in adopted.items():
        section, _, key = path.partition(".")
        if belongs((section, key)):
            found[path] = digest
    return found
