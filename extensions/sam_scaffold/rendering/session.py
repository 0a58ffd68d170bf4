"""State of a run of Copier: the command's request, the repository, and computed values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from jinja2.runtime import Context

from ..components.facts import ComponentFacts
from ..questions.context import Lookup, Phase, QuestionContext, RepositoryLookup
from ..transaction.repository_view import RepositoryView
from .copier_environment import RenderRequest

T = TypeVar("T")


@dataclass(eq=False)
class RenderSession:
    """A run of Copier, which has one Jinja environment.

    Attributes:
        request: The command's request.
        phase: The reason why the component is rendered, None before the first question.
        facts: The facts about the component, None before they are derived.
    """

    request: RenderRequest
    phase: Phase | None = None
    facts: ComponentFacts | None = None
    _lookup: Lookup | None = None
    _memo: dict[str, Any] = field(default_factory=dict)

    def context(self, jinja: Context) -> QuestionContext:
        """Return the typed context of a question.

        Args:
            jinja: The context with which Copier renders: answers, and its configuration.
        """
        around = jinja.environment.globals
        answers = {
            key: value
            for key, value in jinja.get_all().items()
            if key[0] != "_" and key not in around
        }
        return QuestionContext(
            lookup=self._lookup_of(jinja),
            answers=answers,
            given=jinja["_copier_conf"]["data"],
            phase=self.phase or Phase.NEW,
            changed=self.request.changed,
        )

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return a value that is computed once, though Copier renders a default more than once.

        Args:
            key: Identifies the value and its inputs.
            make: Computes the value.
        """
        if key not in self._memo:
            self._memo[key] = make()
        found: T = self._memo[key]
        return found

    def _lookup_of(self, jinja: Context) -> Lookup:
        """Return the lookup in the repository, which does not change before files are written."""
        if self._lookup is None:
            conf = jinja["_copier_conf"]
            view = RepositoryView(Path(conf["dst_path"]), self.request.repository)
            self._lookup = RepositoryLookup(view, Path(conf["src_path"]))
        return self._lookup
