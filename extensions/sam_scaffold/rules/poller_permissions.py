"""A role has to allow what Lambda does with it for its function."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.event_connection import EventConnection
from ..application.function import Function
from ..application.generated_roles import GeneratedRoles
from ..application.required_permissions import PermissionNeed, needs_of
from ..sam.iam.role_permissions import ROLE, RolePermissions
from ..sam.model.template import FUNCTION
from ._rule import Rule, RuleFinding


class PollerRights(Rule):
    """SAM adds nothing to an explicit role, and no keys to its own (measured, translator 1.115).

    Says nothing of roles with a statement that is not understood.
    """

    id = "E9502"
    shortdesc = "A role lacks what Lambda needs for its function"
    description = "Lambda polls, decrypts, sends and logs with the function's role."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"
    tags = ["resources", "lambda", "iam"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each purpose that a function's role does not allow."""
        sources: dict[str, list[EventConnection]] = {}
        for source in facts.sources:
            sources.setdefault(source.function.logical_id, []).append(source)
        roles = RolePermissions(facts.template, facts.arns)
        for function in facts.functions:
            needs = needs_of(facts, function, sources.get(function.logical_id, []))
            role = facts.arns.owner(function.own.get("Role"))
            if facts.template.resources.get(role) == ROLE:
                yield from _of_stated(roles, role, function, needs)
            elif function.type == FUNCTION and "Role" not in function.properties:
                yield from self._of_made(facts, function, needs)

    def _of_made(
        self, facts: Application, function: Function, needs: Iterator[PermissionNeed]
    ) -> Iterator[RuleFinding]:
        """Yield what the role lacks that SAM makes: no more than what SAM does not add itself."""
        for need in needs:
            if need.is_added:
                continue
            missing = GeneratedRoles(facts, self._region).missing(
                function, need.actions, need.resource
            )
            if missing:
                yield RuleFinding(
                    need.path,
                    f"{function.logical_id}: {need.purpose} needs {', '.join(missing)}, which SAM "
                    "does not add to its role; add a statement to its Policies.",
                )


def _of_stated(
    roles: RolePermissions, role: str, function: Function, needs: Iterator[PermissionNeed]
) -> Iterator[RuleFinding]:
    """Yield what a role of the template lacks."""
    for need in needs:
        missing = roles.missing(role, need.actions, need.resource)
        if missing:
            policy = f", or the policy {need.policy}" if need.policy else ""
            yield RuleFinding(
                need.path,
                f"{function.logical_id}: {need.purpose} needs {', '.join(missing)}, which "
                f"{role} does not allow; add a statement{policy}.",
            )
