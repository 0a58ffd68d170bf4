"""Plan of a merge: all edits of a template as data, to be printed, tested and then applied.

A plan has stages, as some decisions need the document after an earlier edit. Entries are removed
first. How much white space goes with them is found by trial: what is left must give the present
text when they are added again (`document.withdraw`). So each removal is a stage, whose offsets
are those of the document after the removals before it, and the last of these documents is part
of the plan. All other edits are one stage: their offsets are those of that document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ..document import Document, Splice
from .conflict import Conflict
from .entry_status import EntryStatus
from .meaning import Path


class Action(Enum):
    """The kinds of edits."""

    REMOVE = "remove"  # entries of a section
    ADD = "add"  # entries of a section
    INSERT = "insert"  # a pair or an item
    DELETE = "delete"  # a pair or an item
    REPLACE = "replace"
    EXCHANGE = "exchange"  # all that is in brackets
    COMMENT = "comment"  # the comment lines above a pair


@dataclass(frozen=True, slots=True)
class TemplateEdit:
    """An edit of a document.

    Attributes:
        action: What it does.
        paths: The paths of what it changes.
        splices: The changes of the text.
        opens: The section that it adds, or of which it adds the first entry; empty if none.
        rewrites: The position of a line that it changes, although it only adds entries; empty if
            it adds lines.
    """

    action: Action
    paths: tuple[Path, ...]
    splices: tuple[Splice, ...]
    opens: str = ""
    rewrites: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The paths as text: ``Resources.OrdersFunction.Properties.Timeout``."""
        return tuple(map(".".join, self.paths))

    def __str__(self) -> str:
        notes = (("opens", self.opens), ("rewrites", self.rewrites))
        more = "".join(f" ({name} {value})" for name, value in notes if value)
        return f"{self.action.value} {', '.join(self.names)}{more}"


@dataclass(frozen=True, slots=True)
class SnippetPlan:
    """The part of one snippet in a plan.

    Attributes:
        statuses: The status of each of its entries before.
        removed: Names of the entries to remove.
        edits: Its edits, in the document after all removals.
        conflicts: Places that the snippet and the template changed differently; the template's
            side stays.
    """

    statuses: tuple[EntryStatus, ...]
    removed: tuple[str, ...] = ()
    edits: tuple[TemplateEdit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """Names of the entries that are added."""
        return tuple(name for edit in self._added for name in edit.names)

    @property
    def updated(self) -> tuple[str, ...]:
        """Names of what changes in existing entries."""
        found = (edit for edit in self.edits if edit.action is not Action.ADD)
        return tuple(dict.fromkeys(name for edit in found for name in edit.names))

    @property
    def opened(self) -> tuple[str, ...]:
        """Sections that the document does not have before, or has without an entry."""
        return tuple(edit.opens for edit in self._added if edit.opens)

    @property
    def rewritten(self) -> tuple[str, ...]:
        """Positions of lines that change, although entries are only added."""
        return tuple(edit.rewrites for edit in self._added if edit.rewrites)

    @property
    def _added(self) -> tuple[TemplateEdit, ...]:
        return tuple(edit for edit in self.edits if edit.action is Action.ADD)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The plan of merging several snippets into a template.

    Attributes:
        removals: The removals of entries, each a stage.
        lean: The template after the removals, as it was tried and verified.
        snippets: The parts of the snippets, together the last stage.
    """

    removals: tuple[TemplateEdit, ...]
    lean: Document
    snippets: tuple[SnippetPlan, ...] = ()

    def lines(self) -> list[str]:
        """Return the plan as text, a line for each edit and each conflict."""
        edits = [*self.removals, *(edit for part in self.snippets for edit in part.edits)]
        kept = (f"keep {found.title}" for part in self.snippets for found in part.conflicts)
        return [*map(str, edits), *kept]

    def apply(self) -> Document:
        """Return the template with all edits made.

        Raises:
            ScaffoldError: The result would mean anything else than is planned.
        """
        return edited(self.lean, (edit for part in self.snippets for edit in part.edits))


def edited(document: Document, edits: Iterable[TemplateEdit]) -> Document:
    """Return a document with the edits of one stage made.

    Raises:
        ScaffoldError: The result would mean anything else than is planned.
    """
    splices = [splice for edit in edits for splice in edit.splices]
    return document.apply(splices) if splices else document
