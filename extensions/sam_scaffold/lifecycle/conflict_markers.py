"""Conflicts in the SAM template, between git's markers, as copier leaves them in files.

Reviewers of a pull request see both sides in its diff, and tools that parse the template in CI
reject it until they are resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..components.component_record import ComponentRecord
from ..document import Document
from ..errors import ScaffoldError
from ..merge.conflict import Conflict
from ..merge.path_operations import part_at, put
from ..merge.snippet import Snippet
from ..merge.snippet_merge import merge
from .batch import ComponentResult, Components
from .blocks import document_of
from .file_merge import merged_text
from .snippet_apply import resolve_conflicts


def mark_conflicts(components: Components, outcomes: Iterable[ComponentResult]) -> list[Conflict]:
    """Write both sides of each conflict into the SAM templates, and take it for told.

    What cannot be put between markers stays an open conflict, with your side in the template.

    Args:
        components: The repository; its overlay is changed.
        outcomes: What became of components.

    Returns:
        The conflicts that stay open.
    """
    left: list[Conflict] = []
    by_template: dict[str, list[ComponentRecord]] = {}
    for outcome in outcomes:
        if outcome.conflicts:
            by_template.setdefault(outcome.instance.template_file, []).append(outcome.placed)
    for template_file, instances in by_template.items():
        left += _mark(components, template_file, instances)
    return left


def _mark(
    components: Components, template_file: str, instances: Sequence[ComponentRecord]
) -> list[Conflict]:
    ours = base = theirs = document_of(components.overlay, template_file)
    left: list[Conflict] = []
    for instance in instances:
        _, found = components.tracked(instance)
        snippet, past = found.job.snippet, found.job.base
        if past is None:
            continue
        marked = []
        for conflict in merge(ours, snippet, past).conflicts:
            if _is_visible(ours, conflict, past, snippet):
                base = _with(base, conflict, past)
                theirs = _with(theirs, conflict, snippet)
                marked.append(conflict)
            else:
                left.append(conflict)
        resolve_conflicts(components, instance, marked, theirs=False)
    text, _ = merged_text(*(side.encode() for side in (ours, base, theirs)))
    components.overlay.put(template_file, text)
    return left


def _is_visible(ours: Document, conflict: Conflict, past: Snippet, snippet: Snippet) -> bool:
    """Return whether git sees the sides of a conflict differ on the same lines."""
    try:
        sides = [_with(ours, conflict, side).encode() for side in (past, snippet)]
    except ScaffoldError:  # the place cannot be changed
        return False
    return not merged_text(ours.encode(), *sides)[1]


def _with(document: Document, conflict: Conflict, side: Snippet) -> Document:
    return put(document, conflict.path, part_at(side.document, conflict.path))
