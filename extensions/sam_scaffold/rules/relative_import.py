"""A module at a CodeUri's top is in no package, so it cannot import relative to one."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..contents.failing_imports import missing_in
from ..dependencies.importing.failed_import import MissingImport, Reason
from ._rule import Rule, RuleFinding


class RelativeImport(Rule):
    """Lambda imports the handler as a module at the top: ``app``, whatever its folder is called.

    An ``__init__.py`` beside it changes nothing, and lets such imports work in tests.
    """

    id = "E9106"
    shortdesc = "A relative import leads out of the function's code"
    description = "The folder of the code is no package in Lambda, and the import fails there."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each such import that a function comes to, from its handler on."""
        for function in facts.functions:
            for one in missing_in(facts, function):
                if one.reason is Reason.RELATIVE:
                    yield RuleFinding(
                        function.code_path,
                        f"{function.logical_id}: {facts.shown(one.file)}:{one.line} imports "
                        f"{one.name}, but {_where(one)}; name the module without the dots.",
                    )


def _where(one: MissingImport) -> str:
    """Return why the dots lead nowhere."""
    if "." in one.importer:
        return f"that is above {one.importer.partition('.')[0]}, and there is no package in Lambda"
    return f"{one.importer} is in no package in Lambda"
