"""A component's snippet with its past: the merge of it, and the record of the merge."""

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
from .path_operations import part_at, with_open_conflicts
from .rename_detection import renamed_ids
from .snippet import Snippet
from .snippet_merge import Merged


@dataclass(frozen=True)
class ComponentSnippet:
    """A snippet of a component, with what was last applied of it.

    Attributes:
        snippet: The desired snippet, in its own names.
        data: Its bytes.
        past: The record of what was last applied, None if nothing was.
        new_ids: The logical ids of resources that have another one in the template.
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
        """Find a component's resources in the template.

        Args:
            name: The snippet's name in messages.
            data: The snippet's bytes.
            past: The record of what was last applied.
            document: The template.
            claimed: Returns the logical ids there that belong to components.

        Raises:
            ScaffoldError: The bytes are not a snippet.
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
        """The snippet that was last applied, in the template's names."""
        if self.past is None:
            return None
        return self.past.snippet.renamed(self.new_ids)

    @cached_property
    def job(self) -> SnippetMerge:
        """The merge to make, in the template's names."""
        return SnippetMerge(self.snippet.renamed(self.new_ids), self.base)

    def record(self, merged: Merged, before: Document) -> LastApplied:
        """Return the record of a merge; where a conflict is open, it has the value from before.

        Args:
            merged: The result of the merge.
            before: The template before it.
        """
        if self.past is None:
            return LastApplied(self.data, opened=merged.opened)
        data = self.data
        job = self.job
        if merged.conflicts and job.base is not None:
            found = with_open_conflicts(job.snippet, job.base, merged.conflicts)
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
    """Return a digest of an entry of a template; ``none`` if the template lacks it."""
    part = part_at(document, tuple(path.split(".", 1)))
    return "none" if part is None else digest(part.data)


def digest(data: Data) -> str:
    """Return a digest of a value."""
    text = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
