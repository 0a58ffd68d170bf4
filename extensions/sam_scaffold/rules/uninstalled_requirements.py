"""A layer's requirements.txt is installed by nobody, unless a build or a script does."""

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
    """`sam build` takes a layer without a BuildMethod as it is (measured, SAM CLI 1.170).

    A warning: a pipeline that is not in the repository may install them.
    """

    id = "W9207"
    shortdesc = "Nobody installs what a layer requires"
    description = "Without a BuildMethod the folder is zipped as it is, its requirements.txt too."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "building-layers.html"
    )
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each layer that is taken as it is and lists what is not there."""
        for layer in facts.layers.values():
            content = layer.content
            if layer.method or layer.built is not None or content is None:
                continue
            for file in (content / REQUIREMENTS, content / "python" / REQUIREMENTS):
                names = list(_lacking(layer, file))
                if names and not _is_filled(facts, content, names):
                    yield RuleFinding(
                        layer.content_path,
                        f"{layer.logical_id}: {some(names)} of {facts.shown(file)} would not be in "
                        f"it, as nothing installs them; {_way_out(layer)}.",
                    )


def _is_filled(facts: Application, content: Path, names: list[str]) -> bool:
    """Whether a script may install into a layer, or git ignores what somebody installs there."""
    modules = (module.split(".") for name in names for module in import_names(name))
    places = (Path(content, "python", *one, "__init__.py") for one in modules)
    return is_installed_into(facts, content) or any(
        is_ignored(facts.root, place) for place in places
    )


def _lacking(layer: Layer, file: Path) -> Iterator[str]:
    """Yield what a list names and the layer does not have."""
    found = read_requirements_file(file)
    if found is None or layer.content is None:
        return
    there = [layer.content, *layer.content.rglob("site-packages"), layer.content / "python"]
    installed = {name for one in there for name in installed_in(one).distributions}
    for one in found.listed:
        name = canonicalize_name(one.name)
        if name not in installed and name not in RUNTIME_DISTRIBUTIONS:
            yield one.name


def _way_out(layer: Layer) -> str:
    """Return a BuildMethod for it, and what that asks for."""
    runtimes = [runtime for runtime in layer.runtimes or () if runtime.startswith("python3")]
    method = runtimes[-1] if runtimes else "python3.13"
    moved = ", and move what is in its python/ one folder up" if layer.python else ""
    return f"state BuildMethod: {method} in its Metadata{moved}"
