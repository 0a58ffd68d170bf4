"""A function's runtime has to be one that Lambda has."""

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

# What has not the form of an identifier is filled in by somebody: {{cookiecutter.runtime}}.
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")


class UnknownRuntime(Rule):
    """Of SAM's functions alone: cfn-lint says it of CloudFormation's own (E3030, 1.58)."""

    id = "E9301"
    shortdesc = "Lambda has no such runtime"
    description = "sam build succeeds with a runtime that does not exist, and the deployment fails."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
    tags = ["resources", "lambda", "runtime"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each place that names such a runtime, be it Globals."""
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
    """Return the runtimes that cfn-lint knows: a newer one may know more than our table."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION_PRIMARY, "AWS::Lambda::Function")
    found: list[str] = schema.schema["properties"]["Runtime"].get("enum", [])
    return found


def _problem(runtime: str) -> str:
    if is_newer(runtime):
        return (
            f"{runtime} is newer than {newest_python()}, the newest Python of Lambda's known here; "
            "correct it, or update cfn-lint if Lambda has it"
        )
    return f"Lambda has no runtime {runtime}; {_way_out(runtime)}"


def _way_out(runtime: str) -> str:
    near = get_close_matches(runtime.lower(), supported(today()), n=1)
    known = near[0] if near else successor(runtime.lower(), today())
    return f"take one that it has, {known} for example" if known else "take one that it has"
