"""Permissions that a user states: actions on a resource, which need no question of their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..sam.iam.permissions import Permission, in_one_document
from ..sam.model.intrinsics import Data, is_function
from .variables import form_problem

_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9*?]+", re.ASCII)
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"""

_KEYS = {"actions", "resource"}
_EXAMPLE = "{actions: [dynamodb:Query], resource: !GetAtt LedgerTable.Arn}"


def permissions_problem(permissions: Any) -> str:
    """Return an error if permissions are not valid in a policy.

    Args:
        permissions: The answer: a list of mappings with ``actions`` and ``resource``.
    """
    if not isinstance(permissions, Sequence) or isinstance(permissions, str):
        return f"{permissions!r} is not a list. Write -d permissions='[{_EXAMPLE}]'."
    return next(filter(None, map(_problem, permissions)), "")


def _problem(permission: Any) -> str:
    if not isinstance(permission, Mapping) or permission.keys() != _KEYS:
        rule = "it must have actions and a resource, and nothing else"
        return f"{permission!r} is not a valid permission: {rule}. Write it like {_EXAMPLE}."
    actions, resources = _listed(permission["actions"]), _listed(permission["resource"])
    for action in actions or [""]:
        if not isinstance(action, str) or not _ACTION.fullmatch(action):
            rule = "it must be a service and an action"
            return f"{action!r} is not a valid action: {rule}. Write it like s3:GetObject."
    for resource in resources or [""]:
        is_arn = isinstance(resource, str) and (resource == "*" or resource.startswith("arn:"))
        if not is_arn and not is_function(resource):
            rule = "it must be an ARN, a reference to one, or '*'"
            example = "Write it like !GetAtt LedgerTable.Arn"
            return f"{resource!r} is not a valid resource: {rule}. {example}."
        if problem := form_problem(resource):
            return problem
    return ""


def further_permissions(permissions: Sequence[Mapping[str, Any]]) -> list[Permission]:
    """Return the permissions that a user states, which `permissions_problem` does not refuse.

    Args:
        permissions: The answer, as data.
    """
    found: dict[str, dict[str, Data]] = {}
    for stated in permissions:
        actions = _listed(stated["actions"])
        sid = _sid(str(actions[0]), found)
        own = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": stated["resource"]}
        found[sid] = own
    return in_one_document(list(found.values()))


def resources_of(permissions: Sequence[Mapping[str, Any]]) -> list[Data]:
    """Return the resources of permissions that a user states."""
    return [resource for stated in permissions for resource in _listed(stated["resource"])]


def _sid(action: str, taken: Collection[str]) -> str:
    """Return a Sid such as ``AllowS3GetObject``, which has only letters and digits."""
    words = re.findall(r"[A-Za-z0-9]+", action)
    sid = "Allow" + "".join(word[:1].upper() + word[1:] for word in words)
    numbers = (f"{sid}{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (sid, *numbers) if name not in taken)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
