"""A layer should say that it is for the runtime of the functions that have it."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts.compiled import misfits
from ..facts.facts import Facts
from ..facts.function import Function
from ..facts.layer import Layer
from ..sam.managed_runtimes import RUNTIMES
from ._rule import Finding, Rule


class LayerRuntime(Rule):
    """A warning: Lambda filters its lists by what a layer states, and attaches it anyway.

    https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
    """

    id = "W9303"
    shortdesc = "A layer is for other runtimes than its function's"
    description = (
        "Lambda attaches the layer, whose compiled packages then fail to import at run time."
    )
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"
    tags = ["resources", "lambda", "layer", "runtime"]

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """One for each function and layer that disagree."""
        for function in facts.functions:
            for layer in function.layers:
                if found := _stated(function, layer) or _compiled(function, layer):
                    yield Finding(
                        function.stated("Layers"),
                        f"{function.logical_id}: it runs on {function.runtime}, and "
                        f"{layer.logical_id} is for {found}; build the layer for that "
                        "runtime and state it, or take another layer.",
                    )


def _stated(function: Function, layer: Layer) -> str:
    """What the layer says that it is for, nothing where that fits or is not known."""
    stated = layer.runtimes
    if not stated or function.runtime not in RUNTIMES or function.runtime in stated:
        return ""
    return f"{', '.join(stated)} (CompatibleRuntimes)"


def _compiled(function: Function, layer: Layer) -> str:
    """What the layer is compiled for, nothing where that fits or is not known."""
    if not function.is_python:
        return ""
    found = misfits(layer.compiled, lambda one: one.runtime == function.runtime)
    return f"{found[0].runtime} ({found[0].name} is compiled)" if found else ""
