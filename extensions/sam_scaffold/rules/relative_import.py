"""Relative imports from modules that are not in a package in Lambda."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..contents.failing_imports import missing_in
from ..dependencies.importing.failed_import import Reason
from ._rule import Rule, RuleFinding


class RelativeImport(Rule):
    """Lambda imports the handler as a top-level module ``app``, without its folder's name.

    An ``__init__.py`` next to it changes nothing, but lets such imports work in tests.
    """

    id = "E9106"
    shortdesc = "A relative import leads out of the function's code"
    description = "The folder of the code is not a package in Lambda, and the import fails there."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each such import in a handler and the modules that it imports."""
        for function in facts.functions:
            for missing in missing_in(facts, function):
                if missing.reason is Reason.RELATIVE:
                    yield RuleFinding(
                        function.code_path,
                        f"{function.logical_id}: {facts.shown(missing.file)}:{missing.line} "
                        f"imports {missing.name}, but {_reason(missing.importer)}. Import the "
                        "module without the dots.",
                    )


def _reason(importer: str) -> str:
    """Return why a module cannot have a relative import."""
    if "." in importer:
        return f"{importer.partition('.')[0]} is not in another package in Lambda"
    return f"{importer} is not in a package in Lambda"
