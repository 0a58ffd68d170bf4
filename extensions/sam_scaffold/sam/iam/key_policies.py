"""Principals that the policy of a KMS key allows to use it.

A role can use a key if the key's policy allows it to that role, or if the key's policy delegates to
IAM by naming the account, and a policy of the role allows it:
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.intrinsics import Data, alternatives, mentioned
from ..model.template import Resource, Template

_ACCOUNT = re.compile(r"arn:[\w${}:*-]+:iam::[^/]*:root")
_ACCOUNT_ID = re.compile(r"\d{12}|\$\{AWS::AccountId\}")
_IDENTITIES = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::Serverless::Function")


def may_allow(key: Resource, role: str, template: Template) -> bool:
    """Return whether a key's policy may itself allow a role to use it.

    Args:
        key: The key.
        role: The logical id of the role.
        template: The template of both.
    """
    policy = key.properties.get("KeyPolicy")
    stated = policy.get("Statement") if isinstance(policy, dict) else None
    if stated is None:  # the default policy delegates to IAM
        return policy is not None
    return any(_statement_may_allow(item, role, template) for item in alternatives(stated))


def _statement_may_allow(statement: Data, role: str, template: Template) -> bool:
    if not isinstance(statement, dict) or not {"Effect", "Principal"} <= set(statement):
        return True  # an intrinsic function, or NotPrincipal
    if statement["Effect"] == "Deny":
        return False
    principals = _principals(statement["Principal"])
    return any(_may_be(principal, role, template) for principal in principals)


def _principals(stated: Data) -> Iterator[Data]:
    """Yield the principals of a statement, without services, which a function's role never is."""
    if not isinstance(stated, dict) or any(key.startswith(("Fn::", "Ref")) for key in stated):
        yield stated
        return
    for kind, value in stated.items():
        if kind == "AWS":
            yield from value if isinstance(value, list) else [value]


def _may_be(principal: Data, role: str, template: Template) -> bool:
    """Return whether a principal may be a role, and neither the account nor another identity."""
    if _is_account(principal):
        return False
    named = mentioned(principal)
    others = {name for name in named if template.resources.get(name) in _IDENTITIES}
    return not others or role in others


def _is_account(principal: Data) -> bool:
    match principal:
        case {"Ref": "AWS::AccountId"}:
            return True
        case {"Fn::Sub": str(text)} | str(text):
            return bool(_ACCOUNT.fullmatch(text) or _ACCOUNT_ID.fullmatch(text))
        case {"Fn::Join": [str(separator), list(parts)]}:
            texts = [part if isinstance(part, str) else "*" for part in parts]
            return _ACCOUNT.fullmatch(separator.join(texts)) is not None
    return False
