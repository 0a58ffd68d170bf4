"""A function as it is in a template, with the properties that Globals add."""

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
    """A function of either type, SAM's or CloudFormation's.

    Attributes:
        logical_id: Its key in Resources.
        type: Its type.
        own: The properties in its resource, as data.
        metadata: Its metadata as data.
        inherited: The properties of Globals, as data.
        condition: The condition that it is created under; empty without one.
    """

    logical_id: str
    type: str
    own: dict[str, Data]
    metadata: dict[str, Data]
    inherited: dict[str, Data] = field(default_factory=dict)
    condition: str = ""

    @cached_property
    def properties(self) -> dict[str, Data]:
        """Its properties as data, merged with those of Globals."""
        found: dict[str, Data] = joined(self.inherited, self.own)
        return found

    @property
    def is_image(self) -> bool:
        """Return whether it is deployed as a container image, not as a zip file."""
        return self.own.get("PackageType") == "Image"

    @property
    def method(self) -> str:
        """Its BuildMethod as written; empty if `sam build` chooses it by the runtime."""
        method = self.metadata.get("BuildMethod")
        return method if isinstance(method, str) else ""

    @property
    def has_parent_packages(self) -> bool:
        """Return whether `sam build` puts its code in packages that are not in the folder.

        Set by ``ParentPackageMode`` in BuildProperties (read in SAM CLI 1.170).
        """
        properties = self.metadata.get("BuildProperties")
        return isinstance(properties, dict) and "ParentPackageMode" in properties

    @property
    def variables(self) -> dict[str, Data] | None:
        """Its environment variables; None if their names are unknown."""
        environment = self.properties.get("Environment")
        if environment is None:
            return {}
        if not isinstance(environment, dict) or is_intrinsic(environment):
            return None
        stated = environment.get("Variables", {})
        return stated if isinstance(stated, dict) and not is_intrinsic(stated) else None

    @property
    def events(self) -> Iterator[Event]:
        """Its event sources, without those that an intrinsic function returns."""
        stated = self.properties.get("Events")
        for name, event in stated.items() if isinstance(stated, dict) else ():
            own = event.get("Properties") if isinstance(event, dict) else None
            if isinstance(event, dict) and isinstance(event.get("Type"), str):
                properties = own if isinstance(own, dict) else {}
                yield Event(self.logical_id, str(name), event["Type"], properties)

    @property
    def code_path(self) -> tuple[str, ...]:
        """Path of its CodeUri or Code in the template."""
        return self.path("Code" if "Code" in self.properties else "CodeUri")

    def path(self, *keys: str) -> tuple[str, ...]:
        """Return the path of a property in the resource, even if only Globals have it."""
        return ("Resources", self.logical_id, "Properties", *keys)

    def stated(self, key: str) -> tuple[str, ...]:
        """Return the path of a property where it is written: in the resource, else in Globals."""
        inherits = key in self.properties and key not in self.own
        return ("Globals", "Function", key) if inherits else self.path(key)
