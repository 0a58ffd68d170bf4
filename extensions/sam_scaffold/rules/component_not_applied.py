"""A component's resource.yaml is what its block in the template is to be."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..lifecycle.component_status import NOT_APPLIED
from ._components import components_of
from ._rule import Rule, RuleFinding


class ComponentNotApplied(Rule):
    """A resource.yaml that was edited, and `sam-scaffold apply` did not run."""

    id = "W9605"
    shortdesc = "A component's resource.yaml is not applied"
    description = "What was changed in resource.yaml is not in the template that is deployed."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each such component."""
        for component in components_of(facts):
            if NOT_APPLIED in component.status.states:
                instance = component.instance
                yield RuleFinding(
                    component.path,
                    f"{component.name}: {instance.snippet_file} was changed since it was applied; "
                    f"run `sam-scaffold apply {instance.name}`.",
                )
