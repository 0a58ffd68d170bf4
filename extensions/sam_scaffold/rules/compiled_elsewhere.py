"""Compiled modules that are not for Lambda's Linux."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ..aws.runtimes import is_known
from ..contents.search_paths import SearchPaths
from ..dependencies.packages.compiled_modules import LINUX, Compiled, incompatible
from ._compiled_modules import compiled_in_build, compiled_in_code
from ._rule import Rule, RuleFinding


class CompiledElsewhere(Rule):
    """`pip install -t` on macOS or Windows installs modules for that system."""

    id = "W9305"
    shortdesc = "A compiled module is for another system than Lambda's"
    description = "Python in Lambda does not find the module, and the import of its package fails."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html"
        "#python-package-native-libraries"
    )
    tags = ["resources", "lambda", "code", "layers"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each layer and each folder of code, at its first function."""
        for layer in facts.layers.values():
            found = incompatible(layer.compiled, lambda module: module.system == LINUX)
            if found:
                yield _finding(facts, layer, found)
        paths = SearchPaths(facts)
        told: set[Path] = set()
        for function in facts.functions:
            place = function.code
            if not is_known(function.runtime) or not function.is_python or place in told:
                continue
            modules = (*compiled_in_code(facts, paths, function), *compiled_in_build(function))
            found = incompatible(modules, _compatible_with(function))
            if found and place is not None:
                told.add(place)
                yield _finding(facts, function, found)


def _finding(facts: Application, owner: Layer | Function, found: list[Compiled]) -> RuleFinding:
    """Return a finding about the first module, with the number of the others."""
    first = found[0]
    others = len(found) - 1
    more = f" (as {'are' if others > 1 else 'is'} {others} more)" if others else ""
    source = owner.content if isinstance(owner, Layer) else owner.code
    path = owner.content_path if isinstance(owner, Layer) else owner.code_path
    parts = [first.runtime, first.architecture] if first.system == LINUX else [first.system]
    return RuleFinding(
        path,
        f"{owner.logical_id}: {first.name} in {facts.shown(source or facts.folder)} is compiled "
        f"for {' on '.join(filter(None, parts))}{more} and cannot be imported in Lambda. "
        f"{_way_out(owner)}.",
    )


def _way_out(owner: Layer | Function) -> str:
    listed = "Remove its package, and list it in a requirements.txt"
    if isinstance(owner, Layer) and not owner.method:
        return f"{listed} of a layer with a BuildMethod"
    if owner.built is not None:
        return "Install for Lambda's platform, or build in a container"
    return f"{listed} for sam build"


def _compatible_with(function: Function) -> Callable[[Compiled], bool]:
    """Return a predicate for the modules that a function can import."""
    machine = function.architecture

    def is_compatible(module: Compiled) -> bool:
        is_for_python = module.runtime in ("", function.runtime)
        is_for_machine = not machine or module.architecture in ("", machine)
        return module.system == LINUX and is_for_python and is_for_machine

    return is_compatible
