"""A component without its function or layer in the template has lost what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ._components import components_of
from ._rule import Rule, RuleFinding


class ComponentOrphaned(Rule):
    """Somebody took the block out of the template by hand, and left the folder."""

    id = "E9604"
    shortdesc = "A component's block is not in the template"
    description = "What is in the component's folder is not deployed, and updates go nowhere."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each component that was applied, and whose function or layer is gone."""
        for component in components_of(facts):
            if component.name in component.lost and component.was_applied:
                instance = component.instance
                yield RuleFinding(
                    component.path,
                    f"{component.name}: the {instance.kind} {instance.name} in {instance.path} is "
                    f"not in the template; take it out with `sam-scaffold remove {instance.name}`, "
                    "or bring its block back.",
                )
