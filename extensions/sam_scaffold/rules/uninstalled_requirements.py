"""Layers whose requirements.txt neither a build nor a script installs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from ..application.application import Application
from ..application.layer import REQUIREMENTS, Layer
from ..contents.gitignore import is_ignored
from ..contents.prepared_folders import is_installed_into
from ..dependencies.packages.import_names import import_names
from ..dependencies.packages.installed import installed_in
from ..dependencies.packages.runtime_modules import RUNTIME_DISTRIBUTIONS
from ..dependencies.requirements.requirements_file import read_requirements_file
from ..errors import some
from ._rule import Rule, RuleFinding


class UninstalledRequirements(Rule):
    """`sam build` copies a layer without a BuildMethod as it is (measured, SAM CLI 1.170).

    A warning: a pipeline that is not in the repository may install them.
    """

    id = "W9207"
    shortdesc = "A layer's requirements are not installed"
    description = (
        "Without a BuildMethod, the folder and its requirements.txt are zipped as they are."
    )
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "building-layers.html"
    )
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each layer without a build that lacks listed packages."""
        for layer in facts.layers.values():
            content = layer.content
            if layer.method or layer.built is not None or content is None:
                continue
            for file in (content / REQUIREMENTS, content / "python" / REQUIREMENTS):
                names = list(_lacking(layer, file))
                if names and not _is_filled(facts, content, names):
                    yield RuleFinding(
                        layer.content_path,
                        f"{layer.logical_id}: nothing installs {some(names)} of "
                        f"{facts.shown(file)}. {_way_out(layer)}.",
                    )


def _is_filled(facts: Application, content: Path, names: list[str]) -> bool:
    """Return whether a script may install into a layer, or git ignores installed packages."""
    modules = (module.split(".") for name in names for module in import_names(name))
    places = (Path(content, "python", *parts, "__init__.py") for parts in modules)
    return is_installed_into(facts, content) or any(
        is_ignored(facts.root, place) for place in places
    )


def _lacking(layer: Layer, file: Path) -> Iterator[str]:
    """Yield the listed packages that the layer does not have."""
    found = read_requirements_file(file)
    if found is None or layer.content is None:
        return
    folders = [layer.content, *layer.content.rglob("site-packages"), layer.content / "python"]
    installed = {name for folder in folders for name in installed_in(folder).distributions}
    for requirement in found.listed:
        name = canonicalize_name(requirement.name)
        if name not in installed and name not in RUNTIME_DISTRIBUTIONS:
            yield requirement.name


def _way_out(layer: Layer) -> str:
    """Return a suggestion to set a BuildMethod."""
    runtimes = [runtime for runtime in layer.runtimes or () if runtime.startswith("python3")]
    method = runtimes[-1] if runtimes else "python3.13"
    moved = ", and move the content of its python/ up one folder" if layer.python else ""
    return f"Set BuildMethod: {method} in its Metadata{moved}"
