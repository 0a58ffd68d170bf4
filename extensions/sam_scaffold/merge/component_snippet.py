"""A component's snippet with its past: how it is merged, and what is recorded then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from ..document import Data, Document, entries_of
from ..document.yaml_document import section
from .entry_changes import SnippetMerge
from .last_applied import LastApplied
from .path_operations import part_at, unsettled
from .rename_detection import renamed_ids
from .snippet import Snippet
from .snippet_merge import Merged


@dataclass(frozen=True)
class ComponentSnippet:
    """A snippet of a component, with what was last applied of it.

    Attributes:
        snippet: What is desired, in its own names.
        data: The bytes of it.
        past: What was last applied, None if nothing was.
        new_ids: How the template calls resources that have another name there.
    """

    snippet: Snippet
    data: bytes
    past: LastApplied | None
    new_ids: dict[str, str]

    @classmethod
    def of(
        cls,
        name: str,
        data: bytes,
        past: LastApplied | None,
        document: Document,
        claimed: Callable[[], Collection[str]],
    ) -> ComponentSnippet:
        """Look a component's resources up in the template.

        Args:
            name: What messages call the snippet.
            data: The snippet's bytes.
            past: What was last applied.
            document: The template.
            claimed: Gives the logical ids there that belong to components.

        Raises:
            ScaffoldError: It is no snippet.
        """
        snippet = Snippet.parse(name, data)
        new_ids: dict[str, str] = {}
        if past is not None:
            keys = {key for name in snippet.meaning.referred for key in entries_of(document, name)}
            new_ids = {old: new for old, new in past.renamed.items() if new in keys}
            base = past.snippet.renamed(new_ids)
            first = {new: old for old, new in new_ids.items()}
            found = renamed_ids(document, base, claimed)
            new_ids |= {first.get(old, old): new for old, new in found.items()}
        return cls(snippet, data, past, new_ids)

    @cached_property
    def base(self) -> Snippet | None:
        """What was last applied, in the template's names."""
        if self.past is None:
            return None
        return self.past.snippet.renamed(self.new_ids)

    @cached_property
    def job(self) -> SnippetMerge:
        """What is to be merged, in the template's names."""
        return SnippetMerge(self.snippet.renamed(self.new_ids), self.base)

    def record(self, merged: Merged, before: Document) -> LastApplied:
        """What is applied after a merge; where a conflict is open, what was before it.

        Args:
            merged: What the merge came to.
            before: The template as it was.
        """
        if self.past is None:
            return LastApplied(self.data, opened=merged.opened)
        data = self.data
        job = self.job
        if merged.conflicts and job.base is not None:
            found = unsettled(job.snippet, job.base, merged.conflicts)
            old_names = {new: old for old, new in self.new_ids.items()}
            text = Snippet.parse(self.snippet.name, found).renamed(old_names).document.encode()
            data = text.replace(b"\n", b"\r\n") if b"\r\n" in self.data else text
        adopted = {
            path: digest_at(merged.document, path) if digest_at(before, path) == digest else digest
            for path, digest in self.past.adopted.items()
        }
        opened = dict.fromkeys([*self.past.opened, *merged.opened])
        there = tuple(name for name in opened if section(merged.document, name) is not None)
        return LastApplied(data, self.new_ids, adopted, there)


def digest_at(document: Document, path: str) -> str:
    """What an entry of a template means, as a few letters; ``none`` where it is not there."""
    part = part_at(document, tuple(path.split(".", 1)))
    return "none" if part is None else digest(part.data)


def digest(data: Data) -> str:
    """What a value means, as a few letters."""
    text = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
