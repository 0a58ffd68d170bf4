"""A layer that nothing of a function uses makes it larger, and slower to start."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..application.layer import MAKEFILE, Layer
from ..contents.importable_modules import Provided, provided_by, provided_by_code
from ..contents.name_usage import NameUsageReader, Uses
from ..contents.size import MOST
from ..dependencies.packages.import_names import is_known
from ..dependencies.packages.runtime_modules import runtime_modules
from ..sam.model.intrinsics import references
from ._components import wanted_of
from ._rule import Rule, RuleFinding

_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"
_DYNAMIC = frozenset({"__import__", "entry_points", "exec", "importlib", "opt", "pkgutil", "runpy"})
"""With one of these words, code may use a layer without naming what is in it."""

_AT_START = frozenset({"sitecustomize", "usercustomize"})
_BY_THE_RUNTIME = frozenset({"awscrt", "tzdata"})
"""What boto3 and zoneinfo use where it is there."""

_BY_OTHERS = {
    "aws_lambda_powertools": frozenset(
        (
            *("avro", "aws-encryption-sdk", "aws-xray-sdk", "email-validator", "fastjsonschema"),
            *("jmespath", "jsonpath-ng", "protobuf", "pydantic", "pydantic-settings", "redis"),
            *("typing-extensions", "valkey-glide"),
        )
    )
}
"""Packages that are known to use no others, without the function naming them, but these:
https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/
"""

_MOST_NAMED = 3


class UnusedLayer(Rule):
    """Says nothing where a layer may be used in a way that its names do not show.

    What Globals attach is for all functions, as is the layer with the shared code, and some
    have no use for it.
    """

    id = "W9202"
    shortdesc = "A function uses nothing of a layer"
    description = f"A layer counts towards the {MOST} and is loaded, whether it is used or not."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each layer of each function of Python that has no use for it."""
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
                        f"{function.logical_id}: nothing in its code names what {layer.logical_id} "
                        f"brings ({', '.join(shown)}); take it out of Layers.",
                    )


def _can_be_judged(function: Function) -> bool:
    """Return whether its code and all its layers are known, and nothing else comes in between."""
    is_plain = function.is_python and function.method != MAKEFILE and function.knows_layers
    return is_plain and function.variables is not None and _WRAPPER not in function.variables


def _is_unused(facts: Application, function: Function, layer: Layer, uses: Uses) -> bool:
    provided = provided_by(facts, layer)
    names = _names(provided)
    if not _says_all(layer, provided) or not names or names & (uses.words | _AT_START):
        return False
    if not provided.distributions:
        return True
    wanted = wanted_of(facts, function.logical_id)
    if layer.logical_id in wanted.layers or any(map(provided.brings, wanted.packages)):
        return False  # it is there for what is still to be written
    others = uses.imported - uses.own - runtime_modules(function.runtime)
    if not provided.is_complete and others - _explained(facts, function, layer):
        return False  # it may come with what the layer's packages need in turn
    brought = provided.distributions.keys()
    if brought & _BY_THE_RUNTIME or not others <= _BY_OTHERS.keys():
        return False  # another package may use it where it is there
    return all(brought.isdisjoint(_BY_OTHERS[name]) for name in others)


def _says_all(layer: Layer, provided: Provided) -> bool:
    """Return whether names tell what is in a layer: no programs, no data, no unknown packages."""
    if layer.built is None:
        if not layer.is_known or provided.source is None:
            return False
        if layer.is_pip_built:
            return all(map(is_known, provided.distributions))
        return layer.content is not None and {one.name for one in layer.content.iterdir()} == {
            "python"
        }
    return {one.name for one in layer.built.iterdir()} == {"python"}


def _names(provided: Provided) -> frozenset[str]:
    """Return what is imported from a layer, at the top."""
    return frozenset(name.partition(".")[0] for name in provided.import_names)


def _explained(facts: Application, function: Function, layer: Layer) -> frozenset[str]:
    """Return what other layers and the function's own packages bring."""
    others = (provided_by(facts, one) for one in function.layers if one is not layer)
    every = (provided_by_code(facts, function), *others)
    return frozenset().union(*map(_names, every))
