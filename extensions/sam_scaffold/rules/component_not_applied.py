"""Components whose resource.yaml is not applied."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..lifecycle.component_status import NOT_APPLIED
from ._components import components_of
from ._rule import Rule, RuleFinding


class ComponentNotApplied(Rule):
    """The resource.yaml was edited, but `sam-scaffold apply` was not run."""

    id = "W9605"
    shortdesc = "A component's resource.yaml is not applied"
    description = "The changes of resource.yaml are not in the template, and not deployed."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each such component."""
        for component in components_of(facts):
            if NOT_APPLIED in component.status.states:
                instance = component.instance
                yield RuleFinding(
                    component.path,
                    f"{component.name}: {instance.snippet_file} was changed since it was applied. "
                    f"Run `sam-scaffold apply {instance.name}`.",
                )
