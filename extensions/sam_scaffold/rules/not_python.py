"""A module that a function imports has to be Python."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..contents.failing_imports import missing_in
from ..dependencies.importing.failed_import import Reason
from ._rule import Rule, RuleFinding


class NotPython(Rule):
    """No version of Python takes a file that a newer one than the function's cannot parse."""

    id = "E9108"
    shortdesc = "A module is not valid Python"
    description = "sam build copies it as it is, and the function fails when it starts."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each such module that a function comes to, from its handler on."""
        for function in facts.functions:
            for one in missing_in(facts, function):
                if one.reason is Reason.SYNTAX:
                    yield RuleFinding(
                        function.code_path,
                        f"{function.logical_id}: {facts.shown(one.file)}:{one.line} is not valid "
                        f"Python: {one.name}; correct it.",
                    )
