"""Imported modules with syntax errors."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..contents.failing_imports import missing_in
from ..dependencies.importing.failed_import import Reason
from ._rule import Rule, RuleFinding


class NotPython(Rule):
    """A file that a newer Python than the function's cannot parse is never valid."""

    id = "E9108"
    shortdesc = "A module is not valid Python"
    description = "sam build copies it without a check, and the function fails when it starts."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each such module that a handler imports, directly or indirectly."""
        for function in facts.functions:
            for missing in missing_in(facts, function):
                if missing.reason is Reason.SYNTAX:
                    yield RuleFinding(
                        function.code_path,
                        f"{function.logical_id}: {facts.shown(missing.file)}:{missing.line} is not "
                        f"valid Python: {missing.name}. Correct it.",
                    )
