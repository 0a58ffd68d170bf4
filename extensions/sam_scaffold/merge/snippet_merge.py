"""Merge a snippet into a SAM template, or take it out, in memory."""

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
from .entry_status import EntryState, EntryStatus, pair_of, standings
from .meaning import Meaning
from .merge_plan import Action, MergePlan, SnippetPlan, TemplateEdit
from .snippet import Snippet


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge or removal came to.

    Attributes:
        document: The template afterwards.
        standings: How every entry of the snippet stood before.
        added: Paths of the entries that were added.
        updated: Paths of what was changed in entries that stood there.
        removed: Paths of the entries that were taken out.
        conflicts: What both sides changed in different ways; there ours stands.
        rewritten: Places of lines that had to change, as their section stands on one
            line; where entries are only added, everything else is added lines.
        opened: Sections that the template did not have before.
    """

    document: Document
    standings: tuple[EntryStatus, ...]
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    rewritten: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Paths of all that is not as it was."""
        return (*self.added, *self.updated, *self.removed)


class ClashError(ScaffoldError):
    """Two snippets want the same place; one has to see what the other made first."""


class EditedError(ScaffoldError):
    """An entry that is to go was edited.

    Attributes:
        entry: Its place and path.
    """

    def __init__(self, entry: str, snippet: str) -> None:
        super().__init__(
            f"{entry} differs from {snippet}, and taking it out would lose that; delete it by "
            "hand, or bring the snippet in line first."
        )
        self.entry = entry


class NeededError(ScaffoldError):
    """Something refers to an entry that is to go."""


def merge(document: Document, snippet: Snippet, base: Snippet | None = None) -> Merged:
    """The template with what a snippet brings and the template has not.

    Without a base, entries are only added: every byte of the template stays. With one,
    what changed since the base is brought into what stands there, three ways; what the
    user changed or deleted stays so.

    Raises:
        ScaffoldError: Without a base, an entry stands there already and differs; a name
            is taken; the file cannot be changed safely.
    """
    return merge_all(document, [SnippetMerge(snippet, base)])[0]


@without_collection()
def merge_all(document: Document, jobs: Sequence[SnippetMerge]) -> list[Merged]:
    """Merge several snippets at once: the template is parsed and verified once.

    Returns:
        The result of each; all have the one document with everything.

    Raises:
        ScaffoldError: As `merge`, of any of them.
        ClashError: Two of them bring the same entry, or open the same section.
    """
    plan = plan_merge(document, jobs)
    result = plan.apply()
    return [_merged(document, result, part) for part in plan.snippets]


def _merged(before: Document, after: Document, plan: SnippetPlan) -> Merged:
    return Merged(
        after,
        plan.standings,
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
        ClashError: Two of them bring the same entry, or open the same section.
    """
    found = [standings(document, job.snippet, job.base) for job in jobs]
    for job, stands in zip(jobs, found, strict=True):
        for standing in stands:
            _refuse_taken(document, job, standing)
    gone = [dropped(document, job) for job in jobs]
    removals, lean = _removals(document, [one.going for one in gone])
    parts = []
    for job, stands, one in zip(jobs, found, gone, strict=True):
        planned = entry_changes(lean, job)
        parts.append(
            SnippetPlan(
                tuple(stands),
                tuple(f"{name}.{entry.key}" for name in one.going for entry in one.going[name]),
                tuple(change for change in planned if isinstance(change, TemplateEdit)),
                (*one.conflicts, *(change for change in planned if isinstance(change, Conflict))),
            )
        )
    _refuse_clash(place for part in parts for place in (*part.added, *part.opened))
    return MergePlan(removals, lean, tuple(parts))


def _refuse_clash(places: Iterable[str]) -> None:
    seen: set[str] = set()
    for place in places:
        if place in seen:
            raise ClashError(f"two components bring {place}; merge one after the other.")
        seen.add(place)


def _removals(
    document: Document, going: Sequence[BySection], opened: Collection[str] = ()
) -> tuple[tuple[TemplateEdit, ...], Document]:
    """Plan to take entries out, section by section, the last section first.

    Returns:
        The removals, and the document after them.
    """
    removals = []
    for name in reversed(dict.fromkeys(name for one in going for name in one)):
        entries = [entry for one in going for entry in one.get(name, ())]
        keep = name not in opened and any(name in entry.meaning.required for entry in entries)
        for withdrawal in withdrawals(document, name, entries, keep_section=keep):
            paths = tuple((name, key) for key in withdrawal.keys)
            removals.append(TemplateEdit(Action.REMOVE, paths, withdrawal.splices))
            document = withdrawal.document
    return tuple(removals), document


def _refuse_taken(document: Document, job: SnippetMerge, standing: EntryStatus) -> None:
    entry = standing.entry
    if job.base is None and standing.state is EntryState.DIFFERENT and standing.offset is not None:
        raise ScaffoldError(
            f"{document.position(standing.offset)}: {standing.path} stands there already and "
            f"differs from {job.snippet.name}; take another name, or remove it first."
        )
    _refuse_other_type(document, job, standing)
    other = job.snippet.meaning.one_namespace.get(standing.section)
    if other is None or standing.state is not EntryState.MISSING:
        return
    pair = pair_of(document, other, section(document, other), entry.key)
    if pair is not None:
        raise ScaffoldError(
            f"{document.position(pair[0].start)}: {other}.{entry.key} has the name of "
            f"the new {standing.path}, and a template can use a name once; take another name."
        )


def _refuse_other_type(document: Document, job: SnippetMerge, standing: EntryStatus) -> None:
    """Refuse a new resource whose name another one has, which is none that it could be."""
    entry, name = standing.entry, standing.section
    is_new = job.base is not None and job.was(name, entry.key) is None
    pair = pair_of(document, name, section(document, name), entry.key) if is_new else None
    key = entry.meaning.type_key
    found = {} if pair is None else entry.meaning.data(pair[1])
    if pair is None or not isinstance(found, dict) or found.get(key) == entry.data.get(key):
        return
    raise ScaffoldError(
        f"{document.position(pair[0].start)}: {standing.path} has the name of a new "
        f"{entry.data.get(key)} of {job.snippet.name}; call it otherwise, and try again."
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
    """The template with the entries of a snippet taken out.

    Args:
        document: The template.
        snippet: What is to go.
        base: What was last applied to this template, if anything was.
        force: Whether edited entries go, too; what others refer to stays then.
        opened: Sections that came with the snippet, and go if nothing else is in them.

    Raises:
        EditedError: An entry was edited since.
        NeededError: Something refers to one.
        ScaffoldError: One defines an anchor used elsewhere, or stands twice.
    """
    found = standings(document, snippet, base)
    present = [standing for standing in found if standing.offset is not None]
    kept = _kept(document, snippet.meaning, present)
    if not force:
        _refuse_loss(document, snippet, present, kept)
    present = [one for one in present if one.entry.key not in kept]
    paths = tuple(one.path for one in present)
    plan = MergePlan(*_removals(document, [_by_section(present)], opened))
    return Merged(plan.apply(), tuple(found), removed=paths)


def _kept(document: Document, meaning: Meaning, present: Sequence[EntryStatus]) -> dict[str, str]:
    """The entries that others refer to, with who does, and what those need in turn."""
    kept: dict[str, str] = {}
    found: dict[str, str] | None = None
    while found is None or found:
        going = [one for one in present if one.entry.key not in kept]
        ids = {one.entry.key for one in going if one.section in meaning.referred}
        found = dict(meaning.needed(document, ids, {(one.section, one.entry.key) for one in going}))
        kept |= found
    return kept


def _by_section(present: Iterable[EntryStatus]) -> dict[str, list[SnippetEntry]]:
    going: dict[str, list[SnippetEntry]] = {}
    for one in present:
        going.setdefault(one.section, []).append(one.entry)
    return going


def without(document: Document, snippet: Snippet) -> Document:
    """The template as it would be without the entries of a snippet, whoever needs them.

    Raises:
        ScaffoldError: One defines an anchor used elsewhere, or stands twice.
    """
    present = [one for one in standings(document, snippet) if one.offset is not None]
    return _removals(document, [_by_section(present)])[1]


def _is_commented(document: Document, standing: EntryStatus) -> bool:
    """Whether somebody wrote comments into an entry."""
    mapping = section(document, standing.section)
    pair = pair_of(document, standing.section, mapping, standing.entry.key)
    if mapping is None or pair is None:
        return False
    above, came = head_at(document, pair[0].start), standing.entry.head
    reworded = bool(above and came) and above[-len(came) :] != came
    return reworded or bool(own_comments(document, mapping, pair, standing.entry))


def _refuse_loss(
    document: Document, snippet: Snippet, present: Sequence[EntryStatus], kept: Mapping[str, str]
) -> None:
    """Refuse to take out what somebody edited, and what others refer to."""
    for standing in present:
        edited = standing.state in (EntryState.DIFFERENT, EntryState.EDITED)
        if standing.offset is not None and (edited or _is_commented(document, standing)):
            position = document.position(standing.offset)
            raise EditedError(f"{position}: {standing.path}", snippet.name)
    for standing in present:
        if standing.entry.key not in kept:
            continue
        raise NeededError(
            f"{kept[standing.entry.key]} refers to {standing.path}, which would be gone; "
            f"change the one, or take the other out of {snippet.name}, so that it stays."
        )
