"""Whom a key's own policy may let use it.

A role may use a key if the key's policy says so of the role itself, or if it leaves that to
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


def may_let_in(key: Resource, role: str, template: Template) -> bool:
    """Tell whether a key's policy may let a role use it, whatever policies the role has.

    Args:
        key: The key.
        role: The logical id of the role.
        template: The template that they stand in.
    """
    policy = key.properties.get("KeyPolicy")
    stated = policy.get("Statement") if isinstance(policy, dict) else None
    if stated is None:  # then AWS's own leaves it to IAM
        return policy is not None
    return any(_may_allow(one, role, template) for one in alternatives(stated))


def _may_allow(statement: Data, role: str, template: Template) -> bool:
    if not isinstance(statement, dict) or not {"Effect", "Principal"} <= set(statement):
        return True  # an intrinsic function, or NotPrincipal
    if statement["Effect"] == "Deny":
        return False
    return any(_may_be(one, role, template) for one in _principals(statement["Principal"]))


def _principals(stated: Data) -> Iterator[Data]:
    """Who is let in, services left out: the function's role is none."""
    if not isinstance(stated, dict) or any(key.startswith(("Fn::", "Ref")) for key in stated):
        yield stated
        return
    for kind, one in stated.items():
        if kind == "AWS":
            yield from one if isinstance(one, list) else [one]


def _may_be(principal: Data, role: str, template: Template) -> bool:
    """Whether a principal may be a role: not if it is the account, or another identity."""
    if _is_account(principal):
        return False
    named = mentioned(principal)
    others = {one for one in named if template.resources.get(one) in _IDENTITIES}
    return not others or role in others


def _is_account(principal: Data) -> bool:
    match principal:
        case {"Ref": "AWS::AccountId"}:
            return True
        case {"Fn::Sub": str(text)} | str(text):
            return bool(_ACCOUNT.fullmatch(text) or _ACCOUNT_ID.fullmatch(text))
        case {"Fn::Join": [str(separator), list(parts)]}:
            texts = [one if isinstance(one, str) else "*" for one in parts]
            return _ACCOUNT.fullmatch(separator.join(texts)) is not None
    return False
