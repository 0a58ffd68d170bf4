"""Layers for another architecture than their functions'."""

from __future__ import annotations

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ..contents.manifest import to_be_built
from ..dependencies.packages.compiled_modules import Compiled
from ..dependencies.packages.compiled_packages import compiled_among
from ._compatibility import CompatibilityRule

_UNSET = "does not set BuildArchitecture"


class LayerArchitecture(CompatibilityRule):
    """Both architectures are compared: arm64 and x86_64."""

    id = "W9304"
    shortdesc = "A layer is for another architecture than its function's"
    tags = ["resources", "lambda", "layer", "architecture"]
    what = "architecture"
    property = "CompatibleArchitectures"

    def of_function(self, function: Function) -> str:
        """Return the function's architecture."""
        return function.architecture

    def of_layer(self, layer: Layer) -> tuple[str, ...] | None:
        """Return the layer's architectures."""
        return layer.architectures

    def of_module(self, module: Compiled) -> str:
        """Return the architecture that a module is compiled for."""
        return module.architecture

    def compiled_for(self, facts: Application, layer: Layer, own: str) -> str:
        """Return what the layer is compiled for, or will be by `sam build`."""
        found = super().compiled_for(facts, layer, own)
        if found or layer.machine in ("", own):
            return found
        names = compiled_among(to_be_built(facts, layer))
        if not names:
            return ""
        reason = "sets BuildArchitecture" if "BuildArchitecture" in layer.metadata else _UNSET
        return f"{layer.machine}, as it {reason} and requires {names[0]}, which is compiled"

    def way_out(self, layer: Layer, own: str) -> str:
        """Suggest to build it for the other architecture, if `sam build` builds it."""
        if layer.is_pip_built and layer.machine not in ("", own):
            return f"Set BuildArchitecture: {own} in its Metadata"
        return super().way_out(layer, own)
