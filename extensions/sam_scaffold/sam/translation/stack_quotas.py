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
from ..model.intrinsics import to_data
from ..model.template import Template
from .translation import macros, translation_of

_REGION = "us-east-1"
"""The translation makes as many resources in every region."""

_SAM = "AWS::Serverless::"
_OF_SAM, _OF_EVENT = 10, 4
"""More than SAM makes of a resource of its own, and of an event: what is far from a quota need
not be translated, which takes a second.
"""

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
    if quota.section != "Resources":
        return _own(template, quota)
    types = template.resources
    of_sam = [one for one, kind in types.items() if kind.startswith(_SAM)]
    events = [template.property_of(one, "Events") for one in of_sam]
    count = sum(len(one) for one in events if isinstance(one, dict))
    return len(types) + _OF_SAM * len(of_sam) + _OF_EVENT * count


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
