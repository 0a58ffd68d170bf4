"""An existing role that a function is given, and the permissions that it must have.

The template cannot change such a role, for example that of a parameter. It is created elsewhere,
often because the stack is not allowed to create roles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..sam.iam.permissions import Permission
from ..sam.model.external_layers import name_of
from ..sam.model.intrinsics import Data
from ..sam.style.house_style import HouseStyle
from .facts import Facts

EXISTING = "existing"
"""The answer of ``iam`` for the role that the other functions have."""


@dataclass(frozen=True)
class GivenRole(Facts):
    """The existing role of a function.

    Attributes:
        given_role: The role as data, None if the function has its own role.
        demands: The permissions that the role must have, each as text.
    """

    given_role: Data = None
    demands: tuple[str, ...] = ()


def given_role(
    answers: Mapping[str, Any],
    style: HouseStyle,
    permissions: Sequence[Permission],
    managed: Sequence[str],
) -> GivenRole:
    """Return the existing role of a function, and the permissions that it must have.

    Args:
        answers: The function's answers.
        style: The style of the repository.
        permissions: The permissions that it needs in addition to managed policies.
        managed: The names of the managed policies that it needs.
    """
    if answers["iam"] != EXISTING:
        return GivenRole()
    policies = [f"the permissions of {name.rpartition('/')[2]}" for name in managed]
    statements = (
        statement for permission in permissions for statement in _statements(permission.statement)
    )
    actions = [_as_text(statement) for statement in statements]
    return GivenRole(style.shared_role, (*policies, *actions))


def role_lines(answers: Mapping[str, Any]) -> list[str]:
    """Return the line about the existing role of a function; no line if it has its own role.

    Args:
        answers: All answers of a component, with the facts derived from them.
    """
    facts = answers["component"]
    if facts.get("given_role") is None:  # another kind, or a version without given roles
        return []
    function, role = facts["logical_id"], name_of(facts["given_role"])
    line = f"{function} has the role {role}, as the other functions do, which must allow: "
    line += "; ".join(facts["demands"])
    if answers["trigger"] == "schedule":
        line += ". SAM adds a role for the schedule; if that is not allowed, give it a RoleArn"
    return [f"{line}."]


def _statements(data: Data) -> list[dict[str, Any]]:
    """Return the statements of a permission, including those that depend on a condition."""
    if not isinstance(data, dict):
        return []
    if "Fn::If" in data and isinstance(data["Fn::If"], list):
        return [found for branch in data["Fn::If"][1:] for found in _statements(branch)]
    return [data] if "Action" in data else []


def _as_text(statement: Mapping[str, Any]) -> str:
    resources = statement["Resource"]
    several = resources if isinstance(resources, list) else [resources]
    stated = statement["Action"]
    actions = stated if isinstance(stated, list) else [stated]
    return f"{', '.join(actions)} on {', '.join(map(name_of, several))}"
