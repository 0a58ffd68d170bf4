"""What was edited in a component's block is the user's; it is good to know of it."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..lifecycle.component_status import EDITED, MISSING_BLOCK
from ._components import components_of
from ._rule import Rule, RuleFinding


class ComponentEdited(Rule):
    """Information: an update keeps what was edited, and a conflict may come of it."""

    id = "I9601"
    shortdesc = "A component was edited in the template"
    description = "An update keeps edits; where it changes the same, there will be a conflict."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each component; one that is gone altogether is an orphan."""
        for component in components_of(facts):
            details = component.status.details
            edited = [*details.get(EDITED, ()), *details.get(MISSING_BLOCK, ())]
            if edited and component.name not in component.lost:
                yield RuleFinding(
                    component.path,
                    f"{component.name}: {', '.join(edited)} differs from what the scaffold put "
                    "there; it stays so, and `sam-scaffold diff` shows what would change.",
                )
