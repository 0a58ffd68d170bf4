"""A component in which two sides changed the same thing has to be settled."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..lifecycle.component_status import CONFLICT
from ._components import components_of, marked_files
from ._rule import Rule, RuleFinding


class ComponentConflict(Rule):
    """What `sam-scaffold update` and `apply` left open, in the template or in files."""

    id = "E9603"
    shortdesc = "A component has a conflict that is open"
    description = "Two sides changed the same; until that is settled, one of them is missing."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each component, and one for each file with conflict markers."""
        for component in components_of(facts):
            name = component.instance.name
            if places := component.status.details.get(CONFLICT):
                yield RuleFinding(
                    component.path,
                    f"{component.name}: the template and {component.instance.snippet_file} both "
                    f"changed {', '.join(places)}; settle that with `sam-scaffold resolve {name}`.",
                )
            for file in marked_files(facts, component):
                yield RuleFinding(
                    component.path,
                    f"{component.name}: {facts.shown(file)} has conflict markers; keep what is "
                    "to be there between them, and take them out.",
                )
