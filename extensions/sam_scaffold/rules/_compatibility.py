"""Layers that are for something else than the functions that have them."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ..dependencies.packages.compiled_modules import LINUX, Compiled, incompatible
from ._rule import Rule, RuleFinding


class Misfit(Rule):
    """A warning: Lambda filters its lists by what a layer states, and attaches it anyway.

    https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html

    Attributes:
        what: What a function and its layer disagree on: ``"runtime"``.
        property: The layer's property that states it.
    """

    what = ""
    property = ""
    description = (
        "Lambda attaches the layer, whose compiled packages then fail to import at run time."
    )
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"

    def of_function(self, function: Function) -> str:
        """Return what the function runs on, nothing where that is not known."""
        raise NotImplementedError

    def of_layer(self, layer: Layer) -> tuple[str, ...] | None:
        """Return what the layer states that it is for."""
        raise NotImplementedError

    def of_module(self, module: Compiled) -> str:
        """Return what a compiled module of the layer is for."""
        raise NotImplementedError

    def way_out(self, layer: Layer, own: str) -> str:  # noqa: ARG002
        """What to do about a layer that is for something else than what a function runs on."""
        return f"build the layer for that {self.what} and state it"

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each layer and what disagrees with it, at the first such function."""
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
                too = f" So it is for {len(others)} more function{plural}." if others else ""
                yield RuleFinding(
                    function.stated("Layers"),
                    f"{function.logical_id}: it runs on {own}, and {name} is for {stated}; "
                    f"{self.way_out(layer, own)}, or take another layer.{too}",
                )

    def _stated(self, layer: Layer, own: str) -> str:
        """Return what the layer says that it is for, nothing where that fits or is not known."""
        stated = self.of_layer(layer)
        return "" if not stated or own in stated else f"{', '.join(stated)} ({self.property})"

    def compiled_for(self, facts: Application, layer: Layer, own: str) -> str:  # noqa: ARG002
        """Return what the layer is compiled for, nothing where that fits or is not known."""
        modules = (one for one in layer.compiled if one.system == LINUX)
        found = incompatible(modules, lambda one: self.of_module(one) in ("", own))
        return f"{self.of_module(found[0])} ({found[0].name} is compiled)" if found else ""
