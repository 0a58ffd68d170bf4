"""Policies of a function: in its own properties, and in its role in the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .function_resource import FunctionResource
from .intrinsics import Data, alternatives, mapping_of
from .resource_types import ROLE
from .template import Template

_IN_SUB = re.compile(r"\$\{(\w+)\.Arn\}")


def role_of(template: Template, properties: Mapping[str, Data]) -> str:
    """Return the logical id of the role of this template that a function has; empty without one.

    Args:
        template: The template.
        properties: The function's properties.
    """
    role = properties.get("Role")
    at = role.get("Fn::GetAtt") if isinstance(role, dict) else None
    parts = at.split(".", 1) if isinstance(at, str) else at
    text = role.get("Fn::Sub") if isinstance(role, dict) else None
    if isinstance(text, str) and (found := _IN_SUB.fullmatch(text)):
        parts = [found[1], "Arn"]
    match parts:
        case [str(logical_id), "Arn"] if template.resources.get(logical_id) == ROLE:
            return logical_id
    return ""


def policy_documents(template: Template, function: FunctionResource) -> Iterator[dict[str, Data]]:
    """Yield the policy documents in a function's Policies, and in those of its role.

    Args:
        template: The template.
        function: The function.
    """
    role = role_of(template, function.own)
    stated = template.property_of(role, "Policies") if role else None
    in_role = [mapping_of(policy).get("PolicyDocument") for policy in alternatives(stated)]
    for document in alternatives([function.own.get("Policies"), *in_role]):
        if "Statement" in mapping_of(document):
            yield mapping_of(document)


def policy_templates(function: FunctionResource) -> Iterator[tuple[str, dict[str, Data]]]:
    """Yield the policy templates of SAM in a function's Policies, with their parameters.

    Args:
        function: The function.
    """
    for policy in alternatives(function.own.get("Policies")):
        stated = mapping_of(policy)
        if len(stated) == 1 and "Statement" not in stated:
            (name, parameters), *_ = stated.items()
            yield name, mapping_of(parameters)


def statements_of(document: Data) -> list[dict[str, Data]]:
    """Return the statements of a policy document, under any conditions.

    Args:
        document: The document.
    """
    return [mapping_of(found) for found in alternatives(mapping_of(document).get("Statement"))]
