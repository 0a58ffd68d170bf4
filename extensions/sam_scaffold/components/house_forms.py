"""Names and permissions of connected resources in the form of the other functions.

The style of the repository records the form, as an update renders without the other functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from ..sam.iam.permissions import Permission, in_one_document
from ..sam.iam.publish_targets import PublishTarget
from ..sam.iam.resource_access import ResourceAccess
from ..sam.model.intrinsics import Data
from ..sam.style.house_style import HouseStyle

Target = TypeVar("Target", ResourceAccess, PublishTarget)

SEND = "write"
"""The access to a resource to which a function publishes."""


def in_house_form(target: Target, style: HouseStyle) -> Target:
    """Return a connected resource with the variable and the permission that the style records.

    Args:
        target: The resource, with its usual variable and permissions.
        style: The style of the repository.
    """
    entry = entry_of(style.connected, target.logical_id)
    return replace(
        target,
        variable=entry.get("variable", target.variable),
        permissions=tuple(_granted(target.permissions, entry, access_to(target))),
    )


def entry_of(connected: Sequence[Mapping[str, Any]], logical_id: str) -> Mapping[str, Any]:
    """Return what a style records about a resource; empty if that is nothing."""
    return next((entry for entry in connected if entry["resource"] == logical_id), {})


def access_to(target: ResourceAccess | PublishTarget) -> str:
    """Return the kind of access to a connected resource."""
    return target.access if isinstance(target, ResourceAccess) else SEND


def _granted(
    permissions: Sequence[Permission], entry: Mapping[str, Any], access: str
) -> Sequence[Permission]:
    """Return the permissions on a resource, the first one as it is recorded for the access."""
    statements = entry.get("statements")
    if statements is None or entry.get("access") != access:
        return permissions
    return [*_stated(permissions[0].sid, statements), *permissions[1:]]


def _stated(sid: str, statements: Sequence[dict[str, Data]]) -> list[Permission]:
    """Return a permission for each statement, with a Sid."""
    sids = [sid, *(f"{sid}{number}" for number in range(2, len(statements) + 1))]
    return in_one_document(
        [{"Sid": own, **found} for own, found in zip(sids, statements, strict=True)]
    )
