"""Policies that SAM drops without a word."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..sam.model.globals_merge import is_intrinsic
from ..sam.model.intrinsics import Data
from ..sam.model.template import FUNCTION
from ._rule import Rule, RuleFinding


class RoleBesidePolicies(Rule):
    """SAM makes no role beside an explicit one (measured, translator 1.115).

    Globals know neither of the two properties; the translator refuses them there.
    """

    id = "E9501"
    shortdesc = "SAM ignores Policies beside Role"
    description = "The function has the rights of its Role alone, and calls fail at run time."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-function.html#sam-function-policies"
    )
    tags = ["resources", "lambda", "iam"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each function with both."""
        for function in facts.functions:
            if function.type != FUNCTION or not function.own.get("Policies"):
                continue
            if _is_always_there(function.own.get("Role")):
                yield RuleFinding(
                    function.path("Policies"),
                    f"{function.logical_id}: SAM ignores Policies beside Role; put the statements "
                    "into the role, or leave Role out.",
                )


def _is_always_there(role: Data) -> bool:
    """Return whether a role is stated, under no condition that may take it away."""
    if is_intrinsic(role):
        return "Fn::If" not in role and role != {"Ref": "AWS::NoValue"}
    return isinstance(role, str) and role != ""
