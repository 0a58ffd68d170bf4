"""The layer that brings functions their shared code, in one SAM template."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import ScaffoldError
from ..sam.layers import SHARED_ID
from ..sam.repository import Repository
from ..sam.template import Template
from .layer_resource import shared_layer_for

_FOLDERS = ("layers/shared", "layers/shared_code", "layers/shared_source")


@dataclass(frozen=True, slots=True)
class LayerPlace:
    """A layer for shared code.

    Attributes:
        logical_id: Its key in Resources.
        content: The folder whose content comes to ``/opt/python``, from the root.
        is_new: Whether the template has no such layer yet.
    """

    logical_id: str
    content: str
    is_new: bool


def layer_place(
    template: Template, repository: Repository, functions: Sequence[str], base: str, known: str
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
    if found is not None and found.problem:
        raise ScaffoldError(f"{template.path}: {found.problem}.")
    if found is not None:
        return LayerPlace(found.logical_id, found.content, is_new=False)
    return LayerPlace(SHARED_ID, known or _free(repository, base), is_new=True)


def _free(repository: Repository, base: str) -> str:
    """A folder for the shared code: where another template's layer has it, or an unused one."""
    places = [posixpath.normpath(posixpath.join(base, one)) for one in _FOLDERS]
    for place in places:
        if not repository.exists(place) or _is_shared_layer(repository, place):
            return place
    raise ScaffoldError(
        f"{', '.join(places)} are in use, and the shared code needs one of them; move one away."
    )


def _is_shared_layer(repository: Repository, folder: str) -> bool:
    """Whether it is the content of the shared code layer in another SAM template."""
    for file in repository.templates():
        template = repository.find(file)
        for layer in template.layers if template else ():
            uri = layer.properties.get("ContentUri")
            if layer.logical_id == SHARED_ID and isinstance(uri, str):
                place = posixpath.join(posixpath.dirname(file), uri)
                if posixpath.normpath(place) == folder:
                    return True
    return False
