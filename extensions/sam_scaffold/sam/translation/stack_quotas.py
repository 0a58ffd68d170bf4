"""Quotas of a stack, counted as CloudFormation counts: after SAM's translation.

`sam deploy` says nothing of them before the change set is refused.
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
"""The translation makes as many resources in every region."""

_SAM = "AWS::Serverless::"

# Upper bounds of what SAM makes: what is below a quota with them need not be translated, which
# takes as long as all the rest of a command.
_OF_FUNCTION = 2  # itself and its role
_OF_EVENT, _OF_EVENT_WITH_QUEUE = 2, 4
_OF_OTHERS = 10  # and of a function with an alias, a URL, destinations, ...
_IMPLICIT = 2 * _OF_OTHERS  # the APIs that functions share without naming one
_MAKES_MORE = frozenset(
    ("AutoPublishAlias", "Connectors", "DeploymentPreference", "EventInvokeConfig",
     "FunctionUrlConfig")
)  # fmt: skip
_MAKES_QUEUE = frozenset(("DeadLetterConfig", "SqsSubscription"))

_NESTED = "move some of them into a nested stack (AWS::Serverless::Application)"


@dataclass(frozen=True)
class Quota:
    """A section of a template, and what it may hold.

    Attributes:
        section: Its key.
        most: How many entries it may have.
        way: What to do about too many.
    """

    section: str
    most: int
    way: str


_QUOTAS = (
    Quota(
        "Resources",
        limits.STACK_RESOURCES,
        f"alarms=false and log_retention=0 make fewer, or {_NESTED}",
    ),
    Quota(
        "Parameters", limits.STACK_PARAMETERS, "join some of them, or write values out in Mappings"
    ),
    Quota("Outputs", limits.STACK_OUTPUTS, f"leave some out, or {_NESTED}"),
    Quota("Mappings", limits.STACK_MAPPINGS, "join some of them"),
)


def quota_problem(before: Template | None, after: Template) -> str:
    """Say which quota a change of a template breaks.

    What was broken before is nobody's to refuse: a macro may part such a template.

    Args:
        before: The template as it is, None where it is made.
        after: The template as it will be.

    Returns:
        One line with number, quota and way out; empty if it breaks none.
    """
    # What is not touched may stand twice.
    before, after = before and before.as_read, after.as_read
    for quota in _QUOTAS:
        if _most(after, quota) > quota.most and (problem := _problem(quota, before, after)):
            return problem
    return _size_problem(before, after)


def _problem(quota: Quota, before: Template | None, after: Template) -> str:
    count = _count(after, quota)
    if count <= quota.most or (before is not None and _count(before, quota) > quota.most):
        return ""
    transform = section(after.document, "Transform")
    if transform is not None and macros(to_data(transform)):
        return ""
    made = ", with what SAM makes of them," if count > _own(after, quota) else ""
    return (
        f"{after.path} would have {count} {quota.section}{made} and a stack has "
        f"{quota.most} at most; {quota.way}."
    )


def _size_problem(before: Template | None, after: Template) -> str:
    size = _size(after)
    if size <= TEMPLATE_BYTES or (before is not None and _size(before) > TEMPLATE_BYTES):
        return ""
    return (
        f"{after.path} would have {size} bytes without comments, and CloudFormation takes "
        f"{TEMPLATE_BYTES}; {_NESTED}."
    )


def _size(template: Template) -> int:
    """Return the bytes of the shortest form of a template, as far as that is of interest."""
    if len(template.document.encode()) <= TEMPLATE_BYTES:
        return 0
    data = to_data(template.document.root)
    return len(json.dumps(data, separators=(",", ":"), default=str).encode())


def _most(template: Template, quota: Quota) -> int:
    """Return a number that the count is not above, in no time."""
    return most_resources(template) if quota.section == "Resources" else _own(template, quota)


def most_resources(template: Template) -> int:
    """Return a number that the resources of a template are not above once it is translated.

    Args:
        template: The template.
    """
    types = template.resources
    of_sam = [name for name, kind in types.items() if kind.startswith(_SAM)]
    made = sum(_most_made(template, template.resource(name)) for name in of_sam)
    return len(types) - len(of_sam) + made + _IMPLICIT


def _most_made(template: Template, resource: Resource | None) -> int:
    """Return a number that the resources which SAM makes of one of its own are not above."""
    if resource is None:
        return 0
    stated = resource.properties
    events = stated.get("Events")
    of_events = sum(map(_most_made_of_event, events.values())) if isinstance(events, dict) else 0
    is_plain = resource.type == FUNCTION and not _MAKES_MORE & (
        stated.keys() | template.globals_function.keys()
    )
    return (_OF_FUNCTION if is_plain else _OF_OTHERS) + of_events


def _most_made_of_event(event: Data) -> int:
    """Return a number that the resources which SAM makes of an event are not above."""
    stated = event.get("Properties") if isinstance(event, dict) else None
    has_queue = isinstance(stated, dict) and _MAKES_QUEUE & stated.keys()
    return _OF_EVENT_WITH_QUEUE if has_queue else _OF_EVENT


def _count(template: Template, quota: Quota) -> int:
    """Count the entries after the translation; the template's own where there is none."""
    translated = translation_of(template, _REGION).template
    found = {} if translated is None else translated.get(quota.section)
    return max(_own(template, quota), len(found) if isinstance(found, dict) else 0)


def _own(template: Template, quota: Quota) -> int:
    found = section(template.document, quota.section)
    return (
        0 if found is None or found.kind is not NodeKind.MAPPING else sum(1 for _ in found.pairs())
    )
