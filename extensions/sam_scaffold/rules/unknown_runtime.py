"""Runtimes that Lambda does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from cfnlint.helpers import REGION_PRIMARY
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from ..application.application import Application
from ..aws.runtimes import (
    CUSTOM,
    RUNTIMES,
    is_newer,
    newest_python,
    successor,
    supported,
    today,
)
from ..sam.model.template import FUNCTION
from ._rule import Rule, RuleFinding

# Other values are placeholders: {{cookiecutter.runtime}}.
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")


class UnknownRuntime(Rule):
    """Only checks SAM's functions: cfn-lint reports CloudFormation's (E3030, 1.58)."""

    id = "E9301"
    shortdesc = "Lambda has no such runtime"
    description = "sam build succeeds with a runtime that does not exist, but the deployment fails."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
    tags = ["resources", "lambda", "runtime"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each location of such a runtime, also in Globals."""
        told = set()
        for function in facts.functions:
            runtime, path = function.runtime, function.stated("Runtime")
            if function.type != FUNCTION or path in told or not _is_unknown(runtime):
                continue
            told.add(path)
            yield RuleFinding(path, f"{function.logical_id}: {_problem(runtime)}.")


def _is_unknown(runtime: str) -> bool:
    known = runtime in RUNTIMES or runtime == CUSTOM or runtime in _of_cfn_lint()
    return bool(_IDENTIFIER.fullmatch(runtime)) and not known


def _of_cfn_lint() -> list[str]:
    """Return the runtimes that cfn-lint knows: a newer version may know more than our table."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION_PRIMARY, "AWS::Lambda::Function")
    found: list[str] = schema.schema["properties"]["Runtime"].get("enum", [])
    return found


def _problem(runtime: str) -> str:
    if is_newer(runtime):
        return (
            f"{runtime} is newer than {newest_python()}, the newest Python runtime known here. "
            "Correct it, or update cfn-lint if Lambda has it"
        )
    return f"Lambda has no runtime {runtime}. {_way_out(runtime)}"


def _way_out(runtime: str) -> str:
    near = get_close_matches(runtime.lower(), supported(today()), n=1)
    known = near[0] if near else successor(runtime.lower(), today())
    return f"Use an existing one, such as {known}" if known else "Use an existing one"
