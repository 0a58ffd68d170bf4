"""Quotas of a stack, counted as CloudFormation counts: after SAM's translation.

`sam deploy` does not check them: CloudFormation rejects the change set.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ...aws import limits
from ...aws.limits import TEMPLATE_BYTES
from ...document import NodeKind
from ...document.yaml_document import section
from ..model.intrinsics import Data, to_data
from ..model.template import FUNCTION, Resource, Template
from .translation import macros, translation_of

_REGION = "us-east-1"
"""Any region: the translation has the same number of resources in all of them."""

_SAM = "AWS::Serverless::"

# Upper bounds of what SAM generates. A template that is below a quota with them is not translated,
# as that takes as long as the rest of a command.
_OF_FUNCTION = 2  # itself and its role
_OF_EVENT, _OF_EVENT_WITH_QUEUE = 2, 4
_OF_OTHERS = 10  # and of a function with an alias, a URL, destinations, ...
_IMPLICIT = 2 * _OF_OTHERS  # the implicit APIs, which functions share
_GENERATES_MORE = frozenset(
    ("AutoPublishAlias", "Connectors", "DeploymentPreference", "EventInvokeConfig",
     "FunctionUrlConfig")
)  # fmt: skip
_GENERATES_QUEUE = frozenset(("DeadLetterConfig", "SqsSubscription"))

_NESTED = "some of them into a nested stack (AWS::Serverless::Application)"


@dataclass(frozen=True)
class Quota:
    """A quota on the entries of a section.

    Attributes:
        section: The section's key.
        most: The maximum number of entries.
        advice: The way to have fewer entries, as a sentence without its full stop.
    """

    section: str
    most: int
    advice: str


_QUOTAS = (
    Quota(
        "Resources",
        limits.STACK_RESOURCES,
        f"Set alarms=none and log_retention=0 to have fewer, or move {_NESTED}",
    ),
    Quota(
        "Parameters",
        limits.STACK_PARAMETERS,
        "Merge some of them, or replace them by values in Mappings",
    ),
    Quota("Outputs", limits.STACK_OUTPUTS, f"Remove some, or move {_NESTED}"),
    Quota("Mappings", limits.STACK_MAPPINGS, "Merge some of them"),
)


def quota_problem(before: Template | None, after: Template) -> str:
    """Return which quota a change of a template exceeds, in one line; empty if none.

    A quota that the template exceeded before is not checked: a macro may split such a template.

    Args:
        before: The template without the change; None if it is new.
        after: The template with the change.

    Returns:
        The number, the quota and the way out.
    """
    # A template that is not valid may have duplicate keys.
    before, after = before and before.as_read, after.as_read
    for quota in _QUOTAS:
        if _upper_bound(after, quota) > quota.most and (problem := _problem(quota, before, after)):
            return problem
    return _size_problem(before, after)


def _problem(quota: Quota, before: Template | None, after: Template) -> str:
    count = _count(after, quota)
    if count <= quota.most or (before is not None and _count(before, quota) > quota.most):
        return ""
    transform = section(after.document, "Transform")
    if transform is not None and macros(to_data(transform)):
        return ""
    generated = ", including those that SAM generates," if count > _own(after, quota) else ","
    return (
        f"{after.path} would have {count} {quota.section}{generated} but a stack can only have "
        f"{quota.most}. {quota.advice}."
    )


def _size_problem(before: Template | None, after: Template) -> str:
    size = _size(after)
    if size <= TEMPLATE_BYTES or (before is not None and _size(before) > TEMPLATE_BYTES):
        return ""
    return (
        f"{after.path} would have {size} bytes without comments, but CloudFormation only accepts "
        f"{TEMPLATE_BYTES}. Move {_NESTED}."
    )


def _size(template: Template) -> int:
    """Return the bytes of the shortest form of a template; 0 if it is small in any form."""
    if len(template.document.encode()) <= TEMPLATE_BYTES:
        return 0
    data = to_data(template.document.root)
    return len(json.dumps(data, separators=(",", ":"), default=str).encode())


def _upper_bound(template: Template, quota: Quota) -> int:
    """Return an upper bound of the count, without a translation."""
    return most_resources(template) if quota.section == "Resources" else _own(template, quota)


def most_resources(template: Template) -> int:
    """Return an upper bound of the resources that a template has after its translation.

    Args:
        template: The template.
    """
    types = template.resources
    of_sam = [name for name, kind in types.items() if kind.startswith(_SAM)]
    generated = sum(_at_most_of(template, template.resource(name)) for name in of_sam)
    return len(types) - len(of_sam) + generated + _IMPLICIT


def _at_most_of(template: Template, resource: Resource | None) -> int:
    """Return an upper bound of the resources that SAM generates for a resource."""
    if resource is None:
        return 0
    stated = resource.properties
    events = stated.get("Events")
    of_events = sum(map(_at_most_of_event, events.values())) if isinstance(events, dict) else 0
    is_plain = resource.type == FUNCTION and not _GENERATES_MORE & (
        stated.keys() | template.globals_function.keys()
    )
    return (_OF_FUNCTION if is_plain else _OF_OTHERS) + of_events


def _at_most_of_event(event: Data) -> int:
    """Return an upper bound of the resources that SAM generates for an event."""
    stated = event.get("Properties") if isinstance(event, dict) else None
    has_queue = isinstance(stated, dict) and _GENERATES_QUEUE & stated.keys()
    return _OF_EVENT_WITH_QUEUE if has_queue else _OF_EVENT


def _count(template: Template, quota: Quota) -> int:
    """Count the entries after the translation; those of the template if that fails."""
    translated = translation_of(template, _REGION).template
    found = {} if translated is None else translated.get(quota.section)
    return max(_own(template, quota), len(found) if isinstance(found, dict) else 0)


def _own(template: Template, quota: Quota) -> int:
    found = section(template.document, quota.section)
    return (
        0 if found is None or found.kind is not NodeKind.MAPPING else sum(1 for _ in found.pairs())
    )
