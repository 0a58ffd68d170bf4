"""Contexts of questions, without copier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers import ANSWERS

from sam_scaffold.components.trigger import Trigger
from sam_scaffold.questions.context import Phase, QuestionContext
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.model.template_files import find_template
from sam_scaffold.sam.style.house_style import HouseStyle
from sam_scaffold.transaction.repository_view import RepositoryView


@dataclass(frozen=True)
class GivenLookup:
    """A lookup that finds a SAM template and a trigger; without one, it reads the repository."""

    view: RepositoryView
    found: Template | None
    facts: Trigger

    def template(self, template_file: str) -> Template | None:
        return self.found or find_template(self.view, template_file)

    def trigger(self, _name: str) -> Trigger:
        return self.facts

    def triggers(self) -> Mapping[str, str]:
        return {"Nothing": "none"}

    def style(self, recorded: Mapping[str, Any]) -> HouseStyle:
        return HouseStyle.from_dict(dict(recorded))


def context(
    answers: Mapping[str, Any] | None = None,
    *,
    root: Path = Path("/nowhere"),
    template: Template | None = None,
    trigger: Trigger | None = None,
    given: Mapping[str, Any] | None = None,
    phase: Phase = Phase.NEW,
    changed: tuple[str, ...] | None = None,
    **style: Any,
) -> QuestionContext:
    """Return the context of a function's question once all questions are answered.

    Args:
        answers: Answers that differ from those of everyone.
        root: The repository.
        template: The SAM template, None for the repository's.
        trigger: The facts of the trigger.
        given: Answers that are given as data.
        phase: The reason for which the component is rendered.
        changed: The keys of recorded answers that are changed.
        style: The parts of the style that differ from the default.
    """
    return QuestionContext(
        lookup=GivenLookup(RepositoryView(root), template, trigger or Trigger()),
        answers={**ANSWERS, "house": HouseStyle(**style).to_dict(), **(answers or {})},
        given=given or {},
        phase=phase,
        changed=changed,
    )
