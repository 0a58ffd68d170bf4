"""Components whose function or layer is not in the template."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ._components import components_of
from ._rule import Rule, RuleFinding


class ComponentOrphaned(Rule):
    """The block was removed from the template by hand, and the folder was kept."""

    id = "E9604"
    shortdesc = "A component's block is not in the template"
    description = "The component's folder is not deployed, and updates have no effect."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each applied component whose function or layer is missing."""
        for component in components_of(facts):
            if component.name in component.lost and component.was_applied:
                instance = component.instance
                yield RuleFinding(
                    component.path,
                    f"{component.name}: the {instance.kind} {instance.name} in {instance.path} is "
                    f"not in the template. Remove it with `sam-scaffold remove {instance.name}`, "
                    "or restore its block.",
                )
