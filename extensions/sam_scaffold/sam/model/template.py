"""A SAM template: its functions, layers and other resources, converted to data on demand.

Templates of users may contain nearly anything (``Fn::ForEach``, transforms, missing properties).
What is not understood is left out, and is never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...document import Document, Node, NodeKind, as_read
from ...document.yaml_document import section
from .function_resource import FunctionResource
from .intrinsics import Data, to_data
from .layer_resource import LayerResource

FUNCTION = "AWS::Serverless::Function"
FUNCTIONS = (FUNCTION, "AWS::Lambda::Function")
LAYERS = ("AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion")


@dataclass(frozen=True)
class Resource:
    """A resource of any type.

    Attributes:
        logical_id: Its key in Resources.
        type: Its type; empty without one.
        properties: Its properties as data, with intrinsic functions in their long form.
        condition: The condition that it is created under; empty without one.
    """

    logical_id: str
    type: str
    properties: dict[str, Data]
    condition: str


@dataclass(frozen=True)
class Template:
    """A SAM template, read only.

    Attributes:
        path: Its path in the repository, with slashes.
        document: Its parsed text.
    """

    path: str
    document: Document

    @cached_property
    def as_read(self) -> Template:
        """The template as the SAM CLI reads it: the last value of a duplicate key counts."""
        document = as_read(self.document)
        return self if document is self.document else Template(self.path, document)

    @cached_property
    def resources(self) -> dict[str, str]:
        """The type of each key in Resources; empty without one."""
        return {name: _text(node, "Type") for name, node in self._resources.items()}

    @cached_property
    def functions(self) -> list[FunctionResource]:
        """Functions of SAM's type that are deployed as zip files, in the order of the file."""
        return [function for function in self.all_functions if not function.is_image]

    @cached_property
    def all_functions(self) -> list[FunctionResource]:
        """Functions of SAM's type in the order of the file, including container images."""
        return self.functions_of(FUNCTION)

    def functions_of(self, *types: str) -> list[FunctionResource]:
        """Return the functions of these types, in the order of the file.

        Args:
            types: Some of `FUNCTIONS`.
        """
        return [
            FunctionResource(
                logical_id=found.logical_id,
                type=found.type,
                own=found.properties,
                metadata=self.metadata_of(found.logical_id),
                inherited=self.globals_function if found.type == FUNCTION else {},
                condition=found.condition,
            )
            for found in self.of_type(*types)
        ]

    @property
    def variables(self) -> set[str]:
        """The names of the environment variables of all functions."""
        stated = [function.own.get("Environment") for function in self.all_functions]
        found = [value.get("Variables") for value in stated if isinstance(value, dict)]
        return {name for variables in found if isinstance(variables, dict) for name in variables}

    @cached_property
    def layers(self) -> list[LayerResource]:
        """Its layers in the order of the file."""
        return [
            LayerResource(
                found.logical_id, found.type, found.properties, self.metadata_of(found.logical_id)
            )
            for found in self.of_type(*LAYERS)
        ]

    def of_type(self, *types: str) -> list[Resource]:
        """Return the resources of these types, in the order of the file.

        Args:
            types: Types such as ``"AWS::SNS::Topic"``.
        """
        return [self._read(name) for name, own in self.resources.items() if own in types]

    def resource(self, logical_id: str) -> Resource | None:
        """Return a resource by its logical id; None if it does not exist."""
        return self._read(logical_id) if logical_id in self._resources else None

    def property_of(self, logical_id: str, name: str) -> Data:
        """Return a property of a resource as data; None if the resource does not have it.

        The others are not converted, as a role's policies or an alarm's metrics can be long.
        """
        properties = _find(self._resources[logical_id], "Properties")
        if properties is None or properties.kind is not NodeKind.MAPPING:
            return None
        if properties.find("<<") is not None:
            return self._read(logical_id).properties.get(name)
        found = properties.find(name)
        return None if found is None else to_data(found[1])

    def entry_of(self, logical_id: str) -> Data:
        """Return a resource with all its attributes as data."""
        return to_data(self._resources[logical_id])

    def metadata_of(self, logical_id: str) -> dict[str, Data]:
        """Return the metadata of a resource as data."""
        return _mapping(self._resources[logical_id], "Metadata")

    @cached_property
    def globals_function(self) -> dict[str, Data]:
        """The properties of functions in Globals."""
        return self.globals_of("Function")

    def globals_of(self, name: str) -> dict[str, Data]:
        """Return the properties of resources of a type in Globals.

        Args:
            name: The last part of the type: ``"HttpApi"``.
        """
        node = section(self.document, "Globals")
        return {} if node is None else _mapping(node, name)

    def names_of(self, name: str) -> list[str]:
        """Return the keys of a section; none if the section does not exist."""
        node = section(self.document, name)
        pairs = node.pairs() if node is not None and node.kind is NodeKind.MAPPING else ()
        return [key.resolved().value for key, _ in pairs]

    @property
    def is_expanded(self) -> bool:
        """Return whether macros besides SAM's may change the resources."""
        node = section(self.document, "Transform")
        return node is not None and node.kind is NodeKind.SEQUENCE and len(node.items) > 1

    def default_of(self, parameter: str) -> Data:
        """Return the default of a parameter; None without one."""
        node = section(self.document, "Parameters")
        found = None if node is None else _find(node, parameter)
        value = None if found is None else _find(found, "Default")
        return None if value is None else to_data(value)

    def resolved(self, value: Data) -> Data:
        """Return a value, or the default of the parameter that it refers to."""
        if isinstance(value, dict) and isinstance(value.get("Ref"), str):
            return self.default_of(value["Ref"])
        return value

    @cached_property
    def _resources(self) -> dict[str, Node]:
        node = section(self.document, "Resources")
        if node is None or node.kind is not NodeKind.MAPPING:
            return {}
        return {key.resolved().value: value.resolved() for key, value in node.pairs()}

    @cached_property
    def _converted(self) -> dict[str, Resource]:
        """The resources that are converted already, as converting all of them takes long."""
        return {}

    def _read(self, logical_id: str) -> Resource:
        if logical_id not in self._converted:
            node = self._resources[logical_id]
            self._converted[logical_id] = Resource(
                logical_id,
                self.resources[logical_id],
                _mapping(node, "Properties"),
                _text(node, "Condition"),
            )
        return self._converted[logical_id]


def _find(node: Node, key: str) -> Node | None:
    """Return the value of a key, also by a merge key (``<<``); None without one."""
    node = node.resolved()
    if node.kind is not NodeKind.MAPPING:
        return None
    if (found := node.find(key)) is not None:
        return found[1].resolved()
    merged = None if key == "<<" else _find(node, "<<")
    if merged is None:
        return None
    parts = merged.items if merged.kind is NodeKind.SEQUENCE else (merged,)
    return next(filter(None, (_find(part, key) for part in parts)), None)


def _text(node: Node, key: str) -> str:
    found = _find(node, key)
    return found.value if found is not None and found.kind is NodeKind.SCALAR else ""


def _mapping(node: Node, key: str) -> dict[str, Data]:
    found = _find(node, key)
    if found is None or found.kind is not NodeKind.MAPPING:
        return {}
    data = to_data(found)
    return data if isinstance(data, dict) else {}
