"""Policies that SAM silently ignores."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..sam.model.globals_merge import is_intrinsic
from ..sam.model.intrinsics import Data
from ..sam.model.template import FUNCTION
from ._rule import Rule, RuleFinding


class IgnoredPolicies(Rule):
    """SAM does not generate a role if one is set (measured, translator 1.115).

    Globals support neither of the two properties; the translator rejects them there.
    """

    id = "E9501"
    shortdesc = "SAM ignores Policies if Role is set"
    description = "The function only has the permissions of its Role, and calls fail at run time."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-function.html#sam-function-policies"
    )
    tags = ["resources", "lambda", "iam"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each function with both."""
        for function in facts.functions:
            if function.type != FUNCTION or not function.own.get("Policies"):
                continue
            if _is_always_set(function.own.get("Role")):
                yield RuleFinding(
                    function.path("Policies"),
                    f"{function.logical_id}: SAM ignores Policies if Role is set. Add the "
                    "statements to the role, or remove Role.",
                )


def _is_always_set(role: Data) -> bool:
    """Return whether a role is set, and no condition may remove it."""
    if is_intrinsic(role):
        return "Fn::If" not in role and role != {"Ref": "AWS::NoValue"}
    return isinstance(role, str) and role != ""
