"""Learning of how functions get permissions: by policies, or by roles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ...model.function_policies import policy_documents, role_of, statements_of
from ...model.intrinsics import Data, mentioned
from ...model.names import words
from ...model.template import Template
from .style_samples import (
    StyleSample,
    is_logical_id,
    is_majority,
    majority_shape,
    most_common_shape,
)

_STACKS = ("AWS::CloudFormation::", "AWS::Serverless::Application", "Custom::")
"""Types of resources that may create a role in another stack."""

_OF_GENERATED_ROLES = ("PermissionsBoundary", "RolePath")
"""Properties of a function for the role that SAM generates for it."""

_COPIED = ("PermissionsBoundary", "Path")
"""Properties that an account may require of every role, including new ones."""


def role_style(template: Template, samples: Sequence[StyleSample]) -> dict[str, Any]:
    """Learn whether functions have roles, and the properties of these.

    A role that several functions share counts as a role, but not for the shapes of logical ids and
    names, as it does not contain a function's name.

    Args:
        template: The template.
        samples: The functions to learn from.
    """
    users: dict[str, list[StyleSample]] = {}
    for sample in samples:
        if role := _role_of(template, sample):
            users.setdefault(role, []).append(sample)
    own = [(using[0], role) for role, using in users.items() if len(using) == 1]
    shared = _shared_role(template, samples)
    stated = {key: _stated(template, samples, key) for key in _OF_GENERATED_ROLES}
    found = {
        "iam": _iam(template, samples, shared),
        "shared_role": shared,
        "own": {key: value for key, value in stated.items() if value},
        "role_id": most_common_shape([sample.shapes(role) for sample, role in own], is_logical_id),
        "role_name": _role_name(template, own, list(users)),
        "role_properties": _role_properties(template, list(users)),
        **_document_style(template),
    }
    return {key: value for key, value in found.items() if value is not None}


def _iam(template: Template, samples: Sequence[StyleSample], shared: Data) -> str | None:
    if shared is not None and _is_external(template, shared):
        return "existing"
    has_role = [bool(_role_of(template, sample)) for sample in samples]
    return "role" if is_majority(has_role) else None


def _shared_role(template: Template, samples: Sequence[StyleSample]) -> Data | None:
    """Return the role that all functions have; that of a single function if it is external."""
    stated = [sample.properties.get("Role") for sample in samples]
    if not stated or stated[0] is None or any(role != stated[0] for role in stated):
        return None
    is_known = bool(_role_of(template, samples[0]))
    if len(samples) == 1 and (is_known or _is_named_after(stated[0], samples[0])):
        return None
    return stated[0] if is_known or _is_external(template, stated[0]) else None


def _is_external(template: Template, role: Data) -> bool:
    """Return whether a role is of another stack: a parameter, import, nested stack or ARN."""
    own = [name for name in mentioned(role) if name in template.resources]
    if isinstance(role, dict) and "Fn::GetAtt" in role and not own:
        return False
    return all(template.resources[name].startswith(_STACKS) for name in own)


def _is_named_after(role: Data, sample: StyleSample) -> bool:
    text = words(json.dumps(role))
    return any(f"_{name}_" in f"_{'_'.join(text)}_" for name in sample.names)


def _stated(template: Template, samples: Sequence[StyleSample], key: str) -> Data | None:
    """Return the shape of a property of more than half of the functions, unless Globals have it."""
    if key in template.globals_function:
        return None
    stated = [sample for sample in samples if sample.properties.get(key) is not None]
    ballots = [sample.shapes_or_literal(sample.properties[key]) for sample in stated]
    return majority_shape(ballots, len(samples))


def _role_of(template: Template, sample: StyleSample) -> str:
    """Return the role of this template that a function refers to; empty without one."""
    return role_of(template, sample.properties)


def _document_style(template: Template) -> dict[str, bool]:
    """Learn if any statement of the functions has a Sid, and any of their documents a Version."""
    found = [
        document
        for function in template.all_functions
        for document in policy_documents(template, function)
    ]
    if not found:
        return {}
    statements = [statement for document in found for statement in statements_of(document)]
    return {
        "statement_ids": any("Sid" in statement for statement in statements),
        "policy_versions": any("Version" in document for document in found),
        "joined_statements": any(len(statements_of(document)) > 1 for document in found),
    }


def _role_name(
    template: Template, own: Sequence[tuple[StyleSample, str]], roles: Sequence[str]
) -> Data | None:
    """Return the shape of RoleName; None unless most roles have a name."""
    names = {role: template.property_of(role, "RoleName") for role in roles}
    if not is_majority([name is not None for name in names.values()]):
        return None
    return most_common_shape([sample.shapes(names[role]) for sample, role in own])


def _role_properties(template: Template, roles: Sequence[str]) -> dict[str, Data]:
    """Return the properties that more than half of the roles have with the same value."""
    found = {}
    for key in _COPIED:
        stated = [template.property_of(role, key) for role in roles]
        value = majority_shape([[given] for given in stated if given is not None], len(roles))
        if value is not None:
            found[key] = value
    return found
