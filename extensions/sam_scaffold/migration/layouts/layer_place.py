"""The layer that brings functions their shared code, in one SAM template."""

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
        content: The folder whose content comes to ``/opt/python``, from the root.
        is_new: Whether the template has no such layer yet.
        packages: The dotted packages that SAM puts the content into; empty where it puts none.
    """

    logical_id: str
    content: str
    is_new: bool
    packages: str = ""


def layer_place(
    template: Template, repository: RepositoryView, functions: Sequence[str], base: str, known: str
) -> LayerPlace:
    """Find the layer of a template that shared code goes into, or a place for a new one.

    Args:
        template: The template.
        repository: The repository.
        functions: The logical ids of the functions that are to have it in the end.
        base: The folder in which ``layers/`` lies, from the root.
        known: The folder of a new one, where it is decided already; else empty.

    Raises:
        ScaffoldError: The template has one that cannot be used.
    """
    found = shared_layer_for(template, repository, functions)
    if found is not None and found.problem and found.logical_id != SHARED_ID:
        found = None  # it was taken for the one by its content alone, and another can be made
    if found is not None and found.problem:
        raise ScaffoldError(f"{template.path}: {found.problem}.")
    if found is not None:
        return LayerPlace(found.logical_id, found.content, is_new=False)
    return LayerPlace(SHARED_ID, known or _free(repository, base), is_new=True)


def layer_in_place(template: Template, folder: str, packages: str) -> LayerPlace:
    """Find the layer of a template that has one package where it is, or say that it is new.

    Args:
        template: The template.
        folder: The package's folder, from the root.
        packages: Its name, with dots.

    Raises:
        ScaffoldError: The template has a shared code layer that is made otherwise.
    """
    layer = next((one for one in template.layers if one.logical_id == SHARED_ID), None)
    if layer is None and SHARED_ID not in template.resources:
        return LayerPlace(SHARED_ID, folder, is_new=True, packages=packages)
    build = layer.metadata.get("BuildProperties") if layer else None
    stated = build.get("ParentPackages") if isinstance(build, dict) else None
    if layer is None or stated != packages or folder_of(template, layer.content_uri) != folder:
        raise ScaffoldError(
            f"{template.path} has a {SHARED_ID} that is not made of {folder}, and without links it "
            "cannot get more; call one of them otherwise."
        )
    return LayerPlace(SHARED_ID, folder, is_new=False, packages=packages)


def _free(repository: RepositoryView, base: str) -> str:
    """A folder for the shared code: where another template's layer has it, or an unused one."""
    contents = dict(_contents(repository))
    places = [posixpath.normpath(posixpath.join(base, one)) for one in _FOLDERS]
    others = [folder for folder, name in contents.items() if name != SHARED_ID and folder != "."]
    for place in places:
        if any(is_below(place, other) or is_below(other, place) for other in others):
            continue  # both layers would ship it
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
