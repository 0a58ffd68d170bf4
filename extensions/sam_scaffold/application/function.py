"""A function of the template, what Globals say included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..aws.limits import TIMEOUT
from ..sam.model.function_runtime import is_python
from ..sam.model.globals_merge import is_intrinsic, joined
from ..sam.model.intrinsics import Data
from ..sam.model.template import FUNCTION, LAYERS, Resource
from .layer import Layer, is_fresh

if TYPE_CHECKING:
    from .application import Application

UV = "python-uv"


@dataclass(frozen=True)
class Event:
    """An event source of a function.

    Attributes:
        function: The logical id of the function.
        name: Its key in Events.
        type: Its type, such as ``"SQS"``.
        properties: Its properties as data.
    """

    function: str
    name: str
    type: str
    properties: dict[str, Data]

    @property
    def path(self) -> tuple[str, ...]:
        """Where its properties stand in the template."""
        return ("Resources", self.function, "Properties", "Events", self.name, "Properties")


@dataclass(frozen=True)
class Function:
    """A function that is deployed as a zip file.

    Attributes:
        logical_id: Its key in Resources.
        type: Its type, SAM's or CloudFormation's own.
        properties: Its properties as data, joined with those of Globals.
        own: Its properties as they stand in the resource.
        metadata: Its metadata as data.
        condition: The condition that it is created under, empty where there is none.
        runtime: ``"python3.12"``; empty where it is not known.
        architecture: ``"x86_64"`` or ``"arm64"``; empty where it is not known.
        timeout: Seconds, None where they are not known.
        handler: ``"app.lambda_handler"``; empty where it is not known.
        code: The folder or zip file with its code, whether it is there or not; None where
            it lies in S3, stands in the template, or is not known.
        layers: Its layers of this template, in their order.
        foreign: What else it names as layers: ARNs and parameters, as data.
        knows_layers: Whether `layers` and `foreign` are all; a condition may add others.
        built: What `sam build` made of it, None where it did not, or where its code changed
            since.
    """

    logical_id: str
    type: str
    properties: dict[str, Data]
    own: dict[str, Data]
    metadata: dict[str, Data]
    condition: str
    runtime: str
    architecture: str
    timeout: int | None
    handler: str
    code: Path | None
    layers: tuple[Layer, ...]
    foreign: tuple[Data, ...]
    knows_layers: bool
    built: Path | None = field(default=None)

    @classmethod
    def of(cls, facts: Application, resource: Resource) -> Function:
        """A function of a template."""
        inherited = facts.template.globals_function if resource.type == FUNCTION else {}
        properties: dict[str, Data] = joined(inherited, resource.properties)
        values = facts.values
        layers, foreign, knows = _layers(facts, properties.get("Layers"))
        architectures = values.texts(properties.get("Architectures", ["x86_64"]))
        timeout = properties.get("Timeout", TIMEOUT.default)
        code = _code(facts, resource, properties)
        return cls(
            logical_id=resource.logical_id,
            type=resource.type,
            properties=properties,
            own=resource.properties,
            metadata=facts.template.metadata_of(resource.logical_id),
            condition=resource.condition,
            runtime=values.text(properties.get("Runtime")),
            architecture=architectures[-1] if architectures else "",
            timeout=values.number(timeout),
            handler=values.text(properties.get("Handler")),
            code=code,
            layers=layers,
            foreign=foreign,
            knows_layers=knows,
            built=_fresh_build(facts, resource.logical_id, code),
        )

    @property
    def is_python(self) -> bool:
        """Whether it runs on one of Python's managed runtimes."""
        return is_python(self.runtime)

    @property
    def method(self) -> str:
        """Its BuildMethod as stated, empty where `sam build` goes by the runtime."""
        method = self.metadata.get("BuildMethod")
        return method if isinstance(method, str) else ""

    @property
    def is_python_built(self) -> bool:
        """Whether `sam build` copies its code and installs packages beside it, with pip or uv."""
        return self.is_python and (self.method or "python").startswith("python")

    @property
    def is_uv_built(self) -> bool:
        """Whether uv installs them (read in SAM CLI 1.170)."""
        return self.is_python and self.method == UV

    @property
    def has_parent_packages(self) -> bool:
        """Whether `sam build` puts its code below packages that are not in the folder.

        Read in SAM CLI 1.170: ``ParentPackageMode`` of the BuildProperties.
        """
        properties = self.metadata.get("BuildProperties")
        return isinstance(properties, dict) and "ParentPackageMode" in properties

    @property
    def variables(self) -> dict[str, Data] | None:
        """Its environment variables; None where it is not known which there are."""
        environment = self.properties.get("Environment")
        if environment is None:
            return {}
        if not isinstance(environment, dict) or is_intrinsic(environment):
            return None
        stated = environment.get("Variables", {})
        return stated if isinstance(stated, dict) and not is_intrinsic(stated) else None

    def path(self, *keys: str) -> tuple[str, ...]:
        """Where a property stands: in the resource, which Globals are read into."""
        return ("Resources", self.logical_id, "Properties", *keys)

    @property
    def code_path(self) -> tuple[str, ...]:
        """Where the template says what its code is."""
        return self.path("Code" if "Code" in self.properties else "CodeUri")

    def stated(self, key: str) -> tuple[str, ...]:
        """Where a property is said: in the resource, or in Globals where it says nothing."""
        inherits = key in self.properties and key not in self.own
        return ("Globals", "Function", key) if inherits else self.path(key)

    @property
    def events(self) -> Iterator[Event]:
        """Its event sources, those alone that are written out."""
        stated = self.properties.get("Events")
        for name, one in stated.items() if isinstance(stated, dict) else ():
            own = one.get("Properties") if isinstance(one, dict) else None
            if isinstance(one, dict) and isinstance(one.get("Type"), str):
                properties = own if isinstance(own, dict) else {}
                yield Event(self.logical_id, str(name), one["Type"], properties)


def _code(facts: Application, resource: Resource, properties: dict[str, Data]) -> Path | None:
    """Where its code lies; SAM's functions without a word lie beside the template."""
    key, default = ("CodeUri", ".") if resource.type == FUNCTION else ("Code", None)
    metadata = facts.template.metadata_of(resource.logical_id)
    asset = metadata.get("aws:asset:path")
    if asset is not None and metadata.get("aws:asset:property") == key:
        # `sam build` takes it from there, whatever the property says (measured, SAM CLI 1.170)
        return facts.place(asset)
    return None if "InlineCode" in properties else facts.place(properties.get(key, default))


def _fresh_build(facts: Application, logical_id: str, code: Path | None) -> Path | None:
    built = facts.built(logical_id)
    # A folder with the build in it, such as the template's own, is newer after every build.
    if built is None or code is None or code in built.parents or not is_fresh(built, code):
        return None
    return built


def _layers(facts: Application, stated: Data) -> tuple[tuple[Layer, ...], tuple[Data, ...], bool]:
    """The layers of the template, the others, and whether that is all."""
    if stated is None:
        return (), (), True
    listed = stated if isinstance(stated, list) else facts.values.texts(stated)
    if listed is None:
        return (), (), False
    own: list[Layer] = []
    foreign: list[Data] = []
    knows = True
    for one in listed:
        name = one.get("Ref") if isinstance(one, dict) else None
        if isinstance(name, str) and facts.template.resources.get(name) in LAYERS:
            own.append(facts.layers[name])
        else:
            foreign.append(one)
            knows = knows and not (isinstance(one, dict) and "Fn::If" in one)
    return tuple(own), tuple(foreign), knows
