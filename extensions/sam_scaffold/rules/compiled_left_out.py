"""Compiled modules in a function's code, which `sam build` does not copy."""

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
    """`sam build` excludes ``*.so`` in every folder (measured, SAM CLI 1.170).

    Reports nothing if no script builds: `sam deploy` by itself uses the folder as it is.
    """

    id = "W9306"
    shortdesc = "sam build omits a compiled module"
    description = "sam build installs requirements.txt, but does not copy *.so from CodeUri."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html"
        "#python-package-native-libraries"
    )
    tags = ["resources", "lambda", "code", "build"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each function whose code has such a module for Lambda's Linux."""
        if not any(_BUILDS.search(line.text) for line in facts.script_lines):
            return
        paths = SearchPaths(facts)
        for function in facts.functions:
            modules = compiled_in_code(facts, paths, function)
            found = [module for module in modules if module.system == LINUX]
            if found and function.code is not None:
                yield RuleFinding(
                    function.code_path,
                    f"{function.logical_id}: sam build does not copy {found[0].name} in "
                    f"{facts.shown(function.code)}, because it excludes *.so. List its package in "
                    "a requirements.txt, or move it to a layer without a BuildMethod.",
                )
