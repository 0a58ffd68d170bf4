"""The layer of a template with the code that functions share."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from ...transaction.paths import is_below
from ...transaction.repository_view import RepositoryView
from .code_folders import folder_of
from .intrinsics import references
from .layer_resource import LayerResource
from .names import words
from .template import Template

SHARED_ID = "SharedCodeLayer"
SHARED_FOLDER = "layers/shared"
"""The content folder of a new shared code layer, from the template's folder."""

_OTHER_FOLDERS = ("layers/shared_code", "shared_code")
LOGGING_MODULE = "structured_logging.py"

_SHARED_WORDS = frozenset({"shared", "common", "core", "utils"})
_NOT_OWN = frozenset({"setup.py", "conftest.py"})
_INSTALLED = (".dist-info", ".egg-info")
_RECORD = "RECORD"
"""The list of files that pip installed, with a path from the folder on each line:
https://packaging.python.org/en/latest/specifications/recording-installed-packages/
"""


@dataclass(frozen=True)
class SharedLayer:
    """The layer with a repository's own shared code.

    Attributes:
        logical_id: Its key in Resources.
        source: Folder from the repository's root that must be on ``sys.path`` to import
            its packages; empty if it is unknown.
        package: Package in the source folder that has a `LOGGING_MODULE`; empty without one.
    """

    logical_id: str
    source: str
    package: str


def shared_layer(template: Template, repository: RepositoryView) -> SharedLayer | None:
    """Find the shared code layer by its logical id, else by its content."""
    layer = _by_id(template) or _by_content(template, repository)
    if layer is None:
        return None
    source = _source(layer, template, repository)
    return SharedLayer(layer.logical_id, source, _logging_package(source, repository))


def shared_folder(template: Template) -> str:
    """Find a folder for a new shared code layer that no other layer has.

    Two layers with the same folder would both contain all of it, but are built differently.

    Args:
        template: The template of the new layer.

    Returns:
        A path from the template's folder.
    """
    others = [layer for layer in template.layers if layer.logical_id != SHARED_ID]
    found = [folder for layer in others if (folder := folder_of(template, layer.content_uri))]
    # A layer with the template's own folder contains everything, whatever folder is chosen.
    around = (".", folder_of(template, "."))
    taken = [folder for folder in found if folder not in around]
    choices = (SHARED_FOLDER, *_OTHER_FOLDERS)
    return next(
        (
            choice
            for choice in choices
            if not any(_overlap(folder_of(template, choice), folder) for folder in taken)
        ),
        choices[-1],
    )


def _overlap(folder: str, other: str) -> bool:
    return is_below(folder, other) or is_below(other, folder)


def _by_id(template: Template) -> LayerResource | None:
    return next((layer for layer in template.layers if layer.logical_id == SHARED_ID), None)


def _by_content(template: Template, repository: RepositoryView) -> LayerResource | None:
    """Return the layer with modules of the repository; of several, by its name, then its use."""
    found = [layer for layer in template.layers if _has_own_code(layer, template, repository)]
    if len(found) < 2:  # noqa: PLR2004 - without a choice
        return found[0] if found else None
    used = [
        name
        for function in template.functions
        for name in set(references(function.own.get("Layers")))
    ]

    def rank(layer: LayerResource) -> tuple[bool, int]:
        named = not _SHARED_WORDS.isdisjoint(words(layer.logical_id))
        return named, used.count(layer.logical_id)

    return max(found, key=rank)


def _has_own_code(layer: LayerResource, template: Template, repository: RepositoryView) -> bool:
    folder = folder_of(template, layer.content_uri)
    return bool(folder) and any(
        _has_own_modules(place, repository) for place in (folder, f"{folder}/python")
    )


def _has_own_modules(folder: str, repository: RepositoryView) -> bool:
    """Return whether a folder, or a package in it, has modules that pip did not install."""
    names = repository.names(folder)
    installed = _installed(folder, names, repository)
    if installed is None:
        return False
    own = [name for name in names if name not in installed]
    if any(name.endswith(".py") and name not in _NOT_OWN for name in own):
        return True
    return any(_is_package(f"{folder}/{name}", repository) for name in own if name != "python")


def _installed(folder: str, names: list[str], repository: RepositoryView) -> frozenset[str] | None:
    """Return the names in a folder that pip installed; None if a list of its files is missing."""
    found: set[str] = set()
    for name in names:
        if name.endswith(_INSTALLED):
            lines = (repository.read(f"{folder}/{name}/{_RECORD}") or b"").splitlines()
            if not lines:
                return None
            found.update(
                line.partition(b"/")[0].partition(b",")[0].decode(errors="replace")
                for line in lines
            )
    return frozenset(found)


def _is_package(folder: str, repository: RepositoryView) -> bool:
    name = posixpath.basename(folder)
    if not name.isidentifier() or name in {"tests", "test"}:
        return False
    return any(below.endswith(".py") for below in repository.names(folder))


def _source(layer: LayerResource, template: Template, repository: RepositoryView) -> str:
    """Return the folder that becomes ``/opt/python`` in Lambda.

    A Python build puts the folder's content in ``python/``. Without a build, or with a Makefile, it
    is the folder's own ``python/``.
    """
    folder = folder_of(template, layer.content_uri)
    if not folder or not repository.is_dir(folder):
        return ""
    method = layer.metadata.get("BuildMethod")
    built = isinstance(method, str) and method.startswith("python")
    inner = f"{folder}/python"
    return inner if not built and repository.is_dir(inner) else folder


def _logging_package(source: str, repository: RepositoryView) -> str:
    names = repository.names(source) if source else []
    return next(
        (
            name
            for name in names
            if name.isidentifier() and repository.exists(f"{source}/{name}/{LOGGING_MODULE}")
        ),
        "",
    )
