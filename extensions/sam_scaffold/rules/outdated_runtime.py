"""A function's runtime should be supported still."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..aws.runtimes import lifecycle_of, successor, today
from ..sam.model.template import FUNCTION
from ._rule import Rule, RuleFinding


class OutdatedRuntime(Rule):
    """Of what a parameter gives to SAM's functions: cfn-lint says it of the rest.

    That is W2531, E2531 and E2533 of what is written out, and W1030 of parameters of
    CloudFormation's own functions (measured, cfn-lint 1.58).
    """

    id = "W9302"
    shortdesc = "A parameter's default is a runtime past its date"
    description = (
        "Lambda patches a deprecated runtime no longer, and later on refuses functions with it."
    )
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
    tags = ["resources", "lambda", "runtime"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each place that refers to such a parameter, be it Globals."""
        told = set()
        for function in facts.functions:
            path = function.stated("Runtime")
            is_literal = isinstance(function.properties.get("Runtime"), str)
            if function.type != FUNCTION or is_literal or path in told:
                continue
            if ended := lifecycle_of(function.runtime).ended(today()):
                told.add(path)
                known = successor(function.runtime, today())
                yield RuleFinding(
                    path,
                    f"{function.logical_id}: {function.runtime}, the parameter's default, is "
                    f"{ended}; move to {known or 'one that is supported'}.",
                )
