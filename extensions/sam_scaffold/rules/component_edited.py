"""Components whose block was edited."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..lifecycle.component_status import EDITED, MISSING_BLOCK
from ._components import components_of
from ._rule import Rule, RuleFinding


class ComponentEdited(Rule):
    """Information: an update keeps the edits, which may result in a conflict."""

    id = "I9601"
    shortdesc = "A component was edited in the template"
    description = "An update keeps edits; if it changes the same entry, the result is a conflict."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each edited component, except orphaned ones."""
        for component in components_of(facts):
            details = component.status.details
            edited = [*details.get(EDITED, ()), *details.get(MISSING_BLOCK, ())]
            if edited and component.name not in component.lost:
                yield RuleFinding(
                    component.path,
                    f"{component.name}: {', '.join(edited)} differs from what sam-scaffold "
                    "applied. Updates keep it; `sam-scaffold diff` shows the difference.",
                )
