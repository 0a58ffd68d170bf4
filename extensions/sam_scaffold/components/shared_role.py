"""The role that a function is given: what it has to allow, as nothing here can change it.

A role from elsewhere, such as a parameter's, is made by others, often because roles may not be
made by the stack itself.
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
"""The answer of ``iam`` of a function with the role that the other functions have."""


@dataclass(frozen=True)
class GivenRole(Facts):
    """The role that a function is given.

    Attributes:
        given_role: The role as data, None if the function has a role of its own.
        demands: What that role has to allow, a text each.
    """

    given_role: Data = None
    demands: tuple[str, ...] = ()


def given_role(
    answers: Mapping[str, Any],
    house: HouseStyle,
    rights: Sequence[Permission],
    managed: Sequence[str],
) -> GivenRole:
    """Return the role that a function is given.

    Args:
        answers: The function's answers.
        house: The house style.
        rights: What it may do besides what managed policies allow.
        managed: The names of the managed policies that it needs.
    """
    if answers["iam"] != EXISTING:
        return GivenRole()
    policies = [f"what {name.rpartition('/')[2]} allows" for name in managed]
    actions = [_said(statement) for right in rights for statement in _statements(right.statement)]
    return GivenRole(house.shared_role, (*policies, *actions))


def role_lines(answers: Mapping[str, Any]) -> list[str]:
    """Return what to say of the role that a function is given: a line, or none.

    Args:
        answers: All answers of a component, with what follows from them.
    """
    facts = answers["component"]
    if facts.get("given_role") is None:  # of another kind, or of a version that knew of none
        return []
    function, role = facts["logical_id"], name_of(facts["given_role"])
    said = f"{function} runs in the role {role}, as the other functions do; it has to allow "
    said += "; ".join(facts["demands"])
    if answers["trigger"] == "schedule":
        said += ". SAM makes a role for the schedule; where none may be made, give it a RoleArn"
    return [f"{said}."]


def _statements(data: Data) -> list[dict[str, Any]]:
    """The statements of a right, those under a condition of the template among them."""
    if not isinstance(data, dict):
        return []
    if "Fn::If" in data and isinstance(data["Fn::If"], list):
        return [found for one in data["Fn::If"][1:] for found in _statements(one)]
    return [data] if "Action" in data else []


def _said(statement: Mapping[str, Any]) -> str:
    resources = statement["Resource"]
    several = resources if isinstance(resources, list) else [resources]
    return f"{', '.join(statement['Action'])} on {', '.join(map(name_of, several))}"
