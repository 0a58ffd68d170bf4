"""A role that is written out has to allow what SAM adds to its own roles."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts.facts import Facts
from ..facts.needs import needs_of
from ..facts.sources import Source
from ..sam.grants import ROLE, Roles
from ._rule import Finding, Rule


class PollerRights(Rule):
    """SAM adds nothing to an explicit role (measured, translator 1.115).

    Says nothing of roles that a statement may have rights for that is not understood.
    """

    id = "E9502"
    shortdesc = "An explicit role lacks what Lambda needs for its function"
    description = (
        "Lambda polls, sends and logs with the function's role, and SAM adds nothing to it."
    )
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"
    tags = ["resources", "lambda", "iam"]

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """One for each purpose that a function's role does not allow."""
        sources: dict[str, list[Source]] = {}
        for source in facts.sources:
            sources.setdefault(source.function.logical_id, []).append(source)
        roles = Roles(facts.template, facts.arns)
        for function in facts.functions:
            role = facts.arns.owner(function.own.get("Role"))
            if facts.template.resources.get(role) != ROLE:
                continue
            for need in needs_of(facts, function, sources.get(function.logical_id, [])):
                missing = roles.missing(role, need.actions, need.resource)
                if missing:
                    policy = f", or the policy {need.policy}" if need.policy else ""
                    yield Finding(
                        need.path,
                        f"{function.logical_id}: {need.purpose} needs {', '.join(missing)}, which "
                        f"{role} does not allow; add a statement{policy}.",
                    )
