"""Merge of a snippet into a template, and removal of it, in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..document import Document
from ..document.entry_lines import head_at
from ..document.memory import without_collection
from ..document.withdraw import withdrawals
from ..document.yaml_document import section
from ..errors import ScaffoldError
from .conflict import Conflict
from .entry import SnippetEntry, own_comments
from .entry_changes import SnippetMerge, entry_changes
from .entry_removal import BySection, dropped
from .entry_status import EntryState, EntryStatus, entry_statuses, pair_of
from .meaning import Meaning
from .merge_plan import Action, MergePlan, SnippetPlan, TemplateEdit
from .snippet import Snippet


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge or removal.

    Attributes:
        document: The template afterwards.
        statuses: The status of each entry of the snippet before.
        added: Paths of the entries that were added.
        updated: Paths of what was changed in existing entries.
        removed: Paths of the entries that were removed.
        conflicts: Places that both sides changed differently; ours stays.
        rewritten: Positions of lines that had to change, as their section is on one line; all
            other changes of a merge that only adds entries are added lines.
        opened: Sections that the template did not have before.
    """

    document: Document
    statuses: tuple[EntryStatus, ...]
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    rewritten: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Paths of everything that changed."""
        return (*self.added, *self.updated, *self.removed)


class ClashError(ScaffoldError):
    """Raised when two snippets add the same entry or section; merge one after the other."""


class EditedError(ScaffoldError):
    """Raised when an entry to remove was edited.

    Attributes:
        entry: Its place and path.
    """

    def __init__(self, entry: str, snippet: str) -> None:
        super().__init__(
            f"{entry} differs from {snippet}, and removing it would lose that. Delete it by "
            "hand, or change the snippet accordingly first."
        )
        self.entry = entry


class NeededError(ScaffoldError):
    """Raised when something refers to an entry to remove."""


def merge(document: Document, snippet: Snippet, base: Snippet | None = None) -> Merged:
    """Merge a snippet into a template.

    Without a base, entries are only added: every byte of the template stays. With one, the
    changes since the base are merged into the existing entries, three ways; what the user changed
    or deleted stays so.

    Raises:
        ScaffoldError: Without a base, an entry exists already and differs; a name is taken; or the
            file cannot be changed safely.
    """
    return merge_all(document, [SnippetMerge(snippet, base)])[0]


@without_collection()
def merge_all(document: Document, jobs: Sequence[SnippetMerge]) -> list[Merged]:
    """Merge several snippets at once: the template is parsed and verified once.

    Returns:
        The result of each; all have the one document with everything.

    Raises:
        ScaffoldError: As `merge`, of any of them.
        ClashError: Two of them add the same entry, or the same section.
    """
    plan = plan_merge(document, jobs)
    result = plan.apply()
    return [_merged(document, result, part) for part in plan.snippets]


def _merged(before: Document, after: Document, plan: SnippetPlan) -> Merged:
    return Merged(
        after,
        plan.statuses,
        plan.added,
        plan.updated,
        plan.removed,
        plan.conflicts,
        plan.rewritten,
        tuple(name for name in plan.opened if section(before, name) is None),
    )


def plan_merge(document: Document, jobs: Sequence[SnippetMerge]) -> MergePlan:
    """Plan to merge several snippets into a template.

    Raises:
        ScaffoldError: As `merge`, of any of them.
        ClashError: Two of them add the same entry, or the same section.
    """
    found = [entry_statuses(document, job.snippet, job.base) for job in jobs]
    for job, statuses in zip(jobs, found, strict=True):
        for status in statuses:
            _refuse_taken(document, job, status)
    gone = [dropped(document, job) for job in jobs]
    removals, lean = _removals(document, [entries.going for entries in gone])
    parts = []
    for job, states, drop in zip(jobs, found, gone, strict=True):
        planned = entry_changes(lean, job)
        parts.append(
            SnippetPlan(
                tuple(states),
                tuple(f"{name}.{entry.key}" for name in drop.going for entry in drop.going[name]),
                tuple(change for change in planned if isinstance(change, TemplateEdit)),
                (*drop.conflicts, *(change for change in planned if isinstance(change, Conflict))),
            )
        )
    _refuse_clash(place for part in parts for place in (*part.added, *part.opened))
    return MergePlan(removals, lean, tuple(parts))


def _refuse_clash(places: Iterable[str]) -> None:
    seen: set[str] = set()
    for place in places:
        if place in seen:
            raise ClashError(f"two components add {place}. Merge one after the other.")
        seen.add(place)


def _removals(
    document: Document, going: Sequence[BySection], opened: Collection[str] = ()
) -> tuple[tuple[TemplateEdit, ...], Document]:
    """Plan to take entries out, section by section, the last section first.

    Returns:
        The removals, and the document after them.
    """
    removals = []
    for name in reversed(dict.fromkeys(name for sections in going for name in sections)):
        entries = [entry for sections in going for entry in sections.get(name, ())]
        keep = name not in opened and any(name in entry.meaning.required for entry in entries)
        for withdrawal in withdrawals(document, name, entries, keep_section=keep):
            paths = tuple((name, key) for key in withdrawal.keys)
            removals.append(TemplateEdit(Action.REMOVE, paths, withdrawal.splices))
            document = withdrawal.document
    return tuple(removals), document


def _refuse_taken(document: Document, job: SnippetMerge, status: EntryStatus) -> None:
    entry = status.entry
    if job.base is None and status.state is EntryState.DIFFERENT and status.offset is not None:
        raise ScaffoldError(
            f"{document.position(status.offset)}: {status.path} exists already and "
            f"differs from {job.snippet.name}. Choose another name, or remove it first."
        )
    _refuse_other_type(document, job, status)
    other = job.snippet.meaning.one_namespace.get(status.section)
    if other is None or status.state is not EntryState.MISSING:
        return
    pair = pair_of(document, other, section(document, other), entry.key)
    if pair is not None:
        raise ScaffoldError(
            f"{document.position(pair[0].start)}: {other}.{entry.key} has the name of "
            f"the new {status.path}, and a template can use a name once. Choose another name."
        )


def _refuse_other_type(document: Document, job: SnippetMerge, status: EntryStatus) -> None:
    """Refuse a new resource whose name another one of a different type has."""
    entry, name = status.entry, status.section
    is_new = job.base is not None and job.was(name, entry.key) is None
    pair = pair_of(document, name, section(document, name), entry.key) if is_new else None
    key = entry.meaning.type_key
    found = {} if pair is None else entry.meaning.data(pair[1])
    if pair is None or not isinstance(found, dict) or found.get(key) == entry.data.get(key):
        return
    raise ScaffoldError(
        f"{document.position(pair[0].start)}: {status.path} has the name of a new "
        f"{entry.data.get(key)} of {job.snippet.name}. Rename it, and try again."
    )


@without_collection()
def remove_snippet(
    document: Document,
    snippet: Snippet,
    base: Snippet | None = None,
    *,
    force: bool = False,
    opened: Collection[str] = (),
) -> Merged:
    """Return the template without the entries of a snippet.

    Args:
        document: The template.
        snippet: The snippet to remove.
        base: The snippet that was last applied to this template, if one was.
        force: Whether to remove edited entries, too; entries to which others refer stay then.
        opened: Sections that were added with the snippet, and are removed if empty.

    Raises:
        EditedError: An entry was edited since.
        NeededError: Something refers to one.
        ScaffoldError: One defines an anchor used elsewhere, or appears twice.
    """
    found = entry_statuses(document, snippet, base)
    present = [status for status in found if status.offset is not None]
    kept = _kept(document, snippet.meaning, present)
    if not force:
        _refuse_loss(document, snippet, present, kept)
    present = [status for status in present if status.entry.key not in kept]
    paths = tuple(status.path for status in present)
    plan = MergePlan(*_removals(document, [_by_section(present)], opened))
    return Merged(plan.apply(), tuple(found), removed=paths)


def _kept(document: Document, meaning: Meaning, present: Sequence[EntryStatus]) -> dict[str, str]:
    """Return the entries to which others refer, with what does, and what those need in turn."""
    kept: dict[str, str] = {}
    found: dict[str, str] | None = None
    while found is None or found:
        going = [status for status in present if status.entry.key not in kept]
        ids = {status.entry.key for status in going if status.section in meaning.referred}
        leaving = {(status.section, status.entry.key) for status in going}
        found = dict(meaning.needed(document, ids, leaving))
        kept |= found
    return kept


def _by_section(present: Iterable[EntryStatus]) -> dict[str, list[SnippetEntry]]:
    going: dict[str, list[SnippetEntry]] = {}
    for status in present:
        going.setdefault(status.section, []).append(status.entry)
    return going


def without(document: Document, snippet: Snippet) -> Document:
    """Return the template without the entries of a snippet, even if others refer to them.

    Raises:
        ScaffoldError: One defines an anchor used elsewhere, or appears twice.
    """
    present = [status for status in entry_statuses(document, snippet) if status.offset is not None]
    return _removals(document, [_by_section(present)])[1]


def _is_commented(document: Document, status: EntryStatus) -> bool:
    """Return whether the user wrote comments into an entry."""
    mapping = section(document, status.section)
    pair = pair_of(document, status.section, mapping, status.entry.key)
    if mapping is None or pair is None:
        return False
    above, came = head_at(document, pair[0].start), status.entry.head
    reworded = bool(above and came) and above[-len(came) :] != came
    return reworded or bool(own_comments(document, mapping, pair, status.entry))


def _refuse_loss(
    document: Document, snippet: Snippet, present: Sequence[EntryStatus], kept: Mapping[str, str]
) -> None:
    """Refuse to remove entries that the user edited, and those to which others refer."""
    for status in present:
        edited = status.state in (EntryState.DIFFERENT, EntryState.EDITED)
        if status.offset is not None and (edited or _is_commented(document, status)):
            position = document.position(status.offset)
            raise EditedError(f"{position}: {status.path}", snippet.name)
    for status in present:
        if status.entry.key not in kept:
            continue
        raise NeededError(
            f"{kept[status.entry.key]} refers to {status.path}, which would be removed. "
            f"Remove the reference, or delete {status.path} from {snippet.name} to keep it."
        )
