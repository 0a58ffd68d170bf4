"""Missing folders of layers' content."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..contents.prepared_folders import is_generated
from ._rule import Rule, RuleFinding


class ContentUriExists(Rule):
    """`sam build` succeeds without the folder (measured, SAM CLI 1.170)."""

    id = "E9102"
    shortdesc = "The folder of a layer's content does not exist"
    description = (
        "sam build ignores a ContentUri that does not exist; the layer's content is missing."
    )
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-layerversion.html#sam-layerversion-contenturi"
    )
    tags = ["resources", "lambda", "layers"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each layer whose content does not exist and is not generated."""
        for layer in facts.layers.values():
            if (
                layer.content is None
                or layer.content.exists()
                or is_generated(facts, layer.content)
            ):
                continue
            yield RuleFinding(
                layer.content_path,
                f"{layer.logical_id}: {facts.shown(layer.content)} does not exist. "
                f"Create it, or correct the {layer.content_path[-1]}.",
            )
