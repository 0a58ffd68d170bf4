"""Inference of the answers for a hand-written layer."""

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


def infer_layer(around: Surroundings, layer: LayerResource) -> Answers:
    """Infer the answers of a layer.

    Args:
        around: The SAM template.
        layer: One of its layers.

    Raises:
        UnfitError: No answers result in it.
    """
    if layer.type != LAYERS[0]:
        raise other_type(layer.type, LAYERS[0])
    folder = around.folder(layer.content_uri, "ContentUri")
    style, runtime = around.style, _runtime(around, layer)
    architecture = _architecture(layer, style)
    own = own_folder_name(Location.parse(folder.uri), layer.logical_id, LAYER_SUFFIXES)
    names = own_names(own, layer.logical_id, LAYER_SUFFIXES)
    name = name_of(around, "layer", layer.logical_id, names, style.layer_id)
    style = replace(
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
        "house": style.to_dict(),
    }


def _contents(around: Surroundings, layer: LayerResource) -> str:
    if layer.logical_id == around.style.shared_layer:
        return "shared_code"
    return "makefile" if layer.metadata.get("BuildMethod") == "makefile" else "requirements"


def _runtime(around: Surroundings, layer: LayerResource) -> str:
    """Return a layer's runtime; that of the style if only its folder is evidently Python."""
    stated = _texts(layer.properties.get("CompatibleRuntimes"))
    candidates = (layer.metadata.get("BuildMethod"), *stated[::-1])
    found = [runtime for runtime in candidates if is_python(runtime)]
    if found:
        return str(found[0])
    if stated:
        raise UnfitError(f"it is for {', '.join(stated)}, but {about_python(*stated)}")
    content = around.repository.names(folder_of(around.template, layer.content_uri))
    if any(name in _PYTHONS or name.endswith(".py") for name in content):
        return around.style.runtime
    raise UnfitError("it does not state that it is for Python. Add CompatibleRuntimes.")


_PYTHONS = ("python", "requirements.txt")
"""Names in the folders of Python layers."""


def _architecture(layer: LayerResource, style: HouseStyle) -> str:
    candidates = [
        layer.metadata.get("BuildArchitecture"),
        *_texts(layer.properties.get("CompatibleArchitectures")),
    ]
    return next((str(value) for value in candidates if value in ARCHITECTURES), style.architecture)


def _texts(value: Data) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
