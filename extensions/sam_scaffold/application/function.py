"""A function of the template with its known values, its layers and its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from ..aws.limits import TIMEOUT
from ..sam.model.function_resource import FunctionResource
from ..sam.model.function_runtime import is_python
from ..sam.model.intrinsics import Data
from ..sam.model.template import FUNCTION
from .layer import Layer, is_fresh
from .template_on_disk import TemplateOnDisk

UV = "python-uv"


@dataclass(frozen=True, kw_only=True)
class Function(FunctionResource):
    """A function that is deployed as a zip file.

    Attributes:
        runtime: ``"python3.12"``; empty if it is not known.
        architecture: ``"x86_64"`` or ``"arm64"``; empty if it is not known.
        timeout: Seconds, None if they are not known.
        handler: ``"app.lambda_handler"``; empty if it is not known.
        code: The folder or zip file with its code, which may not exist; None if the code is in
            S3 or in the template, or not known.
        layers: Its layers that are defined in this template, in their order.
        foreign: Its other layers, as data: ARNs and parameters.
        knows_layers: Whether these are all of its layers; a condition may add others.
        built: The output of `sam build` for it, None if there is none or its code changed
            since then.
    """

    runtime: str
    architecture: str
    timeout: int | None
    handler: str
    code: Path | None
    layers: tuple[Layer, ...]
    foreign: tuple[Data, ...]
    knows_layers: bool
    built: Path | None

    @classmethod
    def of(
        cls, place: TemplateOnDisk, function: FunctionResource, layers: Mapping[str, Layer]
    ) -> Function:
        """Return a function of a template with its files.

        Args:
            place: The template.
            function: The function as it is written.
            layers: The layers of the template, by logical id.
        """
        properties, values = function.properties, place.values
        own, foreign, knows = _layers(place, properties.get("Layers"), layers)
        architectures = values.texts(properties.get("Architectures", ["x86_64"]))
        code = _code(place, function)
        return cls(
            **{field.name: getattr(function, field.name) for field in fields(FunctionResource)},
            runtime=values.text(properties.get("Runtime")),
            architecture=architectures[-1] if architectures else "",
            timeout=values.number(properties.get("Timeout", TIMEOUT.default)),
            handler=values.text(properties.get("Handler")),
            code=code,
            layers=own,
            foreign=foreign,
            knows_layers=knows,
            built=_fresh_build(place, function.logical_id, code),
        )

    @property
    def is_python(self) -> bool:
        """True if it has a managed runtime of Python."""
        return is_python(self.runtime)

    @property
    def is_python_built(self) -> bool:
        """True if `sam build` copies its code and installs packages with pip or uv."""
        return self.is_python and (self.method or "python").startswith("python")

    @property
    def is_uv_built(self) -> bool:
        """True if `sam build` installs packages with uv (source of SAM CLI 1.170)."""
        return self.is_python and self.method == UV


def _code(place: TemplateOnDisk, function: FunctionResource) -> Path | None:
    """Return the path of its code; the default of a SAM function is the template's folder."""
    key, default = ("CodeUri", ".") if function.type == FUNCTION else ("Code", None)
    asset = function.metadata.get("aws:asset:path")
    if asset is not None and function.metadata.get("aws:asset:property") == key:
        # `sam build` prefers it to the property (measured, SAM CLI 1.170).
        return place.place(asset)
    if "InlineCode" in function.properties:
        return None
    return place.place(function.properties.get(key, default))


def _fresh_build(place: TemplateOnDisk, logical_id: str, code: Path | None) -> Path | None:
    built = place.built(logical_id)
    # A folder that contains the build, such as the template's, is newer after each build.
    if built is None or code is None or code in built.parents or not is_fresh(built, code):
        return None
    return built


def _layers(
    place: TemplateOnDisk, stated: Data, layers: Mapping[str, Layer]
) -> tuple[tuple[Layer, ...], tuple[Data, ...], bool]:
    """Return the layers of the template, the others, and whether these are all."""
    if stated is None:
        return (), (), True
    listed = stated if isinstance(stated, list) else place.values.texts(stated)
    if listed is None:
        return (), (), False
    own: list[Layer] = []
    foreign: list[Data] = []
    knows = True
    for layer in listed:
        name = layer.get("Ref") if isinstance(layer, dict) else None
        if isinstance(name, str) and name in layers:
            own.append(layers[name])
        else:
            foreign.append(layer)
            knows = knows and not (isinstance(layer, dict) and "Fn::If" in layer)
    return tuple(own), tuple(foreign), knows
