"""A function of a template as it is written, with what Globals give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .globals_merge import is_intrinsic, joined
from .intrinsics import Data


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
        """Path of its properties in the template."""
        return ("Resources", self.function, "Properties", "Events", self.name, "Properties")


@dataclass(frozen=True)
class FunctionResource:
    """A function, SAM's or CloudFormation's own.

    Attributes:
        logical_id: Its key in Resources.
        type: Its type.
        own: Its properties as data, as they are in the resource.
        metadata: Its metadata as data.
        inherited: What Globals give it, as data.
        condition: The condition that it is created under, empty where there is none.
    """

    logical_id: str
    type: str
    own: dict[str, Data]
    metadata: dict[str, Data]
    inherited: dict[str, Data] = field(default_factory=dict)
    condition: str = ""

    @cached_property
    def properties(self) -> dict[str, Data]:
        """Its properties as data, joined with those of Globals."""
        found: dict[str, Data] = joined(self.inherited, self.own)
        return found

    @property
    def is_image(self) -> bool:
        """Whether it is deployed as a container image, not as a zip file."""
        return self.own.get("PackageType") == "Image"

    @property
    def method(self) -> str:
        """Its BuildMethod as written, empty where `sam build` goes by the runtime."""
        method = self.metadata.get("BuildMethod")
        return method if isinstance(method, str) else ""

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

    @property
    def events(self) -> Iterator[Event]:
        """Its event sources, only those that are explicit."""
        stated = self.properties.get("Events")
        for name, event in stated.items() if isinstance(stated, dict) else ():
            own = event.get("Properties") if isinstance(event, dict) else None
            if isinstance(event, dict) and isinstance(event.get("Type"), str):
                properties = own if isinstance(own, dict) else {}
                yield Event(self.logical_id, str(name), event["Type"], properties)

    @property
    def code_path(self) -> tuple[str, ...]:
        """Path of the property that says what its code is."""
        return self.path("Code" if "Code" in self.properties else "CodeUri")

    def path(self, *keys: str) -> tuple[str, ...]:
        """Return the path of a property: in the resource, which Globals are read into."""
        return ("Resources", self.logical_id, "Properties", *keys)

    def stated(self, key: str) -> tuple[str, ...]:
        """Return the path of a property where it is written: in Globals if only they have it."""
        inherits = key in self.properties and key not in self.own
        return ("Globals", "Function", key) if inherits else self.path(key)
