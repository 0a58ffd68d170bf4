"""Lists of what to ship that `sam build` does not read."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ._rule import Rule, RuleFinding

_LISTS = ("Include", "Exclude")


class IgnoredBuildProperties(Rule):
    """Everything below CodeUri ships in spite of them (measured, SAM CLI 1.170)."""

    id = "W9104"
    shortdesc = "sam build ignores Include and Exclude for Python"
    description = (
        "Include and Exclude do nothing to a Python build: what they name ships, or does not."
    )
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-function.html#sam-function-metadata"
    )
    tags = ["resources", "lambda", "build"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each list of a function or layer that is built as Python."""
        built: list[Function | Layer] = [*facts.functions, *facts.layers.values()]
        for one in built:
            properties = one.metadata.get("BuildProperties")
            if not isinstance(properties, dict) or not _is_python_build(one):
                continue
            for key in _LISTS:
                if key in properties:
                    yield RuleFinding(
                        ("Resources", one.logical_id, "Metadata", "BuildProperties", key),
                        f"{one.logical_id}: sam build ignores {key} for Python; move what must "
                        f"not ship out of {_uri(one)}, and take {key} away.",
                    )


def _is_python_build(one: Function | Layer) -> bool:
    """Return whether `sam build` takes it for Python, which a function's runtime tells it, too."""
    if one.method or isinstance(one, Layer):
        return one.method.startswith("python")
    return one.is_python


def _uri(one: Function | Layer) -> str:
    return "ContentUri" if isinstance(one, Layer) else "CodeUri"
