"""Layers for other runtimes than their functions'."""

from __future__ import annotations

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ..aws.runtimes import RUNTIMES
from ..contents.manifest import to_be_built
from ..dependencies.packages.compiled_modules import Compiled
from ..dependencies.packages.compiled_packages import compiled_among
from ..sam.model.function_runtime import is_python
from ._compatibility import CompatibilityRule


class LayerRuntime(CompatibilityRule):
    """Only checks known runtimes: E9301 reports the others."""

    id = "W9303"
    shortdesc = "A layer is for other runtimes than its function's"
    tags = ["resources", "lambda", "layer", "runtime"]
    what = "runtime"
    property = "CompatibleRuntimes"

    def of_function(self, function: Function) -> str:
        """Return the function's runtime."""
        return function.runtime if function.runtime in RUNTIMES else ""

    def of_layer(self, layer: Layer) -> tuple[str, ...] | None:
        """Return the layer's runtimes."""
        return layer.runtimes

    def of_module(self, module: Compiled) -> str:
        """Return the Python runtime that a module is compiled for."""
        return module.runtime

    def compiled_for(self, facts: Application, layer: Layer, own: str) -> str:
        """Return what the layer is compiled for, which only concerns Python runtimes."""
        if not is_python(own):
            return ""
        found = super().compiled_for(facts, layer, own)
        if found or layer.method == own:
            return found
        names = compiled_among(to_be_built(facts, layer), by_python=True)
        if not names:
            return ""
        return f"{layer.method} (BuildMethod), and requires {names[0]}, which is compiled"

    def way_out(self, layer: Layer, own: str) -> str:
        """Suggest to build it for the other Python, if `sam build` builds it."""
        if is_python(own) and layer.is_pip_built and layer.method != own:
            return f"Set BuildMethod: {own}"
        return super().way_out(layer, own)
