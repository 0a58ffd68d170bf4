"""A function of the template with what is known of it, and its files."""

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
        runtime: ``"python3.12"``; empty where it is not known.
        architecture: ``"x86_64"`` or ``"arm64"``; empty where it is not known.
        timeout: Seconds, None where they are not known.
        handler: ``"app.lambda_handler"``; empty where it is not known.
        code: The folder or zip file with its code, whether it is there or not; None where
            it is in S3, in the template, or not known.
        layers: Its layers of this template, in their order.
        foreign: What else it names as layers: ARNs and parameters, as data.
        knows_layers: Whether `layers` and `foreign` are all; a condition may add others.
        built: What `sam build` made of it, None where it did not, or where its code changed
            since.
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
            **{one.name: getattr(function, one.name) for one in fields(FunctionResource)},
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
        """Whether it runs on one of Python's managed runtimes."""
        return is_python(self.runtime)

    @property
    def is_python_built(self) -> bool:
        """Whether `sam build` copies its code and installs packages into it, with pip or uv."""
        return self.is_python and (self.method or "python").startswith("python")

    @property
    def is_uv_built(self) -> bool:
        """Whether uv installs them (read in SAM CLI 1.170)."""
        return self.is_python and self.method == UV


def _code(place: TemplateOnDisk, function: FunctionResource) -> Path | None:
    """Return where its code is; by default, of a SAM function, the template's folder."""
    key, default = ("CodeUri", ".") if function.type == FUNCTION else ("Code", None)
    asset = function.metadata.get("aws:asset:path")
    if asset is not None and function.metadata.get("aws:asset:property") == key:
        # `sam build` takes it from there, whatever the property says (measured, SAM CLI 1.170)
        return place.place(asset)
    if "InlineCode" in function.properties:
        return None
    return place.place(function.properties.get(key, default))


def _fresh_build(place: TemplateOnDisk, logical_id: str, code: Path | None) -> Path | None:
    built = place.built(logical_id)
    # A folder with the build in it, such as the template's own, is newer after every build.
    if built is None or code is None or code in built.parents or not is_fresh(built, code):
        return None
    return built


def _layers(
    place: TemplateOnDisk, stated: Data, layers: Mapping[str, Layer]
) -> tuple[tuple[Layer, ...], tuple[Data, ...], bool]:
    """Return the layers of the template, the others, and whether that is all."""
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
