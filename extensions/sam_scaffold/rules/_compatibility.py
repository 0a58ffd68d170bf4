"""Base of rules about layers that are incompatible with their functions."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ..dependencies.packages.compiled_modules import LINUX, Compiled, incompatible
from ._rule import Rule, RuleFinding


class CompatibilityRule(Rule):
    """A warning: Lambda does not enforce what a layer declares to be compatible with.

    https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html

    Attributes:
        what: The aspect that is compared: ``"runtime"``.
        property: The layer's property that declares it.
    """

    what = ""
    property = ""
    description = (
        "Lambda attaches the layer, whose compiled packages then fail to import at run time."
    )
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"

    def of_function(self, function: Function) -> str:
        """Return what the function runs on, or nothing if that is unknown."""
        raise NotImplementedError

    def of_layer(self, layer: Layer) -> tuple[str, ...] | None:
        """Return what the layer declares to be compatible with."""
        raise NotImplementedError

    def of_module(self, module: Compiled) -> str:
        """Return what a compiled module of the layer requires."""
        raise NotImplementedError

    def way_out(self, layer: Layer, own: str) -> str:  # noqa: ARG002
        """Return the way out for a layer that is incompatible with what a function runs on."""
        return f"Build the layer for this {self.what} and declare it"

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each layer and incompatible value, at the first such function."""
        found: dict[tuple[str, str], list[Function]] = {}
        for function in facts.functions:
            own = self.of_function(function)
            for layer in function.layers if own else ():
                found.setdefault((layer.logical_id, own), []).append(function)
        for (name, own), functions in found.items():
            layer = facts.layers[name]
            if stated := self._stated(layer, own) or self.compiled_for(facts, layer, own):
                function, *others = functions
                plural = "s" if len(others) > 1 else ""
                too = f" This applies to {len(others)} more function{plural}." if others else ""
                yield RuleFinding(
                    function.stated("Layers"),
                    f"{function.logical_id}: it runs on {own}, but {name} is for {stated}. "
                    f"{self.way_out(layer, own)}, or use another layer.{too}",
                )

    def _stated(self, layer: Layer, own: str) -> str:
        """Return what the layer declares, or nothing if that is compatible or unknown."""
        stated = self.of_layer(layer)
        return "" if not stated or own in stated else f"{', '.join(stated)} ({self.property})"

    def compiled_for(self, facts: Application, layer: Layer, own: str) -> str:  # noqa: ARG002
        """Return what the layer is compiled for, or nothing if that is compatible or unknown."""
        modules = (module for module in layer.compiled if module.system == LINUX)
        found = incompatible(modules, lambda module: self.of_module(module) in ("", own))
        return f"{self.of_module(found[0])} ({found[0].name} is compiled)" if found else ""
