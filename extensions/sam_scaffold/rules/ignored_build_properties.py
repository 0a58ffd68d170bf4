"""Build properties that `sam build` ignores."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ._rule import Rule, RuleFinding

_LISTS = ("Include", "Exclude")


class IgnoredBuildProperties(Rule):
    """Everything below CodeUri is deployed in spite of them (measured, SAM CLI 1.170)."""

    id = "W9104"
    shortdesc = "sam build ignores Include and Exclude for Python"
    description = "Include and Exclude have no effect on a Python build, which copies everything."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-function.html#sam-function-metadata"
    )
    tags = ["resources", "lambda", "build"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each list of a function or layer with a Python build."""
        built: list[Function | Layer] = [*facts.functions, *facts.layers.values()]
        for owner in built:
            properties = owner.metadata.get("BuildProperties")
            if not isinstance(properties, dict) or not _is_python_build(owner):
                continue
            for key in _LISTS:
                if key in properties:
                    yield RuleFinding(
                        ("Resources", owner.logical_id, "Metadata", "BuildProperties", key),
                        f"{owner.logical_id}: sam build ignores {key} for Python. Move files that "
                        f"must not be deployed out of {_uri(owner)}, and remove {key}.",
                    )


def _is_python_build(owner: Function | Layer) -> bool:
    """Return whether `sam build` uses Python, by the BuildMethod or a function's runtime."""
    if owner.method or isinstance(owner, Layer):
        return owner.method.startswith("python")
    return owner.is_python


def _uri(owner: Function | Layer) -> str:
    return "ContentUri" if isinstance(owner, Layer) else "CodeUri"
