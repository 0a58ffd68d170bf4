"""Layers that a function does not use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..application.application import Application
from ..application.function import Function
from ..application.layer import MAKEFILE, Layer
from ..contents.importable_modules import Provided, provided_by, provided_by_code
from ..contents.name_usage import NameUsageReader, Uses
from ..contents.size import MOST
from ..dependencies.packages.import_names import is_known
from ..dependencies.packages.runtime_modules import runtime_modules
from ..sam.model.intrinsics import references
from ._components import expected_of
from ._rule import Rule, RuleFinding

_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"
_DYNAMIC = frozenset({"__import__", "entry_points", "exec", "importlib", "opt", "pkgutil", "runpy"})
"""Words of code that may use a layer without its import names."""

_AT_START = frozenset({"sitecustomize", "usercustomize"})
_BY_THE_RUNTIME = frozenset({"awscrt", "tzdata"})
"""Optional packages of boto3 and zoneinfo."""

_BY_OTHERS = {
    "aws_lambda_powertools": frozenset(
        (
            *("avro", "aws-encryption-sdk", "aws-xray-sdk", "email-validator", "fastjsonschema"),
            *("jmespath", "jsonpath-ng", "protobuf", "pydantic", "pydantic-settings", "redis"),
            *("typing-extensions", "valkey-glide"),
        )
    )
}
"""Packages whose optional requirements are known to be only these:
https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/
"""

_MOST_NAMED = 3


class UnusedLayer(Rule):
    """Does not report a layer that may be used without its import names.

    Layers of Globals and the layer with the shared code are for all functions, some of which
    do not use them.
    """

    id = "W9202"
    shortdesc = "A function does not use a layer"
    description = f"An unused layer also counts towards the {MOST}, and is loaded."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each unused layer of each Python function."""
        reader = NameUsageReader()
        shared = facts.shared_layer
        for_all = None if shared is None else shared.logical_id
        for function in facts.functions:
            if not function.layers or not _can_be_judged(function):
                continue
            uses = reader.uses_of(function)
            if uses is None or uses.words & _DYNAMIC:
                continue
            own = set(references(function.own.get("Layers"))) - {for_all}
            for layer in function.layers:
                if layer.logical_id in own and _is_unused(facts, function, layer, uses):
                    names = sorted(_names(provided_by(facts, layer)))
                    shown = [name for name in names if name[0] != "_"][:_MOST_NAMED] or names
                    yield RuleFinding(
                        function.path("Layers"),
                        f"{function.logical_id}: its code does not use {layer.logical_id} "
                        f"({', '.join(shown)}). Remove it from Layers.",
                    )


def _can_be_judged(function: Function) -> bool:
    """Return whether its code and all its layers are known, and no wrapper runs."""
    is_plain = function.is_python and function.method != MAKEFILE and function.knows_layers
    return is_plain and function.variables is not None and _WRAPPER not in function.variables


def _is_unused(facts: Application, function: Function, layer: Layer, uses: Uses) -> bool:
    provided = provided_by(facts, layer)
    names = _names(provided)
    if not _is_all_named(layer, provided) or not names or names & (uses.words | _AT_START):
        return False
    if not provided.distributions:
        return True
    expected = expected_of(facts, function.logical_id)
    if layer.logical_id in expected.layers or any(map(provided.brings, expected.packages)):
        return False  # for code that is still to be written
    others = uses.imported - uses.own - runtime_modules(function.runtime)
    if not provided.is_complete and others - _explained(facts, function, layer):
        return False  # it may be a transitive dependency of the layer
    distributions = provided.distributions.keys()
    if distributions & _BY_THE_RUNTIME or not others <= _BY_OTHERS.keys():
        return False  # another package may use it, if available
    return all(distributions.isdisjoint(_BY_OTHERS[name]) for name in others)


def _is_all_named(layer: Layer, provided: Provided) -> bool:
    """Return whether a layer only has known modules: no programs, data or unknown packages."""
    if layer.built is None:
        if not layer.is_known or provided.source is None:
            return False
        if layer.is_pip_built:
            return all(map(is_known, provided.distributions))
        return layer.content is not None and _has_only_python(layer.content)
    return _has_only_python(layer.built)


def _has_only_python(folder: Path) -> bool:
    return {entry.name for entry in folder.iterdir()} == {"python"}


def _names(provided: Provided) -> frozenset[str]:
    """Return the top-level import names of a layer."""
    return frozenset(name.partition(".")[0] for name in provided.import_names)


def _explained(facts: Application, function: Function, layer: Layer) -> frozenset[str]:
    """Return the import names of other layers and of the function's own packages."""
    others = (provided_by(facts, other) for other in function.layers if other is not layer)
    every = (provided_by_code(facts, function), *others)
    return frozenset().union(*map(_names, every))
