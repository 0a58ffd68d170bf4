"""Learn how functions get their rights: by policies, or by roles that stand in the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .members import Member, agreed, elected, is_logical_id, most_say
from .template import Template
from .values import Data

ROLE = "AWS::IAM::Role"

_COPIED = ("PermissionsBoundary", "Path")
"""What an account demands of each role alike, and a new one has to have, too."""


def role_style(template: Template, members: Sequence[Member]) -> dict[str, Any]:
    """Whether functions have roles, and what those look like.

    A role that several functions share counts as a role and says nothing about ids and
    names: it is nobody's own.

    Args:
        template: The template that they stand in.
        members: The functions that say what a new one looks like.
    """
    users: dict[str, list[Member]] = {}
    for member in members:
        if role := _role_of(template, member):
            users.setdefault(role, []).append(member)
    own = [(using[0], role) for role, using in users.items() if len(using) == 1]
    found = {
        "iam": "role" if most_say([bool(_role_of(template, one)) for one in members]) else None,
        "role_id": elected([one.shapes(role) for one, role in own], is_logical_id),
        "role_name": _role_name(template, own, list(users)),
        "role_properties": _role_properties(template, list(users)),
    }
    return {key: value for key, value in found.items() if value is not None}


def _role_of(template: Template, member: Member) -> str:
    """The role of this template that a function refers to, empty if there is none."""
    role = member.properties.get("Role")
    at = role.get("Fn::GetAtt") if isinstance(role, dict) else None
    parts = at.split(".", 1) if isinstance(at, str) else at
    match parts:
        case [str(logical_id), "Arn"] if template.resources.get(logical_id) == ROLE:
            return logical_id
    return ""


def _role_name(
    template: Template, own: Sequence[tuple[Member, str]], roles: Sequence[str]
) -> Data | None:
    """The shape of RoleName, None unless most roles have a name."""
    names = {role: template.property_of(role, "RoleName") for role in roles}
    if not most_say([name is not None for name in names.values()]):
        return None
    return elected([one.shapes(names[role]) for one, role in own])


def _role_properties(template: Template, roles: Sequence[str]) -> dict[str, Data]:
    """The properties that more than half of the roles have with the same value."""
    found = {}
    for key in _COPIED:
        stated = [template.property_of(role, key) for role in roles]
        value = agreed([[one] for one in stated if one is not None], len(roles))
        if value is not None:
            found[key] = value
    return found
