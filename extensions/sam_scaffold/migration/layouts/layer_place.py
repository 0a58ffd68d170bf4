"""Shared code layer of a SAM template, and its folder."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...errors import ScaffoldError
from ...sam.model.code_folders import folder_of
from ...sam.model.shared_layer import SHARED_ID
from ...sam.model.template import Template
from ...sam.model.template_files import find_template, templates_of
from ...transaction.paths import is_below
from ...transaction.repository_view import RepositoryView
from ..block.layer_resource import shared_layer_for

_FOLDERS = ("layers/shared", "layers/shared_code", "shared_layer", "shared_code_layer")


@dataclass(frozen=True, slots=True)
class LayerPlace:
    """A layer for shared code.

    Attributes:
        logical_id: Its key in Resources.
        content: The folder that is ``/opt/python`` in Lambda, from the root.
        is_new: Whether the template has no such layer yet.
        packages: Dotted parent packages of the content in the artifact; empty for none.
    """

    logical_id: str
    content: str
    is_new: bool
    packages: str = ""


def layer_place(
    template: Template, repository: RepositoryView, functions: Sequence[str], base: str, known: str
) -> LayerPlace:
    """Find the shared code layer of a template, or a folder for a new one.

    Args:
        template: The template.
        repository: The repository.
        functions: The logical ids of the functions that get it.
        base: The parent folder of ``layers/``, from the root.
        known: The folder of a new layer if already decided; otherwise empty.

    Raises:
        ScaffoldError: The template has one that cannot be used.
    """
    found = shared_layer_for(template, repository, functions)
    if found is not None and found.problem and found.logical_id != SHARED_ID:
        found = None  # recognised only by its content, so a new one can be created
    if found is not None and found.problem:
        raise ScaffoldError(f"{template.path}: {found.problem}.")
    if found is not None:
        return LayerPlace(found.logical_id, found.content, is_new=False)
    return LayerPlace(SHARED_ID, known or _free(repository, base), is_new=True)


def layer_in_place(template: Template, folder: str, packages: str) -> LayerPlace:
    """Find the layer of a template that has one package without moving it, or plan a new one.

    Args:
        template: The template.
        folder: The package's folder, from the root.
        packages: Its name, with dots.

    Raises:
        ScaffoldError: The template has a different shared code layer.
    """
    layers = (layer for layer in template.layers if layer.logical_id == SHARED_ID)
    layer = next(layers, None)
    if layer is None and SHARED_ID not in template.resources:
        return LayerPlace(SHARED_ID, folder, is_new=True, packages=packages)
    build = layer.metadata.get("BuildProperties") if layer else None
    stated = build.get("ParentPackages") if isinstance(build, dict) else None
    if layer is None or stated != packages or folder_of(template, layer.content_uri) != folder:
        raise ScaffoldError(
            f"{template.path} has a {SHARED_ID} with other content than {folder}, and without "
            "links nothing can be added to it; rename one of them."
        )
    return LayerPlace(SHARED_ID, folder, is_new=False, packages=packages)


def _free(repository: RepositoryView, base: str) -> str:
    """Return a folder for the shared code: that of another template's layer, or an unused one."""
    contents = dict(_contents(repository))
    places = [posixpath.normpath(posixpath.join(base, folder)) for folder in _FOLDERS]
    others = [folder for folder, name in contents.items() if name != SHARED_ID and folder != "."]
    for place in places:
        if any(is_below(place, other) or is_below(other, place) for other in others):
            continue  # both layers would contain it
        if not repository.exists(place) or contents.get(place) == SHARED_ID:
            return place
    raise ScaffoldError(
        f"{', '.join(places)} are in use, and the shared code needs one of them; move one away."
    )


def _contents(repository: RepositoryView) -> Iterator[tuple[str, str]]:
    """Yield the folders of all layers, and their logical ids."""
    for file in templates_of(repository):
        template = find_template(repository, file)
        for layer in template.layers if template else ():
            folder = folder_of(template, layer.content_uri) if template else ""
            if folder:
                yield folder, layer.logical_id
