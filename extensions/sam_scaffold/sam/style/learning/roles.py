"""Learn how functions get their rights: by policies, or by roles that stand in the template."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from ...model.intrinsics import Data, mentioned
from ...model.names import words
from ...model.template import Template
from .style_samples import StyleSample, agreed, elected, is_logical_id, most_say

ROLE = "AWS::IAM::Role"

_STACKS = ("AWS::CloudFormation::", "AWS::Serverless::Application", "Custom::")
"""Types of resources that may make a role elsewhere."""

_OF_MADE_ROLES = ("PermissionsBoundary", "RolePath")
"""What a function says of the role that SAM makes for it."""

_IN_SUB = re.compile(r"\$\{(\w+)\.Arn\}")

_COPIED = ("PermissionsBoundary", "Path")
"""What an account demands of each role alike, and a new one has to have, too."""


def role_style(template: Template, members: Sequence[StyleSample]) -> dict[str, Any]:
    """Whether functions have roles, and what those look like.

    A role that several functions share counts as a role and says nothing about ids and
    names: it is nobody's own.

    Args:
        template: The template that they stand in.
        members: The functions that say what a new one looks like.
    """
    users: dict[str, list[StyleSample]] = {}
    for member in members:
        if role := _role_of(template, member):
            users.setdefault(role, []).append(member)
    own = [(using[0], role) for role, using in users.items() if len(using) == 1]
    shared = _shared_role(template, members)
    found = {
        "iam": _iam(template, members, shared),
        "shared_role": shared,
        "own": {key: value for key in _OF_MADE_ROLES if (value := _own(template, members, key))},
        "role_id": elected([one.shapes(role) for one, role in own], is_logical_id),
        "role_name": _role_name(template, own, list(users)),
        "role_properties": _role_properties(template, list(users)),
    }
    return {key: value for key, value in found.items() if value is not None}


def _iam(template: Template, members: Sequence[StyleSample], shared: Data) -> str | None:
    if shared is not None and _is_outside(template, shared):
        return "existing"
    return "role" if most_say([bool(_role_of(template, one)) for one in members]) else None


def _shared_role(template: Template, members: Sequence[StyleSample]) -> Data | None:
    """The role that all functions have; of one function, if it is not that function's own."""
    stated = [one.properties.get("Role") for one in members]
    if not stated or stated[0] is None or any(one != stated[0] for one in stated):
        return None
    is_known = bool(_role_of(template, members[0]))
    if len(members) == 1 and (is_known or _is_named_after(stated[0], members[0])):
        return None
    return stated[0] if is_known or _is_outside(template, stated[0]) else None


def _is_outside(template: Template, role: Data) -> bool:
    """Whether a role is made elsewhere: a parameter's, an import's, a nested stack's, an ARN."""
    own = [one for one in mentioned(role) if one in template.resources]
    if isinstance(role, dict) and "Fn::GetAtt" in role and not own:
        return False
    return all(template.resources[one].startswith(_STACKS) for one in own)


def _is_named_after(role: Data, member: StyleSample) -> bool:
    text = words(json.dumps(role))
    return any(f"_{name}_" in f"_{'_'.join(text)}_" for name in member.names)


def _own(template: Template, members: Sequence[StyleSample], key: str) -> Data | None:
    """What more than half of the functions state of their roles, if Globals do not."""
    if key in template.globals_function:
        return None
    stated = [one for one in members if one.properties.get(key) is not None]
    return agreed([one.shapes_or_literal(one.properties[key]) for one in stated], len(members))


def _role_of(template: Template, member: StyleSample) -> str:
    """The role of this template that a function refers to, empty if there is none."""
    role = member.properties.get("Role")
    at = role.get("Fn::GetAtt") if isinstance(role, dict) else None
    parts = at.split(".", 1) if isinstance(at, str) else at
    text = role.get("Fn::Sub") if isinstance(role, dict) else None
    if isinstance(text, str) and (found := _IN_SUB.fullmatch(text)):
        parts = [found[1], "Arn"]
    match parts:
        case [str(logical_id), "Arn"] if template.resources.get(logical_id) == ROLE:
            return logical_id
    return ""


def _role_name(
    template: Template, own: Sequence[tuple[StyleSample, str]], roles: Sequence[str]
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
