"""Layers with a ``python/`` folder, to which `sam build` adds another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..application.application import Application
from ._rule import Rule, RuleFinding


class DoubledPython(Rule):
    """A Python build copies the content below ``python/`` (measured, SAM CLI 1.170)."""

    id = "E9206"
    shortdesc = "A layer's modules would be in python/python"
    description = "Python searches /opt/python, and not a python/ folder below it."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "building-layers.html"
    )
    tags = ["resources", "lambda", "layers"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each built layer that has a folder ``python`` with modules."""
        for layer in facts.layers.values():
            if not layer.is_pip_built or layer.content is None:
                continue
            inner = layer.content / "python"
            if _has_modules(inner):
                yield RuleFinding(
                    layer.content_path,
                    f"{layer.logical_id}: {facts.shown(inner)} would be deployed as python/python, "
                    f"where no import finds it. {_way_out(facts, layer.content)}.",
                )


def _has_modules(folder: Path) -> bool:
    """Return whether a folder has modules, and is not itself a package."""
    if (folder / "__init__.py").is_file():
        return False
    return any(name.endswith(".py") for _, _, files in os.walk(folder) for name in files)


def _way_out(facts: Application, content: Path) -> str:
    names = [entry.name for entry in content.iterdir()]
    if all(name == "python" or name.startswith(".") for name in names):
        return f"Change the ContentUri to {facts.shown(content / 'python')}"
    return f"Move its content to {facts.shown(content)}"
