"""Components with unresolved conflicts."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..lifecycle.component_status import CONFLICT
from ._components import components_of, marked_files
from ._rule import Rule, RuleFinding


class ComponentConflict(Rule):
    """Conflicts of `sam-scaffold update` and `apply`, in the template or in files."""

    id = "E9603"
    shortdesc = "A component has an unresolved conflict"
    description = "Both sides changed the same entry; until it is resolved, one change is missing."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each component, and for each file with conflict markers."""
        for component in components_of(facts):
            name = component.instance.name
            if places := component.status.details.get(CONFLICT):
                yield RuleFinding(
                    component.path,
                    f"{component.name}: the template and {component.instance.snippet_file} both "
                    f"changed {', '.join(places)}. Resolve with `sam-scaffold resolve {name}`.",
                )
            for file in marked_files(facts, component):
                yield RuleFinding(
                    component.path,
                    f"{component.name}: {facts.shown(file)} has conflict markers. Resolve the "
                    "conflict, and remove them.",
                )
