"""Roles that SAM generates for functions without one, with all of their permissions."""

from __future__ import annotations

import json

from ..document import Document
from ..sam.iam.arns import Arns
from ..sam.iam.role_permissions import RolePermissions
from ..sam.model.resource_types import ROLE
from ..sam.model.template import Template
from ..sam.translation.translation import translation_of
from .application import Application
from .function import Function


class GeneratedRoles:
    """The roles in SAM's translation of a template.

    Args:
        facts: The application of the template.
        region: The Region for which it is translated.
    """

    def __init__(self, facts: Application, region: str) -> None:
        self._translation = translation_of(facts.template, region, facts.folder)
        text = json.dumps(self._translation.template or {})
        made = Template(facts.template.path, Document.parse(facts.template.path, text.encode()))
        self._arns = Arns(made)
        self._roles = RolePermissions(made, self._arns)
        self._template = made

    def missing(self, function: Function, actions: tuple[str, ...], resource: str) -> list[str]:
        """Return the actions that a function's role provably does not allow.

        Args:
            function: A function for which SAM generates a role.
            actions: Actions, such as ``"kms:Decrypt"``.
            resource: The logical id of the resource on which they are needed.

        Returns:
            Empty if SAM rejects the template, or generates no role for the function.
        """
        made = self._template.resource(function.logical_id)
        role = self._arns.owner(made.properties.get("Role")) if made else ""
        is_its_own = self._translation.origins.get(role) == function.logical_id
        if self._template.resources.get(role) != ROLE or not is_its_own:
            return []
        return self._roles.missing(role, actions, resource)
