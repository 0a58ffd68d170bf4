"""A compiled module in the folder of a function's code is not what `sam build` copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..application.application import Application
from ..contents.search_paths import SearchPaths
from ..dependencies.packages.compiled_modules import LINUX
from ._compiled_modules import compiled_in_code
from ._rule import Rule, RuleFinding

_BUILDS = re.compile(r"\bsam\s+build\b|^\s*\[[\w-]+\.build\.parameters\]")


class CompiledLeftOut(Rule):
    """It leaves out ``*.so``, whatever the folder (measured, SAM CLI 1.170).

    Nothing is said where nobody builds: `sam deploy` alone takes the folder as it is.
    """

    id = "W9306"
    shortdesc = "sam build leaves a compiled module out"
    description = "Packages come from requirements.txt; of what lies in CodeUri *.so is not copied."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html"
        "#python-package-native-libraries"
    )
    tags = ["resources", "lambda", "code", "build"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """One for each function whose code lies there with such a module for Lambda's Linux."""
        if not any(_BUILDS.search(line.text) for line in facts.script_lines):
            return
        paths = SearchPaths(facts)
        for function in facts.functions:
            found = [one for one in compiled_in_code(facts, paths, function) if one.system == LINUX]
            if found and function.code is not None:
                yield RuleFinding(
                    function.code_path,
                    f"{function.logical_id}: sam build does not copy {found[0].name} in "
                    f"{facts.shown(function.code)}, as it leaves out *.so; list its package in a "
                    "requirements.txt, or put it into a layer without a BuildMethod.",
                )
