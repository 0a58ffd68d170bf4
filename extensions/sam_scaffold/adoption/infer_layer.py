"""The answers that would have led to a layer that was written by hand."""

from __future__ import annotations

from dataclasses import replace

from ..components.function_paths import Answers
from ..sam.model.code_folders import folder_of
from ..sam.model.function_runtime import is_python
from ..sam.model.intrinsics import Data
from ..sam.model.layer_resource import LayerResource
from ..sam.model.template import LAYERS
from ..sam.style.house_style import HouseStyle
from ..sam.style.locations import LAYER_SUFFIXES, Location, own_folder_name, own_names
from .inference import (
    ARCHITECTURES,
    FOR_IDS,
    Surroundings,
    UnfitError,
    about_python,
    common,
    name_of,
    other_type,
    shape_of,
)


def derived_layer(around: Surroundings, layer: LayerResource) -> Answers:
    """Return the answers of a layer.

    Args:
        around: The SAM template.
        layer: One of its layers.

    Raises:
        UnfitError: No answers lead to it.
    """
    if layer.type != LAYERS[0]:
        raise other_type(layer.type, LAYERS[0])
    folder = around.folder(layer.content_uri, "ContentUri")
    style, runtime = around.style, _runtime(around, layer)
    architecture = _architecture(layer, style)
    own = own_folder_name(Location.parse(folder.uri), layer.logical_id, LAYER_SUFFIXES)
    names = own_names(own, layer.logical_id, LAYER_SUFFIXES)
    name = name_of(around, "layer", layer.logical_id, names, style.layer_id)
    house = replace(
        folder.in_style(style),
        layer_id=shape_of(layer.logical_id, name, style.layer_id, FOR_IDS),
        layer_name=shape_of(layer.properties.get("LayerName"), name, style.layer_name),
        content_dir=folder.shape(folder.path, name, style.content_dir),
        runtime=runtime,
        architecture=architecture,
    )
    return {
        **common(around, "layer", name, layer.properties),
        "contents": _contents(around, layer),
        "packages": [],
        "runtime": runtime,
        "architecture": architecture,
        "house": house.to_dict(),
    }


def _contents(around: Surroundings, layer: LayerResource) -> str:
    if layer.logical_id == around.style.shared_layer:
        return "shared_code"
    return "makefile" if layer.metadata.get("BuildMethod") == "makefile" else "requirements"


def _runtime(around: Surroundings, layer: LayerResource) -> str:
    """A layer's runtime; that of the house where only its folder says that it is for Python."""
    stated = _texts(layer.properties.get("CompatibleRuntimes"))
    found = [one for one in (layer.metadata.get("BuildMethod"), *stated[::-1]) if is_python(one)]
    if found:
        return str(found[0])
    if stated:
        raise UnfitError(f"it is for {', '.join(stated)}, and {about_python(*stated)}")
    content = around.repository.names(folder_of(around.template, layer.content_uri))
    if any(name in _PYTHONS or name.endswith(".py") for name in content):
        return around.style.runtime
    raise UnfitError("it does not say that it is for Python; give it CompatibleRuntimes.")


_PYTHONS = ("python", "requirements.txt")
"""What lies in the folders of Python layers."""


def _architecture(layer: LayerResource, style: HouseStyle) -> str:
    said = [
        layer.metadata.get("BuildArchitecture"),
        *_texts(layer.properties.get("CompatibleArchitectures")),
    ]
    return next((str(one) for one in said if one in ARCHITECTURES), style.architecture)


def _texts(value: Data) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
