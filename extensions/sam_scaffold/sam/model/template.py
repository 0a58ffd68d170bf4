"""A SAM template: its functions, layers and other resources, converted on demand.

Templates in the wild hold nearly anything (``Fn::ForEach``, transforms, missing
properties): what is not understood is left out and never an error.
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
    """Any resource.

    Attributes:
        logical_id: Its key in Resources.
        type: Its type, empty where it has none.
        properties: Its properties as data, short intrinsics in their long form.
        condition: The condition that it is created under, empty where there is none.
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
        """The template as the SAM CLI reads it: of a key that stands twice the last."""
        document = as_read(self.document)
        return self if document is self.document else Template(self.path, document)

    @cached_property
    def resources(self) -> dict[str, str]:
        """Every key in Resources with its type, empty where it has none."""
        return {name: _text(node, "Type") for name, node in self._resources.items()}

    @cached_property
    def functions(self) -> list[FunctionResource]:
        """SAM's functions that are deployed as zip files, in the order of the file."""
        return [one for one in self.all_functions if not one.is_image]

    @cached_property
    def all_functions(self) -> list[FunctionResource]:
        """SAM's functions in the order of the file, container images among them."""
        return self.functions_of(FUNCTION)

    def functions_of(self, *types: str) -> list[FunctionResource]:
        """Return its functions of these types in the order of the file.

        Args:
            types: Some of `FUNCTIONS`.
        """
        return [
            FunctionResource(
                logical_id=one.logical_id,
                type=one.type,
                own=one.properties,
                metadata=self.metadata_of(one.logical_id),
                inherited=self.globals_function if one.type == FUNCTION else {},
                condition=one.condition,
            )
            for one in self.of_type(*types)
        ]

    @property
    def variables(self) -> set[str]:
        """The names of the environment variables of all functions."""
        stated = [one.own.get("Environment") for one in self.all_functions]
        found = [one.get("Variables") for one in stated if isinstance(one, dict)]
        return {name for one in found if isinstance(one, dict) for name in one}

    @cached_property
    def layers(self) -> list[LayerResource]:
        """Its layers in the order of the file."""
        return [
            LayerResource(
                one.logical_id, one.type, one.properties, self.metadata_of(one.logical_id)
            )
            for one in self.of_type(*LAYERS)
        ]

    def of_type(self, *types: str) -> list[Resource]:
        """Its resources of these types in the order of the file.

        Args:
            types: Types such as ``"AWS::SNS::Topic"``.
        """
        return [self._read(name) for name, own in self.resources.items() if own in types]

    def resource(self, logical_id: str) -> Resource | None:
        """A resource by its key, None where there is no such resource."""
        return self._read(logical_id) if logical_id in self._resources else None

    def property_of(self, logical_id: str, name: str) -> Data:
        """One property of a resource as data, None where it has none.

        The rest is not converted, and a role's policies or an alarm's metrics are long.
        """
        properties = _find(self._resources[logical_id], "Properties")
        if properties is None or properties.kind is not NodeKind.MAPPING:
            return None
        if properties.find("<<") is not None:
            return self._read(logical_id).properties.get(name)
        found = properties.find(name)
        return None if found is None else to_data(found[1])

    def metadata_of(self, logical_id: str) -> dict[str, Data]:
        """The metadata of a resource as data."""
        return _mapping(self._resources[logical_id], "Metadata")

    @cached_property
    def globals_function(self) -> dict[str, Data]:
        """What Globals say about functions."""
        return self.globals_of("Function")

    def globals_of(self, name: str) -> dict[str, Data]:
        """Return what Globals say about resources of a type.

        Args:
            name: The end of the type: ``"HttpApi"``.
        """
        node = section(self.document, "Globals")
        return {} if node is None else _mapping(node, name)

    def names_of(self, name: str) -> list[str]:
        """Return the keys of a section, none where there is no such section."""
        node = section(self.document, name)
        pairs = node.pairs() if node is not None and node.kind is NodeKind.MAPPING else ()
        return [key.resolved().value for key, _ in pairs]

    @property
    def is_expanded(self) -> bool:
        """Whether other macros than SAM's may make resources of what stands here."""
        node = section(self.document, "Transform")
        return node is not None and node.kind is NodeKind.SEQUENCE and len(node.items) > 1

    def default_of(self, parameter: str) -> Data:
        """The default of a parameter, None where there is no such thing."""
        node = section(self.document, "Parameters")
        found = None if node is None else _find(node, parameter)
        value = None if found is None else _find(found, "Default")
        return None if value is None else to_data(value)

    def resolved(self, value: Data) -> Data:
        """A value, or the default of the parameter that it refers to."""
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
        """The resources that were asked for: to convert all of them takes its time."""
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
    """The value of a key, by a merge key (``<<``) too; None where there is none, or no mapping."""
    node = node.resolved()
    if node.kind is not NodeKind.MAPPING:
        return None
    if (found := node.find(key)) is not None:
        return found[1].resolved()
    merged = None if key == "<<" else _find(node, "<<")
    if merged is None:
        return None
    parts = merged.items if merged.kind is NodeKind.SEQUENCE else (merged,)
    return next(filter(None, (_find(one, key) for one in parts)), None)


def _text(node: Node, key: str) -> str:
    found = _find(node, key)
    return found.value if found is not None and found.kind is NodeKind.SCALAR else ""


def _mapping(node: Node, key: str) -> dict[str, Data]:
    found = _find(node, key)
    if found is None or found.kind is not NodeKind.MAPPING:
        return {}
    data = to_data(found)
    return data if isinstance(data, dict) else {}
