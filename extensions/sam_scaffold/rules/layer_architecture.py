"""A layer should say that it is for the architecture of the functions that have it."""

from __future__ import annotations

from ..facts.compiled import Compiled
from ..facts.function import Function
from ..facts.layer import Layer
from ._misfit import Misfit


class LayerArchitecture(Misfit):
    """Of both architectures that Lambda has."""

    id = "W9304"
    shortdesc = "A layer is for another architecture than its function's"
    tags = ["resources", "lambda", "layer", "architecture"]
    what = "architecture"
    property = "CompatibleArchitectures"

    def of_function(self, function: Function) -> str:
        """The function's architecture."""
        return function.architecture

    def of_layer(self, layer: Layer) -> tuple[str, ...] | None:
        """The layer's architectures."""
        return layer.architectures

    def of_module(self, module: Compiled) -> str:
        """The architecture that a module is compiled for."""
        return module.architecture
