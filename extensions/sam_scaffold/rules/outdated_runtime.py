"""Deprecated runtimes in the defaults of parameters."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..aws.runtimes import lifecycle_of, successor, today
from ..sam.model.template import FUNCTION
from ._rule import Rule, RuleFinding


class OutdatedRuntime(Rule):
    """Only checks parameters of SAM's functions: cfn-lint reports the others.

    These are W2531, E2531 and E2533 for literal values, and W1030 for parameters of
    CloudFormation's functions (measured, cfn-lint 1.58).
    """

    id = "W9302"
    shortdesc = "A parameter's default is a deprecated runtime"
    description = "Lambda no longer patches a deprecated runtime, and later rejects its functions."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
    tags = ["resources", "lambda", "runtime"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each reference to such a parameter, also in Globals."""
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
                    f"{ended}. Use {known or 'a supported runtime'}.",
                )
