"""A layer's own ``python/`` is one too many where `sam build` makes another around it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..application.application import Application
from ._rule import Rule, RuleFinding


class DoubledPython(Rule):
    """A Python build puts the content below ``python/`` as it is (measured, SAM CLI 1.170)."""

    id = "E9206"
    shortdesc = "A layer's modules would lie in python/python"
    description = "Python looks in /opt/python, and finds nothing that lies in a python/ below it."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "building-layers.html"
    )
    tags = ["resources", "lambda", "layers"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each layer that is built and has a folder ``python`` with modules."""
        for layer in facts.layers.values():
            if not layer.is_pip_built or layer.content is None:
                continue
            inner = layer.content / "python"
            if _has_modules(inner):
                yield RuleFinding(
                    layer.content_path,
                    f"{layer.logical_id}: {facts.shown(inner)} would come to python/python, where "
                    f"no import finds it; {_way_out(facts, layer.content)}.",
                )


def _has_modules(folder: Path) -> bool:
    """Return whether there are modules, and the folder is no package that is called ``python``."""
    if (folder / "__init__.py").is_file():
        return False
    return any(name.endswith(".py") for _, _, files in os.walk(folder) for name in files)


def _way_out(facts: Application, content: Path) -> str:
    is_alone = all(one.name == "python" or one.name.startswith(".") for one in content.iterdir())
    if is_alone:
        return f"name {facts.shown(content / 'python')} as its content"
    return f"move what is in it to {facts.shown(content)}"
