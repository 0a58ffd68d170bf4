"""Typed context of a question: answers, given answers, and the repository."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

from ..components.function_style import styled
from ..components.trigger import Trigger, trigger_choices
from ..sam.model.template import Template
from ..sam.model.template_files import find_template
from ..sam.style.house_style import HouseStyle
from ..transaction.repository_view import RepositoryView


class Phase(Enum):
    """Reason why a component is rendered.

    Attributes:
        NEW: It is added, and all its answers are checked.
        CHANGED: It exists, and some of its answers are changed; those are checked.
        AGAIN: Its recorded answers are rendered as they are, as in an update.
    """

    NEW = "new"
    CHANGED = "changed"
    AGAIN = "again"


class Lookup(Protocol):
    """Interface to the repository and the triggers to which answers refer."""

    @property
    def view(self) -> RepositoryView:
        """The repository, as it is before the first file is written."""

    def template(self, template_file: str) -> Template | None:
        """Return a SAM template, None if it does not exist or cannot be read."""

    def trigger(self, name: str) -> Trigger:
        """Return the facts of a trigger."""

    def triggers(self) -> Mapping[str, str]:
        """Return the triggers by label."""

    def style(self, recorded: Mapping[str, Any]) -> HouseStyle:
        """Return a recorded style of the repository.

        Raises:
            ScaffoldError: A value is of another type, or not valid.
        """


@dataclass(eq=False)
class RepositoryLookup:
    """Lookup in a repository and in a checkout of the template; results are cached.

    Attributes:
        view: The repository.
        checkout: The checkout of the template.
    """

    view: RepositoryView
    checkout: Path
    _templates: dict[str, Template | None] = field(default_factory=dict)
    _style: tuple[Mapping[str, Any], HouseStyle] | None = None

    def template(self, template_file: str) -> Template | None:
        """Return a SAM template, None if it does not exist or cannot be read."""
        if template_file not in self._templates:
            self._templates[template_file] = find_template(self.view, template_file)
        return self._templates[template_file]

    def trigger(self, name: str) -> Trigger:
        """Return the facts of a trigger."""
        return _trigger(self.checkout, name)

    def triggers(self) -> Mapping[str, str]:
        """Return the triggers by label."""
        return trigger_choices(self.checkout)

    def style(self, recorded: Mapping[str, Any]) -> HouseStyle:
        """Return a recorded style of the repository.

        Raises:
            ScaffoldError: A value is of another type, or not valid.
        """
        if self._style is None or self._style[0] != recorded:
            self._style = recorded, HouseStyle.from_dict(dict(recorded))
        return self._style[1]


_trigger = lru_cache(maxsize=None)(Trigger.load)


@dataclass(frozen=True, eq=False)
class QuestionContext:
    """Input of choices, defaults and validators.

    Attributes:
        lookup: The lookup of the repository, its SAM templates and the triggers.
        answers: The answers so far by question; ``component`` has the facts, once derived.
        given: The answers given as data; in an update, all recorded answers.
        phase: The reason why the component is rendered.
        changed: The keys of recorded answers that are changed, None outside `Phase.CHANGED`.
    """

    lookup: Lookup
    answers: Mapping[str, Any]
    given: Mapping[str, Any] = field(default_factory=dict)
    phase: Phase = Phase.NEW
    changed: Collection[str] | None = None

    @property
    def view(self) -> RepositoryView:
        """The repository, as it is before the first file is written."""
        return self.lookup.view

    @property
    def kind(self) -> str:
        """The answer of ``kind``."""
        return str(self.answers["kind"])

    @property
    def template_file(self) -> str:
        """Path of the SAM template from the repository's root, empty if there is none."""
        return str(self.answers["template_file"])

    @property
    def source(self) -> str:
        """The event source, empty for a trigger without one."""
        return str(self.answers.get("source") or "")

    @cached_property
    def template(self) -> Template | None:
        """The SAM template; None in the folders in which an update renders, which have none.

        The validator of ``template_file`` refuses one that cannot be read.
        """
        return self.lookup.template(self.template_file)

    @property
    def offered(self) -> Template | None:
        """The SAM template with the choices; None in an update, which asks nothing.

        A recorded answer is always a choice, and Copier takes time for each choice.
        """
        return None if self.phase is Phase.AGAIN else self.template

    @property
    def style(self) -> HouseStyle:
        """The style of the repository, as learned by this version or another one."""
        return self.lookup.style(styled(self.answers))

    @property
    def trigger(self) -> Trigger:
        """The answered trigger; that of components other than functions is empty."""
        return self.lookup.trigger(str(self.answers["trigger"]))

    @property
    def answered(self) -> Collection[str]:
        """The questions that the user answers now; none if all answers are recorded."""
        if self.changed is not None:
            return self.changed
        return self.given.keys() if self.phase is Phase.NEW else ()

    def known(self, question: str) -> Any:
        """Return an answer that was given or recorded, before Copier asks its question."""
        return self.given.get(question) or self.answers.get(question)
