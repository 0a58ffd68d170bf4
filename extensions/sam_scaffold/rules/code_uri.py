"""Missing folders of functions' code."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..contents.prepared_folders import is_generated
from ._rule import Rule, RuleFinding


class CodeUriExists(Rule):
    """`sam build` succeeds without the folder and deploys no code (measured, SAM CLI 1.170)."""

    id = "E9101"
    shortdesc = "The folder of a function's code does not exist"
    description = "sam build ignores a CodeUri that does not exist, and the function has no code."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-function.html#sam-function-codeuri"
    )
    tags = ["resources", "lambda", "code"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each missing path that is not generated, also in Globals."""
        told = set()
        for function in facts.functions:
            path = function.stated(function.code_path[-1])
            if function.code is None or function.code.exists() or path in told:
                continue
            told.add(path)
            if is_generated(facts, function.code):
                continue
            yield RuleFinding(
                path,
                f"{function.logical_id}: {facts.shown(function.code)} does not exist. "
                f"Create it, or correct the {path[-1]}.",
            )
